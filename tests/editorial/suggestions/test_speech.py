"""Cues of speech: what is shown, with whose words, and what is rightly not shown."""

import tomllib
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import example, given
from hypothesis import strategies as st

from editorial.importing.errors import Place
from editorial.importing.seeds.texts import parse_text
from editorial.suggestions.cues import Cue, CueKind
from editorial.suggestions.speech import Proposal, cues, distance, propose
from kb.models import Mode
from kb.text.sentences import split
from kb.text.spans import find_quote, to_pieces

SEED = Path(settings.BASE_DIR) / "seeds" / "000_08da8c51ebda866c.txt"


@dataclass(frozen=True)
class Line:
    position: int
    paragraph: int
    start: int
    end: int
    text: str


def lines(text: str, language: str = "de") -> list[Line]:
    return [
        Line(n, span.paragraph, span.start, span.end, text[span.start : span.end])
        for n, span in enumerate(split(text, language), 1)
    ]


def proposed(text: str, *picked: int, language: str = "de") -> Proposal:
    return propose(lines(text, language), picked or (1,), language)


def by_kind(text: str, kind: CueKind, language: str = "de") -> list[Cue]:
    return [cue for cue in cues(text, language) if cue.kind is kind]


@pytest.mark.parametrize(
    ("sentence", "mode", "speaker"),
    [
        ("«Die Brücke ist sicher», sagte die Ministerin am Montag.", "direct", "die Ministerin"),
        ("„Die Brücke ist sicher“, so Ministerin Muster.", "direct", "Ministerin Muster"),
        ("»Ist die Brücke sicher?« fragte er. Nein.", "direct", None),
        ("Ministerin Anna Muster sagte: «Wir bauen.»", "direct", "Ministerin Anna Muster"),
        ("Die Ministerin sagte gestern: Wir bauen eine Brücke.", "direct", "Die Ministerin"),
        ("Die Brücke sei sicher, sagte die Ministerin.", "indirect", "die Ministerin"),
        ("Rutte erklärte, dass die Nato stärker wird.", "indirect", "Rutte"),
        ("Die Grünen stellen in ihrem Antrag fest, dass es reicht.", "indirect", "Die Grünen"),
        ("Anna Muster, Ministerin, sagte, sie habe gebaut.", "indirect", "Anna Muster, Ministerin"),
        ("Die Ministerin, die es weiss, sagte, man baue und habe Geld.", "indirect", "Die Ministerin"),
        ("Verschiedene Experten haben darauf hingewiesen, dass es brennt.", "indirect",
         "Verschiedene Experten"),
        ("Die Ministerin versprach, niemand müsste zahlen und warten.", "indirect", "Die Ministerin"),
        ("Laut dem Bundesamt für Statistik steigen die Preise.", "reported",
         "dem Bundesamt für Statistik"),
        ("Nach Angaben der Polizei wurde niemand verletzt.", "reported", "der Polizei"),
        ("Der örtlichen Polizei zufolge kam es zu einem Kampf.", "reported", "Der örtlichen Polizei"),
        ("Wie Ministerin Muster erwähnt hat, steht die Brücke.", "reported", "Ministerin Muster"),
        ("Am Montag kritisierte die Ministerin den Entscheid scharf.", "reported", "die Ministerin"),
        ("Zwar pflichteten dem Chef etliche Minister – wenn auch lau – bei.", "reported",
         "etliche Minister"),
        ("Kenner können sich nicht daran erinnern, dass das je geschah.", "reported", "Kenner"),
        ("Der Chef der Bankenaufsicht Andre Enria warnt davor.", "reported",
         "Der Chef der Bankenaufsicht Andre Enria"),
        ("Die Verdächtige soll Geld unterschlagen haben.", "reported", None),
        ("Angeblich war sie nicht dort.", "reported", None),
    ],
)  # fmt: skip
def test_it_proposes_mode_and_speaker(sentence: str, mode: str, speaker: str | None) -> None:
    found = proposed(sentence)
    assert found.mode == mode
    assert (found.speaker and found.speaker.words) == speaker
    assert found.reasons


