"""Each bad table gives one clear line, and everything good beside it loads."""

from pathlib import Path

import pytest

from kb.models import Actor, Article, Claim, Event
from tests.editorial.importing.seeds.seedbed import TEXT, assert_good_ones_loaded, load, sow

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("toml", "line"),
    [
        ('titel = "x"', 'unknown key "titel"; did you mean "title"?'),
        ('kind = "comment"', 'kind: unknown value "comment"; did you mean "commentary"?'),
        ('access = "sealed"', 'access: unknown value "sealed"; use full, quotes or link'),
        ('author = "kellar"', 'author: there is no actor "kellar"; did you mean "keller"?'),
        ('language = "deutsch"', 'language: "deutsch" is no language tag, such as "de"'),
        ('url = "nowhere"', "url: Enter a valid URL."),
        ('title = "a\\u0000b"', "title holds a NUL character; remove it"),
        (f'title = "{"x" * 301}"', "title has 301 characters; at most 300 can be kept"),
    ],
)
def test_a_bad_article_table(seeds: Path, toml: str, line: str) -> None:
    sow(seeds, "bad", "Ein Text.", f"[article]\n{toml}\n")
    loaded = load(seeds)
    assert loaded.errors == [f"seeds/bad.toml: [article] (line 1): {line}"]
    assert not Article.objects.filter(external_id="bad").exists()
    assert_good_ones_loaded()


@pytest.mark.parametrize(
    ("toml", "line"),
    [
        ('kind = "persen"', 'kind: unknown value "persen"; did you mean "person"?'),
        ("aliases = 3", "aliases: 3 must be a list in square brackets"),
        ("aliases = [3]", "aliases: 3 must be a text in quotation marks"),
        ('wikidata = "42"', 'wikidata: "42" is no id; it is a Q and a number'),
        ('affiliations = [{ organisation = "ratt" }]', 'affiliations: there is no actor "ratt"; did you mean "rat"?'),
        ('affiliations = [{ role = "x" }]', "affiliations 1: organisation is missing"),
        ('affiliations = [{ organisation = "bad" }]', "affiliations: nobody is affiliated with themselves"),
        (
            'affiliations = [{ organisation = "rat", start = 2020-01-02, end = 2020-01-01 }]',
            "affiliations: end 2020-01-01 is before start 2020-01-02; exchange them",
        ),
        (
            'affiliations = [{ organisation = "rat", end = 2020-01-01 }, { organisation = "rat", end = 2021-01-01 }]',
            'affiliations: "rat" ends 2020-01-01 and 2021-01-01; only one of them can be right',
        ),
        (
            'affiliations = [{ organisation = "rat", start = "2020" }]',
            'affiliations 1: start: "2020" must be a whole date, such as 2025-12-03',
        ),
        ('nam = "x"', 'unknown key "nam"; did you mean "name"?'),
    ],
)  # fmt: skip
def test_a_bad_actor(seeds: Path, toml: str, line: str) -> None:
    kind = "" if toml.startswith("kind") else 'kind = "person"'
    sow(seeds, "bad", "Ein Text.", f'[[actor]]\nkey = "bad"\nname = "Bad"\n{kind}\n{toml}\n')
    loaded = load(seeds)
    assert loaded.errors == [f'seeds/bad.toml: [[actor]] "bad" (line 1): {line}']
    assert not Actor.objects.filter(name="Bad").exists()
    assert_good_ones_loaded()


@pytest.mark.parametrize(
    ("toml", "line"),
    [
        (
            'start = "2025-13-40"',
            'start: there is no date "2025-13-40"; use 2025-12-03, or "2025-12" or "2025" '
            "where only that much is known",
        ),
        (
            "start = 2025-12-03T10:00:00",
            "start: 2025-12-03 10:00:00 is not a date; use 2025-12-03, or "
            '"2025-12" or "2025" where only that much is known',
        ),
        ('place = "Bern"', "start is missing"),
        ("start = 2025-01-02\nend = 2025-01-01", "end 2025-01-01 is before start 2025-01-02; exchange them"),
        ('start = "2025"\npart_of = "sitzug"', 'part_of: there is no event "sitzug"; did you mean "sitzung"?'),
        ('start = "2025"\npart_of = "bad"', "part_of lead back to itself: bad → bad; take one of them out"),
        (
            'start = "2025"\nparticipants = [{ actor = "rat", role = "gone" }]',
            'participants 1: role: unknown value "gone"; use participant, host, speaker, party, '
            "mediator or absent",
        ),
        (
            'start = "2025"\nparticipants = [{ actor = "rat" }, { actor = "rat" }]\n'
            "end = 2025-01-01\nplace = 3",
            "place: 3 must be a text in quotation marks",
        ),
        (
            'start = "2025"\nparticipants = [{ actor = "rat" }, { actor = "rat", quote = "Ein" }]',
            'participants: "rat" is there twice as "participant"; name it once',
        ),
    ],
)  # fmt: skip
def test_a_bad_event(seeds: Path, toml: str, line: str) -> None:
    sow(seeds, "bad", "Ein Text.", f'[[event]]\nkey = "bad"\ntitle = "Bad"\n{toml}\n')
    loaded = load(seeds)
    assert loaded.errors == [f'seeds/bad.toml: [[event]] "bad" (line 1): {line}']
    assert not Event.objects.filter(title="Bad").exists()
    assert_good_ones_loaded()


