"""Whatever is proposed is refused at once, or can be accepted: nothing waits in vain."""

from collections import Counter
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from editorial.actions import articles, suggestions
from editorial.models import Suggestion
from editorial.state import content
from kb.models import Claim, Mode, Stance
from kb.verify import verify
from tests import makers

pytestmark = pytest.mark.django_db

Strategy = st.SearchStrategy[Any]

WORDS = ["Die Brücke hält.", "de", "<b>", "x" * 12]
NO_WORDS = ["", " ", "\u200b", "a\0b", "\ud800", "x" * 101]
DAYS = ["2025-12-03", "0001-01-01", "9999-12-31"]
NO_DAYS = ["", "3.12.2025", "2025-W01-1", "2025-02-30", "20251203"]
NOBODY = 999_999
JUNK: Strategy = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(),
    st.sampled_from([-1, 0, 1, 2**31, 2**63, 10**30]),
    st.text(st.characters(codec=None), max_size=5),
    st.lists(st.integers(0, 3), max_size=5),
    st.dictionaries(st.text(max_size=2), st.none(), max_size=1),
)


def mostly(fitting: Strategy, *misfits: Any) -> Strategy:
    """What fits, and now and then what does not."""
    other = JUNK | st.sampled_from(misfits) if misfits else JUNK
    return st.integers(0, 15).flatmap(lambda n: other if n == 0 else fitting)


def lists(fitting: Strategy) -> Strategy:
    return mostly(st.lists(fitting, max_size=2))


def changes(actors: list[int], events: list[int], sentences: list[int]) -> Strategy:
    """Changes of up to three things that a claim says, most of them to what it can say."""
    actor = mostly(st.sampled_from(actors), NOBODY)
    event = mostly(st.sampled_from(events), NOBODY)
    sentence = mostly(st.sampled_from(sentences), NOBODY)
    start, end = mostly(st.integers(0, 3)), mostly(st.integers(4, 9), 3, 10_000)
    words = mostly(st.sampled_from(WORDS), *NO_WORDS)
    day = mostly(st.none() | st.sampled_from(DAYS), *NO_DAYS)
    stance = mostly(st.sampled_from(Stance.values), "likes")
    singles = {
        "text": words,
        "kind": mostly(st.sampled_from(Claim.Kind.values), "rumour"),
        "language": words,
        "said_on": day,
        "due_on": day,
        "evidence": lists(mostly(st.tuples(sentence, start, end, stance).map(list))),
        "about": lists(actor),
        "events": lists(event),
        "tags": lists(words),
        "status": st.just("published"),
    }
    several = [value.map(lambda value, name=name: {name: value}) for name, value in singles.items()]
    several += [speech(actor, sentence, start, end)] * 3
    return st.lists(st.one_of(several), min_size=1, max_size=3).map(
        lambda parts: {name: value for part in parts for name, value in part.items()}
    )


def speech(actor: Strategy, sentence: Strategy, start: Strategy, end: Strategy) -> Strategy:
    """Speaker, mode and chain, which mostly ends in both."""
    mode = mostly(st.sampled_from(Mode.values), "sung")
    cue = st.just((None, None, None)) | st.tuples(sentence, start, end)
    hop = st.builds(lambda a, m, c: [a, m, *c], actor, mode, cue)

    def spoken(hops: Any) -> Strategy:
        last = hops[-1] if isinstance(hops, list) and hops else None
        ends = last[:2] if isinstance(last, list) and len(last) > 1 else [None, None]
        return st.fixed_dictionaries(
            {
                "speaker": mostly(st.just(ends[0]) if last else actor),
                "mode": mostly(st.just(ends[1] if last else "author")),
                "attribution": st.just(hops),
            }
        )

    return lists(mostly(hop)).flatmap(spoken)


def outcome(claim: Claim, change: Any) -> str:
    """What becomes of a proposal; afterwards nothing has happened."""
    before = transaction.savepoint()
    try:
        return _outcome(claim, change)
    finally:
        transaction.savepoint_rollback(before)


def _outcome(claim: Claim, change: Any) -> str:
    said: list[str] = []
    try:
        made = suggestions.suggest(claim=claim, by=makers.editor(), content=change)
    except ValidationError as refusal:
        said = refusal.messages
    if said:
        assert len(said) == 1, said
        assert not Suggestion.objects.exists()
        return "refused"
    accepted = suggestions.accept(suggestion=made, by=makers.publisher(), reason="Ja.")
    assert accepted.status == Claim.Status.PUBLISHED
    assert not list(verify())
    return "accepted"


def test_what_can_be_proposed_can_be_accepted() -> None:
    claim, sealed = makers.make_claim(tags=["Bern"]), makers.make_article()
    actors, events = [makers.make_actor().pk for _ in range(3)], [makers.make_event().pk]
    sentences = list(claim.article.current_version.sentences.values_list("pk", flat=True))
    sentences += list(sealed.current_version.sentences.values_list("pk", flat=True)[:1])
    articles.seal(article=sealed, by=makers.publisher(), reason="Verfügung")
    seen: Counter[str] = Counter()

    @settings(max_examples=150, deadline=None)
    @given(changes(actors, events, sentences))
    def whatever(change: dict[str, Any]) -> None:
        seen[outcome(claim, change)] += 1

    whatever()
    assert min(seen["refused"], seen["accepted"]) > 15, seen


@pytest.mark.parametrize("junk", [None, 1, "text", [["text", "x"]], {"status": "draft"}, {1: 2}])
def test_what_is_no_content_is_refused(junk: Any) -> None:
    assert outcome(makers.make_claim(), junk) == "refused"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": "rumour"}, "Kind: 'rumour' cannot stand here. It takes one of: report, "),
        ({"said_on": "3.12.2025"}, "Said on: '3.12.2025' cannot stand here. It takes a day such"),
        ({"attribution": ["hop"]}, "Attribution 1: 'hop' cannot stand here. It takes a list of"),
        ({"tags": ["Bern", ""]}, "Tags 2: '' cannot stand here. It takes a name of at most 100"),
    ],
)
def test_a_refusal_names_place_value_and_remedy(change: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        suggestions.suggest(claim=makers.make_claim(), by=makers.editor(), content=change)
    assert refusal.value.messages[0].startswith(said)


def test_a_stance_a_cue_and_a_span_are_named_by_their_row() -> None:
    claim = makers.make_claim()
    (row,) = content(claim)["evidence"]
    speaker = makers.make_actor().pk
    sung = {"speaker": speaker, "mode": "direct"}
    for change, said in (
        ({"evidence": [row, [*row[:3], "likes"]]}, "Evidence 2, stance: 'likes' cannot"),
        ({"evidence": [row, [row[0], 0, 999, "supports"]]}, "Evidence 2: [0, 999] cannot"),
        (sung | {"attribution": [[speaker, "direct", row[0], 5, 2]]}, "Attribution 1: [5, 2]"),
        (sung | {"attribution": [[speaker, "direct", None, 0, 2]]}, "Attribution 1: ["),
    ):
        with pytest.raises(ValidationError) as refusal:
            suggestions.suggest(claim=claim, by=makers.editor(), content=change)
        assert refusal.value.messages[0].startswith(said)
