"""--publish: claims that rest on a support are published under a decision that names the import."""

from collections.abc import Callable

from kb.models import Claim, Decision, Evidence, Revision
from tests.editorial.importing.documents.filebed import (
    TEXT,
    Imported,
    claim,
    cut,
    document,
    exported,
    rows,
)

Load = Callable[..., Imported]

FIRST = cut("Der Rat tagt am Montag in Bern.")
AGAINST = cut("Der Ingenieur widerspricht ihr.") | {"stance": "disputes"}


def statuses() -> dict[str, str]:
    return dict(Claim.objects.order_by("external_id").values_list("external_id", "status"))


def test_without_it_claims_are_drafts(load: Load) -> None:
    load(document("a", TEXT, claim(FIRST), claim(AGAINST), claim()))
    assert set(statuses().values()) == {"draft"}
    assert not Decision.objects.exists()


def test_only_what_rests_on_a_support_is_published(load: Load) -> None:
    context = FIRST | {"stance": "context"}
    bad = FIRST | {"start": 1}
    load(
        document(
            "a", TEXT, claim(FIRST), claim(AGAINST), claim(context), claim(), claim(FIRST, bad)
        ),
        publish=True,
    )
    assert statuses() == {
        "c1": "published",
        "c2": "draft",
        "c3": "draft",
        "c4": "draft",
        "c5": "published",
    }


def test_the_decision_names_the_import_and_is_by_another_account(load: Load) -> None:
    load(document("a", TEXT, claim(FIRST, speaker="Sie")), publish=True)
    stored, decision = Claim.objects.get(), Decision.objects.get()
    assert (decision.claim, decision.claim_version, decision.verb, decision.reason) == (
        stored,
        stored.version,
        "published",
        "Import: documents.jsonl",
    )
    assert (stored.writer.username, decision.by.username) == ("import-writer", "import-publisher")
    assert stored.published_at is not None
    steps = stored.history.order_by("history_id").values_list(
        "history_type", "status", "history_user__username", "history_change_reason"
    )
    assert list(steps) == [
        ("+", "draft", "import-writer", "Import: documents.jsonl"),
        ("~", "in_review", "import-writer", "Import: documents.jsonl"),
        ("~", "published", "import-publisher", "Import: documents.jsonl"),
    ]


def test_drafts_of_an_earlier_import_are_published(load: Load) -> None:
    line = document("a", TEXT, claim(FIRST), claim(AGAINST))
    load(line)
    told = load(line, publish=True)
    assert told.failure == ""
    assert statuses() == {"c1": "published", "c2": "draft"}
    assert Decision.objects.get().reason == "Import: documents.jsonl"
    before = rows()
    load(line, publish=True)
    load(line)
    assert rows() == before


def test_a_draft_that_changed_is_changed_and_published(load: Load) -> None:
    load(document("a", TEXT, claim(AGAINST)))
    load(document("a", TEXT, claim(AGAINST, FIRST, text="Neu.")), publish=True)
    stored = Claim.objects.get()
    assert (stored.text, stored.status) == ("Neu.", "published")


def test_claims_that_rest_elsewhere_are_published_too(load: Load) -> None:
    other = {"document": {"id": "b"}, **FIRST}
    load(document("a", TEXT, claim(other)), document("b"), publish=True)
    assert statuses() == {"c1": "published"}
    assert Evidence.objects.get().sentence.version.article.external_id == "b"


def test_the_export_is_the_same_with_and_without(load: Load) -> None:
    line = document("a", TEXT, claim(FIRST))
    load(line)
    drafts = exported()
    load(line, publish=True)
    assert exported() == drafts


def test_the_revision_number_rises_with_what_the_public_sees(load: Load) -> None:
    load(document("a"))
    number = Revision.current()
    load(document("a", TEXT, claim(FIRST)), publish=True)
    assert Revision.current() > number
    number = Revision.current()
    load(document("a", TEXT, claim(FIRST)), publish=True)
    assert Revision.current() == number


def test_further_keys_of_a_public_claim_are_kept_and_said(load: Load) -> None:
    load(document("a", TEXT, claim(FIRST, label="alt")), publish=True)
    told = load(document("a", TEXT, claim(FIRST, label="neu")), publish=True)
    assert any("its further keys stay as they are" in line for line in told.out)
    assert Claim.objects.get().extra == {"label": "alt"}
    assert "kept: 1" in told.summary