CLAIM = '[[claim]]\nkey = "bad"\ntext = "T."\nkind = "report"\n'


@pytest.mark.parametrize(
    ("toml", "line"),
    [
        ('texts = "x"', 'unknown key "texts"; did you mean "text"?'),
        ('about = ["ministrin"]', 'about: there is no actor "ministrin"; did you mean "ministerin"?'),
        ('about = ["zz"]', 'about: there is no actor "zz"; describe it in one of the files'),
        ('events = ["sitzug"]', 'events: there is no event "sitzug"; did you mean "sitzung"?'),
        ('status = "withdrawn"', 'status: unknown value "withdrawn"; use draft, in_review or published'),
        ('status = "published"', 'status: "published" needs evidence with stance "supports"; add some, or leave it a draft'),
        ('mode = "spoken"', 'mode: unknown value "spoken"; use direct, indirect, free_indirect, reported or author'),
        ('speaker = "rat"', "mode is missing; a speaker needs direct, indirect, free_indirect or reported"),
        (
            'speaker = "rat"\nmode = "author"',
            'speaker: in mode "author" the author of the article speaks, not "rat"; '
            "leave it out, or use mode direct, indirect, free_indirect or reported",
        ),
        (
            'speaker = "rat"\nattribution = [{ actor = "ministerin", mode = "reported" }]',
            'attribution: its last hop must be the speaker "rat", not "ministerin"',
        ),
        (
            'attribution = [{ actor = "rat", mode = "reported", cue = "sagte" }]',
            'attribution 1: quote not found: "sagte"; nothing like it is in the text',
        ),
        ('said_on = "2025-06"', 'said_on: "2025-06" must be a whole date, such as 2025-12-03'),
        ('evidence = ["Ein Text."]', 'evidence 1: must be a table of quote, nth, paragraph, stance, article or note, not "Ein Text."'),
        ('evidence = [{ stance = "supports" }]', "evidence 1: quote is missing"),
        ('evidence = [{ quote = "Ein", stance = "for" }]', 'evidence 1: stance: unknown value "for"; use supports, disputes or context'),
        (
            'evidence = [{ quote = "Noch ein Text" }, { quote = "Noch ein Test." }]',
            'evidence 2: quote not found: "Noch ein Test."; most similar: "Noch ein Text"; '
            'they part after "Noch ein Te"',
        ),
        (
            'evidence = [{ quote = "Nichts davon" }]',
            'evidence 1: quote not found: "Nichts davon"; nothing like it is in the text',
        ),
        (
            'evidence = [{ quote = "Text" }]',
            'evidence 1: quote "Text" is there 2 times: nth = 1 in paragraph 1, "…Ein Text. Noch ein Text…"; '
            'nth = 2 in paragraph 2, "…Ein Text. Noch ein Text…"; say which by nth (or paragraph)',
        ),
        (
            'evidence = [{ quote = "Text", nth = 3 }]',
            'evidence 1: nth = 3, but "Text" is there 2 times: nth = 1 in paragraph 1, '
            '"…Ein Text. Noch ein Text…"; nth = 2 in paragraph 2, "…Ein Text. Noch ein Text…"',
        ),
        (
            'evidence = [{ quote = "Ein", paragraph = 2 }]',
            'evidence 1: quote "Ein" is not in paragraph 2, but there: nth = 1 in paragraph 1, "…Ein Text. Noch ein Tex…"',
        ),
        ('evidence = [{ quote = "Ein", nth = 0 }]', "evidence 1: nth: 0 must be a number from 1 on"),
        (
            'evidence = [{ quote = "Text.\\n\\n" }]',
            'evidence 1: quote "Text.\\n\\n" begins or ends with white space between sentences; leave that out',
        ),
        (
            'evidence = [{ quote = "Ein", article = "ratt" }]',
            'evidence 1: there is no article "ratt"; did you mean "rat"?',
        ),
        ('relations = [{ claim = "bad", kind = "supports" }]', "relations: a claim has no relation to itself"),
        ('relations = [{ claim = "baut", kind = "supports" }]', 'relations: there is no claim "baut"; did you mean "bau"?'),
        ('relations = [{ claim = "rat#baut", kind = "supports" }]', 'relations: there is no claim "rat#baut"; did you mean "rat#bau"?'),
        ('relations = [{ claim = "bau" }]', "relations 1: kind is missing; use contradicts, supports, restates, revises or qualifies"),
        (
            'relations = [{ claim = "bau", kind = "supports" }, { claim = "rat#bau", kind = "supports" }]',
            'relations: "rat#bau" supports is there twice; name it once',
        ),
    ],
)  # fmt: skip
def test_a_bad_claim(seeds: Path, toml: str, line: str) -> None:
    sow(seeds, "bad", "Ein Text.\n\nNoch ein Text", f"{CLAIM}{toml}\n")
    loaded = load(seeds)
    assert loaded.errors == [f'seeds/bad.toml: [[claim]] "bad" (line 1): {line}']
    assert not Claim.objects.filter(external_id="bad#bad").exists()
    assert_good_ones_loaded()


