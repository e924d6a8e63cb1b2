"""The forms of importing articles, filled in as no browser does."""

import pytest

from kb.models import Article
from tests.editorial.admin.pages import as_
from tests.editorial.admin.test_import_page import bring, store
from tests.makers import TEXT, editor

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("key", ["abc", "1\0", "9" * 30, "-1", "٣"])
def test_an_author_who_is_none_is_refused(key: str) -> None:
    client = as_(editor())
    preview = bring(client, text=TEXT)
    answer = store(client, preview, **{"a1-author": key})
    assert answer.status_code == 422
    assert answer.context["looks"][0].form.errors.keys() == {"author"}
    assert not Article.objects.exists()