@pytest.mark.parametrize(
    "sentence",
    [
        "Die Nato ist stärker als je.",
        "Das weiss man natürlich in Moskau.",
        "Sei es heute, sei es morgen: Es wird regnen.",
        "Es sei denn, es regnet, kommen alle.",
        "Die Partei, wie dem auch sei, verliert.",
        "Er tat so, als sei nichts geschehen.",
        "Gott sei Dank haben wir eine unabhängige Justiz.",
        "Dazu sei gesagt: Alle waren dabei.",
        "Man nehme zwei Eier und etwas Mehl.",
        "Wie gross die Not auch sei, er hilft.",
        "Seien Sie vorsichtig!",
        "Ich werde kommen und habe Zeit.",
        "Ich sage, dass die Brücke sicher ist.",
        "Wir fordern daher, den Antrag abzulehnen.",
        "Die Läden sollen um acht Uhr schliessen.",
        "Davon soll vor allem die Industrie profitieren.",
        "Jeder soll ein Recht auf Bildung haben.",
        "Laut lachend verliess er den Saal.",
        "Meiner Meinung nach reicht das nicht.",
        "Diese Stärke ist gerade jetzt gefordert.",
        "Wenn Rutte das Bündnis kritisiert, hört jeder hin.",
        "Im Winter droht eine Krise.",
        "Unumstritten ist, dass die Balten froh sind.",
        "Neue Gefahren verlangen der Nato viel ab.",
    ],
)
def test_it_is_silent_where_nobody_else_speaks(sentence: str) -> None:
    found = proposed(sentence)
    assert (found.mode, found.speaker, found.warning) == (None, None, ())


def test_the_reason_holds_the_words_of_the_verb_with_what_completes_it() -> None:
    reasons = proposed("Russland werde die Stirn geboten und das Bündnis sei stark.").reasons
    assert [(reason.kind, reason.words) for reason in reasons] == [
        (CueKind.SUBJUNCTIVE, "werde geboten"),
        (CueKind.SUBJUNCTIVE, "sei"),
    ]
    assert [(reason.position, reason.start, reason.end) for reason in reasons] == [
        (1, 9, 14),
        (1, 49, 52),
    ]


def test_what_is_no_subjunctive_beside_an_ich_is_none() -> None:
    assert not by_kind("Er weiss, dass ich gehe und bleibe.", CueKind.SUBJUNCTIVE)
    assert by_kind("Er sagt, ich sei krank.", CueKind.SUBJUNCTIVE)


def test_words_in_quotation_marks_are_distance_and_no_direct_speech() -> None:
    found = proposed("Das «Friedensprojekt» ist gescheitert.")
    assert (found.mode, found.speaker) == (None, None)
    assert [(reason.kind, reason.words) for reason in found.warning] == [
        (CueKind.QUOTED_WORDS, "«Friedensprojekt»")
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Der Roman «Schachnovelle» erschien im Exil.",
        "Sie sah «Game of Thrones» zu Ende.",
    ],
)
def test_titles_are_no_distance(sentence: str) -> None:
    assert proposed(sentence).warning == ()


def test_a_quotation_reaches_from_sentence_to_sentence() -> None:
    text = "Rutte sagte: «Alles ist gut. Wir sind uns einig. Niemand zweifelt.» Das klang hohl."
    for position in (1, 2, 3):
        found = proposed(text, position)
        assert (found.mode, found.speaker and found.speaker.words) == (Mode.DIRECT, "Rutte")
        assert found.speaker
        assert found.speaker.position == 1
    assert proposed(text, 4).mode is None


def test_an_interrupted_quotation_is_one_speech() -> None:
    found = proposed("«Wir sind jetzt bereit», sagte Rutte, «und einig wie nie.»")
    assert (found.mode, found.speaker and found.speaker.words) == (Mode.DIRECT, "Rutte")
    assert len([one for one in found.reasons if one.kind is CueKind.QUOTATION]) == 2


def test_a_quotation_that_is_never_closed_swallows_nothing() -> None:
    assert proposed("Er rief: «Alles ist gut. Die Brücke steht. Sie hält.", 2).mode is None


def test_the_speaker_may_be_named_in_the_sentence_before() -> None:
    text = "Die Ministerin sagte, die Brücke sei sicher. Ausserdem werde bald gebaut."
    found = proposed(text, 2)
    assert found.mode == Mode.INDIRECT
    assert found.speaker
    assert (found.speaker.position, found.speaker.words) == (1, "Die Ministerin")


def test_the_speaker_is_not_sought_in_another_paragraph() -> None:
    text = "Die Ministerin sagte, die Brücke sei sicher.\n\nAusserdem werde bald gebaut. Ja."
    assert proposed(text, 2).mode == Mode.INDIRECT
    assert proposed(text, 2).speaker is None


def test_the_next_sentence_may_say_who_spoke() -> None:
    text = (
        "Alles ist gut – oder wird zumindest gut. So lautete Ruttes Kernbotschaft vor dem Treffen."
    )
    found = proposed(text, 1)
    assert (found.mode, found.speaker and found.speaker.words) == (Mode.REPORTED, "Ruttes")
    assert [reason.position for reason in found.reasons] == [2]


def test_sentences_of_different_modes_get_no_mode_but_every_warning() -> None:
    text = "Die Brücke sei sicher, sagte Muster. «Wir bauen sofort eine neue Brücke», sagte Keller."
    found = proposed(text, 1, 2)
    assert (found.mode, found.reasons, found.speaker) == (None, (), None)
    assert {reason.position for reason in found.warning} == {1, 2}


