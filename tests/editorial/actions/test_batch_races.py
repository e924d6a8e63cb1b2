"""Two people step through the same claims at once: each claim changes once, and undone is once."""

import pytest
from django.contrib.auth.models import Group, User

from editorial.actions import batches, claims, labels, undoing
from editorial.actions.batches import Taken, Work
from editorial.models import Batch, Step
from kb.models import Claim
from kb.verify import verify
from tests import makers
from tests.kb.test_races import fresh, race

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def second() -> User:
    person = User.objects.create_user("second", is_staff=True)
    person.groups.add(Group.objects.get_or_create(name="publisher")[0])
    return person


def publish(by: User, *chosen: Claim) -> Taken:
    seen = {claim.pk: claim.version for claim in chosen}
    return batches.take(work=Work(Step.PUBLISH, by), seen=seen)


def undo(batch: Batch, by: User) -> None:
    undoing.undo(batch=Batch.objects.get(pk=batch.pk), by=by, reason="Zu früh.")


def test_two_publish_the_same(second: User) -> None:
    chosen = [makers.make_claim(status="in_review") for _ in range(2)]
    first, taken = makers.publisher(), []
    refused = race(
        lambda: taken.append(publish(first, *chosen)),
        lambda: taken.append(publish(second, *chosen)),
    )
    assert refused == ["", ""]
    one, two = sorted(taken, key=lambda found: len(found.refused))
    assert (len(one.done), len(two.done), len(two.refused)) == (2, 0, 2)
    assert Batch.objects.get() == one.batch
    assert [claim.decisions.count() for claim in chosen] == [1, 1]


def test_two_undo_the_same(second: User) -> None:
    batch = publish(makers.publisher(), makers.make_claim(status="in_review")).batch
    assert batch
    first = makers.publisher()
    assert race(lambda: undo(batch, first), lambda: undo(batch, second)) == ["", "undone"]
    assert Batch.objects.get().undone_by == first
    assert list(verify()) == []


def test_what_is_changed_meanwhile_is_not_undone() -> None:
    claim = makers.make_claim(status="in_review")
    batch = publish(makers.publisher(), claim).batch
    assert batch
    editor, publisher = makers.editor(), makers.publisher()
    refused = race(
        lambda: labels.note_outcome(claim=fresh(claim), by=editor, outcome="open"),
        lambda: undo(batch, publisher),
    )
    assert refused == ["", "touched"]
    assert fresh(claim).status == "published"


def test_whoever_adds_a_tag_meanwhile_and_whoever_undoes_do_not_wait_for_each_other() -> None:
    claim = makers.make_claim(status="in_review")
    batch = publish(makers.publisher(), claim).batch
    assert batch
    editor, publisher = makers.editor(), makers.publisher()
    refused = race(
        lambda: labels.label(claim=fresh(claim), by=editor, tags=["neu"]),
        lambda: undo(batch, publisher),
    )
    # Who comes second on SQLite sees the tag; on PostgreSQL both go on.
    assert refused in (["", ""], ["", "touched"])
    assert [tag.name for tag in claim.tags.all()] == ["neu"]
    assert Batch.objects.get().is_undone is (refused == ["", ""])


def test_what_is_revised_meanwhile_is_not_published() -> None:
    claim, editor, publisher = (
        makers.make_claim(status="in_review"),
        makers.editor(),
        makers.publisher(),
    )
    taken: list[Taken] = []
    refused = race(
        lambda: claims.revise(claim=fresh(claim), by=editor, text="Anders."),
        lambda: taken.append(publish(publisher, claim)),
    )
    assert refused == ["", ""]
    assert [said for said, _why in taken[0].refused] == ["Anders."]
    assert fresh(claim).status == "in_review"