def test_a_claim_with_one_bad_quote_is_not_half_in(seeds: Path) -> None:
    evidence = 'evidence = [{ quote = "Ein Text." }, { quote = "Kein Text." }]\ntags = ["Neu"]\n'
    sow(seeds, "bad", "Ein Text.", CLAIM + evidence)
    loaded = load(seeds)
    assert len(loaded.errors) == 1
    assert "; evidence: 5 new;" in loaded.out
    article = Article.objects.get(external_id="bad")
    assert not article.claims.exists()
    assert not article.own_actors.exists()


def test_a_claim_that_needs_a_rejected_actor_says_so(seeds: Path) -> None:
    actor = '[[actor]]\nkey = "b"\nname = "B"\nkind = "bad"\n'
    sow(seeds, "bad", "Ein Text.", f'{actor}{CLAIM}about = ["b"]\n')
    loaded = load(seeds)
    assert loaded.errors == [
        'seeds/bad.toml: [[actor]] "b" (line 1): kind: unknown value "bad";'
        " use person, organisation, state, group or unknown",
        'seeds/bad.toml: [[claim]] "bad" (line 5): about: actor "b" was rejected'
        ' (seeds/bad.toml: [[actor]] "b" (line 1)); mend that first',
    ]
    assert_good_ones_loaded()


def test_contradicting_descriptions_name_both_places(seeds: Path) -> None:
    one = '[[actor]]\nkey = "b"\nname = "B"\nkind = "group"\n'
    sow(seeds, "one", "Ein Text.", one)
    sow(seeds, "two", "Ein Text.", one.replace("group", "state"))
    loaded = load(seeds)
    assert loaded.errors == [
        'seeds/two.toml: [[actor]] "b" (line 1): kind is "state", but "group" in seeds/one.toml:'
        ' [[actor]] "b" (line 1); make them agree, or leave it out in one of them'
    ]
    assert not Actor.objects.filter(name="B").exists()
    assert_good_ones_loaded()


def test_a_relation_to_a_rejected_claim_is_left_out(seeds: Path) -> None:
    good = CLAIM.replace("bad", "good") + 'relations = [{ claim = "bad", kind = "supports" }]\n'
    sow(seeds, "bad", "Ein Text.", CLAIM.replace("report", "news") + good)
    loaded = load(seeds)
    assert loaded.errors[1] == (
        'seeds/bad.toml: [[claim]] "good" (line 5): relation "supports" left out: claim "bad#bad"'
        ' was rejected (seeds/bad.toml: [[claim]] "bad" (line 1)); mend that first'
    )
    assert len(loaded.errors) == 2
    assert Claim.objects.filter(external_id="bad#good").exists()
    assert_good_ones_loaded()


def test_two_claims_with_one_key(seeds: Path) -> None:
    sow(seeds, "bad", "Ein Text.", CLAIM + CLAIM)
    assert load(seeds).errors == [
        'seeds/bad.toml: [[claim]] "bad" (line 5): there is one with this key in seeds/bad.toml:'
        ' [[claim]] "bad" (line 1); give it another'
    ]
    assert Claim.objects.filter(external_id="bad#bad").count() == 1
    assert_good_ones_loaded()


@pytest.mark.parametrize(
    ("quote", "line"),
    [
        ("Ein", 'quote "Ein" is only a part of "Ein Text."'),
        ("Noch ein Text.", "A claim rests on this sentence; it cannot be judged to hold none."),
    ],
)
def test_a_bad_judgement(seeds: Path, quote: str, line: str) -> None:
    claim = f'{CLAIM}evidence = [{{ quote = "Noch ein Text." }}]\n'
    judgement = f'[[no_claim]]\nquote = "{quote}"\nreason = "Darum"\n'
    sow(seeds, "bad", "Ein Text. Noch ein Text.", claim + judgement)
    loaded = load(seeds)
    assert loaded.errors == [f'seeds/bad.toml: [[no_claim]] "{quote}" (line 6): {line}']
    assert_good_ones_loaded()


def test_a_quote_in_another_unicode_form_is_told_apart(seeds: Path) -> None:
    evidence = 'evidence = [{ quote = "Die Bru\\u0308cke sei sicher" }]\n'
    sow(seeds, "bad", TEXT, CLAIM + evidence)
    assert "in another Unicode form: copy the words from the text" in load(seeds).errors[0]
    assert_good_ones_loaded()


def test_a_line_stays_one_line(seeds: Path) -> None:
    sow(seeds, "bad", "Ein Text.", CLAIM + 'evidence = [{ quote = "a\\n\\u2028b" }]\n')
    assert load(seeds).errors == [
        'seeds/bad.toml: [[claim]] "bad" (line 1): evidence 1: quote not found: "a\\n\\u2028b";'
        " nothing like it is in the text"
    ]