def test_distance_speaks_against_the_authors_own_voice_only() -> None:
    found = proposed("Die Brücke sei sicher.")
    assert [reason.words for reason in distance(found, Mode.AUTHOR)] == ["sei"]
    assert distance(found, Mode.INDIRECT) == ()


def test_a_verb_of_saying_alone_is_no_distance() -> None:
    assert proposed("Rutte erklärte, dass die Nato stärker wird.").warning == ()


@pytest.mark.parametrize(
    ("sentence", "mode", "speaker"),
    [
        ("“We are ready now,” said Mark Rutte in Brussels.", "direct", "Mark Rutte"),
        ("“The bridge is safe,” the minister told reporters.", "direct", "the minister"),
        ("The minister said: “The bridge is safe.”", "direct", "The minister"),
        ("Rutte said that the alliance was stronger.", "indirect", "Rutte"),
        ("Mark Rutte, the alliance's head, said the war was lost.", "indirect", "Mark Rutte"),
        ("The bridge is safe, the minister said.", "indirect", "the minister"),
        ("According to the Swiss police, nobody was hurt.", "reported", "the Swiss police"),
        ("He reportedly left the country.", "reported", None),
        ("The minister rejected the plan.", "reported", "The minister"),
        ("I said that the bridge is safe.", None, None),
        ("The bridge was built in 1931.", None, None),
    ],
)
def test_english_has_its_own_words(sentence: str, mode: str | None, speaker: str | None) -> None:
    found = proposed(sentence, language="en-GB")
    assert (found.mode, found.speaker and found.speaker.words) == (mode, speaker)


@pytest.mark.parametrize(
    ("sentence", "language", "mode"),
    [
        ("« Nous sommes prêts et unis », a déclaré Rutte.", "fr", "direct"),
        ("«Siamo pronti e uniti», ha detto Rutte.", "it", "direct"),
        ("Rutte a déclaré que tout va bien.", "fr", None),
        ("Laut wird nichts gesagt.", "pt", None),
    ],
)
def test_other_languages_have_quotation_marks_only(
    sentence: str, language: str, mode: str | None
) -> None:
    assert proposed(sentence, language=language).mode == mode


def test_the_seed_gets_hardly_a_mode_wrong() -> None:
    _, text = parse_text(SEED.read_bytes().decode(), Place(SEED.name))
    claims = tomllib.loads(SEED.with_suffix(".toml").read_text(encoding="utf-8"))["claim"]
    sentences = lines(text)
    wrong, modes = [], {}
    for claim in claims:
        quote = next(one["quote"] for one in claim["evidence"] if one["stance"] == "supports")
        pieces = to_pieces(*find_quote(quote, text)[0], sentences)
        found = propose(
            sentences, [sentences[piece.sentence].position for piece in pieces], "de-CH"
        )
        modes[claim["key"]] = found.mode or Mode.AUTHOR
        if modes[claim["key"]] != claim["mode"]:
            wrong.append(claim["key"])
    assert wrong == ["rutte-kernbotschaft", "minister-begeisterung"], (
        "what the author says of what others say in the same sentence"
    )
    assert modes["rutte-einig"] == Mode.INDIRECT
    assert modes["rutte-alles-gut"] == modes["kein-frueherer-fall"] == Mode.REPORTED


PIECES = st.sampled_from(
    'Rutte sagte die Ministerin sei , . : ; „ “ « » " – - ( ) laut zufolge soll haben gesagt dass so '
    "wie er ich werde geboten\n \n\n Nach Angaben der Polizei So lautete Ruttes Botschaft said that “ ”".split(
        " "
    )
)


@given(st.lists(PIECES, max_size=40).map(" ".join), st.sampled_from(["de", "en", "fr"]))
@example("", "de")
@example("«", "fr")
@example("\ue000\ue000 sagte Rutte", "de")
def test_every_place_lies_within_the_text_in_order(text: str, language: str) -> None:
    found = cues(text, language)
    for cue in found:
        for place in (cue, cue.said, cue.speaker):
            assert place is None or 0 <= place.start <= place.end <= len(text)
        assert cue.speaker is None or text[slice(*cue.speaker)].strip()
    assert all(a.start <= b.start for a, b in pairwise(found))
    sentences = lines(text, language)
    for sentence in sentences:
        proposal = propose(sentences, [sentence.position], language)
        for words in (*proposal.reasons, *proposal.warning, *filter(None, [proposal.speaker])):
            of = sentences[words.position - 1].text
            assert 0 <= words.start < words.end <= len(of)


@pytest.mark.parametrize(
    "unit", ["sagte, ", "der ", "„", "A ", "sei ", "- ", "x", "laut ", "Nach "]
)
def test_a_sentence_without_end_is_looked_at_up_to_a_thousand_characters(unit: str) -> None:
    found = cues(unit * 20_000 + "„Wort“ sei gut, sagte Rutte.", "de")
    assert all(cue.end <= 1_000 for cue in found if cue.kind is not CueKind.QUOTED_WORDS)
