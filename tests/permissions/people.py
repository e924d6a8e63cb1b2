"""The five people of the matrix, and the small base that they meet."""

from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.auth.models import Group, User
from django.test import Client

from editorial.actions import batches, corrections
from editorial.models import Comment, ImportItem, ImportRun, Step, Suggestion
from kb.models import Article, Claim, NearDuplicate, Outlet, Report
from tests import makers
from tests.corruption import base
from tests.permissions import merging

__all__ = ["AT_THE_DESK", "PEOPLE", "client_of", "fill", "person"]

# The columns of every table: nobody logged in; logged in, but not at the desk; and the desk.
PEOPLE = ("anonymous", "reader", "editor", "publisher", "superuser")
AT_THE_DESK = PEOPLE[2:]


def person(name: str) -> User:
    """A role is what its group may do, and no more."""
    at_the_desk = {"is_staff": name in AT_THE_DESK, "is_superuser": name == "superuser"}
    somebody, is_new = User.objects.get_or_create(username=f"the-{name}", defaults=at_the_desk)
    if is_new and name in ("editor", "publisher"):
        somebody.groups.add(Group.objects.get(name=name))
    return somebody


def client_of(name: str) -> Client:
    client = Client()
    if name != "anonymous":
        client.force_login(person(name))
    return client


def fill() -> dict[str, Any]:
    """Something of everything that has an address; the arguments of the public ones."""
    base.fill()
    run = ImportRun.objects.create(source="tests", path="x", by=makers.editor())
    claim = Claim.objects.published().filter(events__isnull=False)[0]
    ImportItem.objects.create(
        run=run, made_in=run, source="tests", kind="claim", key="x", object_id=1
    )
    Suggestion.objects.create(claim=claim, claim_version=1, content={}, by=makers.editor())
    waiting = makers.make_claim(status="in_review", article=claim.article)
    work = batches.Work(Step.PUBLISH, makers.publisher())
    batches.take(work=work, seen={waiting.pk: waiting.version})
    Comment.objects.create(claim=claim, text="Gut so.", by=makers.editor())
    Report.objects.create(claim=claim, claim_version=1, text="Falsch.")
    corrected = makers.make_claim().article
    worded = makers.TEXT.replace("sagte", "sagte dort")
    corrections.correct(article=corrected, by=makers.editor(), text=worded, reason="Berichtigt.")
    one, other = Article.objects.order_by("pk")[:2]
    NearDuplicate.objects.get_or_create(article=one, other=other, defaults={"likeness": 0.9})
    Outlet.objects.create(name="Zeitung")
    merging.fill()
    for kept in (AccessAttempt, AccessLog, AccessFailureLog):
        counted = {"failures_since_start": 1} if kept is AccessAttempt else {}
        kept.objects.create(username="x", ip_address="192.0.2.1", **counted)
    return {
        "claims": (claim.pk, claim.slug),
        "actors": (claim.about.get().slug,),
        "events": (claim.events.get().slug,),
        "tags": ("bruecke",),
        "searches": (1,),
        "articles": (claim.article_id, claim.article.slug, 1),
    }
