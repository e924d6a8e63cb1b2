"""The step that takes a claim from view, and what it leaves to those who look back."""

from typing import Any

import pytest

from kb.models import Decision
from tests.editorial.admin.pages import as_
from tests.makers import make_claim, publisher

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("said", "left"), [({}, False), ({"stays_readable": "on"}, True)])
def test_who_withdraws_says_whether_readers_may_look_back(said: Any, left: bool) -> None:
    claim, client = make_claim(), as_(publisher())
    path = "/admin/kb/claim/step/withdraw/"
    page = client.get(path, {"claim": claim.pk}).content.decode()
    assert 'type="checkbox" name="stays_readable"' in page
    data = {"seen": f"{claim.pk}:{claim.version}", "reason": "Sie irrte.", "looked_at": ""}
    assert client.post(path, data | said).status_code == 302
    decision = Decision.objects.get(verb=Decision.Verb.WITHDRAWN)
    assert decision.stays_readable is left
    shown = client.get(f"/admin/kb/decision/{decision.pk}/change/").content.decode()
    assert "stays readable" in shown.lower()
