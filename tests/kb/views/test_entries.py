import pytest

from editorial.actions import articles
from kb.models import Claim
from kb.views.entries import entries, summaries
from tests.makers import editor, make_article, make_claim, publisher, reader, whole

pytestmark = pytest.mark.django_db


def test_a_summary_counts_what_an_entry_shows() -> None:
    here, there = make_article(), make_article(access="quotes")
    hidden = make_article()
    first, second, third = here.current_version.sentences.order_by("position")[:3]
    elsewhere = there.current_version.sentences.get(position=1)
    unread = hidden.current_version.sentences.get(position=1)
    make_claim("Ohne Einwand.", article=here, passages=[whole(first), whole(second)])
    make_claim(
        "Mit Einwand.",
        article=here,
        passages=[
            *(whole(first), whole(third), whole(elsewhere), whole(unread)),
            *(whole(second, "disputes"), whole(elsewhere, "disputes"), whole(unread, "context")),
        ],
    )
    articles.seal(article=hidden, by=publisher(), reason="Vertraulich.")
    told = {}
    for user in (reader(), editor()):
        claims = list(Claim.objects.visible_to(user).order_by("pk"))
        shown = [(each.supports, each.disputes, each.articles) for each in summaries(claims, user)]
        told[user.pk] = shown
        assert shown == [(e.supports, e.disputes, e.articles) for e in entries(claims, user)]
    assert told == {reader().pk: [(1, 0, 1), (3, 2, 2)], editor().pk: [(1, 0, 1), (4, 2, 3)]}
