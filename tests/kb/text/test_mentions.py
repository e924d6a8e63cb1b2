import unicodedata

import pytest

from kb.text.mentions import Matcher, Mention

TRUMP = [("trump", "Donald Trump"), ("trump", "Trump")]


def found(aliases: list[tuple[str, str]], text: str) -> list[tuple[str, str]]:
    """What is surely found: the words and whom they name."""
    mentions = Matcher(aliases).find(text)
    return [(text[m.start : m.end], " ".join(m.keys)) for m in mentions if m.keys]


def words(name: str, text: str) -> list[str]:
    return [words for words, _ in found([("x", name)], text)]


def only(aliases: list[tuple[str, str]], text: str) -> Mention[str]:
    (mention,) = Matcher(aliases).find(text)
    return mention


# --- Forms of a name --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("Rutte", "Ruttes Reden, Rutte’s speech, RUTTE'S", ["Ruttes", "Rutte’s", "RUTTE'S"]),
        ("Bundestag", "des Bundestags und des Bundestages", ["Bundestags", "Bundestages"]),
        ("Hans", "Hans' Rede", ["Hans"]),
        ("Trump", "die Trump’sche Politik", ["Trump"]),
        ("G7", "G7s, G7-Gipfel", ["G7"]),
        ("Weisses Haus", "Das Weisse Haus, im Weissen Haus, Sprecher des Weissen Hauses.",
         ["Weisse Haus", "Weissen Haus", "Weissen Hauses"]),
        ("Weisse Haus", "Weißes Haus schweigt", ["Weißes Haus"]),
        ("Vereinigte Staaten", "die Vereinigten Staaten", ["Vereinigten Staaten"]),
        ("Deutscher Bundestag", "Präsident des Deutschen Bundestages", ["Deutschen Bundestages"]),
        ("Neue Zürcher Zeitung", "der Neuen Zürcher Zeitung", ["Neuen Zürcher Zeitung"]),
        ("Freie Demokratische Partei", "der Freien Demokratischen Partei",
         ["Freien Demokratischen Partei"]),
        ("Bundesamt für Gesundheit", "des Bundesamtes für Gesundheit und des Bundesamts für Gesundheit",
         ["Bundesamtes für Gesundheit", "Bundesamts für Gesundheit"]),
        ("Peter Müller", "Pete Müller traf Peter Müller", ["Peter Müller"]),
    ],
)  # fmt: skip
def test_it_knows_genitives_and_endings(name: str, text: str, expected: list[str]) -> None:
    assert words(name, text) == expected


def test_a_surname_has_no_long_genitive() -> None:
    aliases = [("kurz", "Sebastian Kurz"), ("kurz", "Kurz")]
    assert found(aliases, "Kurzes Treffen mit Kurz") == [("Kurz", "kurz")]
    assert words("Bund", "Sache des Bundes") == ["Bundes"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Franz Josef Strauß", "Franz Josef Strauss"),
        ("Russlands Aussenminister", "Russlands Außenminister"),
        ("Gross & Gass & Fass & Nass", "Groß & Gaß & Faß & Naß"),
        ("Müller", "Mueller"),
        ("Mueller", "Müller"),
        ("Thomas Müller", "Thomas Muller"),
        ("Recep Tayyip Erdoğan", "Recep Tayyip Erdogan"),
        ("François Hollande", "Francois Hollande"),
        ("Donald J. Trump", "Donald J Trump"),
        ("Bündnis 90/Die Grünen", "Bündnis 90/Die Grünen"),
        ("Süd-Korea", "Süd Korea"),
        ("Володимир Зеленський", "Володимир Зеленський"),
        ("习近平", "习近平"),
        ("taz", "taz"),
        ("café bar", "café-bar"),
        ("rutte", "Rutte"),
    ],
)
def test_it_knows_other_spellings(name: str, text: str) -> None:
    for written in (text, unicodedata.normalize("NFD", text)):
        for entered in (name, unicodedata.normalize("NFD", name)):
            assert words(entered, f"({written})") == [written]


def test_an_umlaut_makes_another_word() -> None:
    assert words("Michael Novak", "Michal Novak") == []
    for name, text in [("Schön", "Schon gestern"), ("Höhn", "Hohn"), ("Kuhn", "Kühn")]:
        mention = only([("x", name)], text)
        assert (mention.keys, mention.doubtful) == ((), ("x",))


def test_it_finds_names_in_hyphen_compounds_and_says_so() -> None:
    aliases = [("nato", "Nato"), ("usa", "US"), ("eu", "EU"), ("trump", "Trump")]
    text = "US- und EU-Politik, Anti-Trump; Nato‑Gipfel, Nato - ja, -Nato–Russland. US"
    mentions = Matcher(aliases).find(text)
    assert [(text[m.start : m.end], m.in_compound) for m in mentions] == [
        ("US", True),
        ("EU", True),
        ("Trump", True),
        ("Nato", True),
        ("Nato", False),
        ("Nato", False),
        ("US", False),
    ]


def test_the_usa_are_us_in_compounds_only() -> None:
    assert found([("usa", "USA")], "US-Truppen. US and USA") == [("US", "usa"), ("USA", "usa")]


def test_a_part_of_a_word_is_no_mention() -> None:
    assert words("Rutte", "Rutten, Rutteses, Grutte, Rutte2, RutteX") == []
    assert words("Trump Regierung", "sagte Trump. Regierung und Parlament") == []


# --- Capitals ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("US", "tell us, Us, US, USs", ["US"]),
        ("EU", "eus, Eus, EUs, EU", ["EUs", "EU"]),
        ("US Open", "Us Open, US Open", ["US Open"]),
        ("WHO", "Who? Die WHO.", ["WHO"]),
        ("Will", "Das will er. Anne Will auch.", ["Will"]),
        ("May", "it may rain, said May", ["May"]),
        ("Weisses Haus", "ein weisses Haus, Weisses haus", []),
        ("Die Linke", "die linke Hand. Die Linke tagt.", ["Die Linke"]),
        ("The Guardian", "wrote the Guardian", ["the Guardian"]),
        ("Le Monde", "dans le monde, dit le Monde", ["le Monde"]),
        ("Ursula von der Leyen", "Ursula Von Der Leyen", ["Ursula Von Der Leyen"]),
        ("von der Leyen", "Von der Leyen und von der leyen", ["Von der Leyen"]),
        ("NATO", "Die Nato, NATO, nato", ["Nato", "NATO"]),
        ("Nato", "NATO", ["NATO"]),
        ("AfD", "AfD, afd", ["AfD"]),
        ("iPhone", "iPhone, IPhone, iphone", ["iPhone", "IPhone"]),
        ("20 Minuten", "in 20 minuten, 20 Minuten", ["20 Minuten"]),
        ("DIE ZEIT", "die Zeit", []),
    ],
)
def test_a_name_needs_its_capitals(name: str, text: str, expected: list[str]) -> None:
    assert words(name, text) == expected


def test_a_small_german_article_leaves_a_doubt_but_hides_no_sure_name() -> None:
    mention = only([("x", "Die Zeit")], "Er hat die Zeit.")
    assert (mention.start, mention.end, mention.keys, mention.doubtful) == (7, 15, (), ("x",))
    mention = only([("x", "Die Linke"), ("x", "Linke")], "Er wählt die Linke.")
    assert (mention.start, mention.keys) == (13, ("x",))


def test_doubtful_names_stand_in_order_and_apart_too() -> None:
    aliases = [("a", "Das Haus"), ("b", "Das Haus Habsburg"), ("c", "Wien"), ("d", "Graz")]
    mentions = Matcher(aliases).find("Wien, das Haus Habsburg, das Haus, Graz")
    assert [(m.name, m.keys) for m in mentions] == [
        ("Wien", ("c",)),
        ("Das Haus Habsburg", ()),
        ("Das Haus", ()),
        ("Graz", ("d",)),
    ]


def test_a_capital_that_opens_a_sentence_is_doubted_where_the_word_is_small_elsewhere() -> None:
    text = "Anne hat es. Will er es auch? Er will."
    assert only([("will", "Will")], text).doubtful == ("will",)
    assert found([("will", "Will")], text.replace("Er will.", "Nein.")) == [("Will", "will")]
    aliases = [("will", "Anne Will"), ("will", "Will")]
    assert found(aliases, f"Anne Will. {text}")[1:] == [("Will", "will")]


# --- Who is meant -----------------------------------------------------------------------------


def test_the_longest_of_the_leftmost_names_wins() -> None:
    aliases = [("a", "Kanton Bern"), ("b", "Bern"), ("c", "Bern Mitte"), ("d", "Mitte Links")]
    text = "Bern Mitte Links, Kanton Bern Mitte, Bern"
    assert found(aliases, text) == [("Bern Mitte", "c"), ("Kanton Bern", "a"), ("Bern", "b")]


@pytest.mark.parametrize(
    "text",
    [
        "Ivanka Trump kam.",
        "Auch „Melania Trump“ kam.",
        "Ivanka\xa0Trumps Haus",
        "Hans-Peter Trump",
        "Fred C. Trump",
        "F. Trump",
        "Eric von Trump",
        "Anna Trump-Meier",
        "Donald „Ivanka Trump“",
        "McDonald Xaver Xaver Xaver Xaver Xaver Xaver Xaver Peter Paul Trump",
        "Donald Trump Jr. kam.",
        "Trump junior",
        "Donald Trump, Jr.",
    ],
)
def test_another_first_name_makes_a_bare_surname_doubtful(text: str) -> None:
    mention = only(TRUMP, text)
    assert (mention.keys, mention.doubtful) == ((), ("trump",))
    assert "Trump" in text[mention.start : mention.end]


@pytest.mark.parametrize(
    "text",
    [
        "Präsident Trump",
        "Laut Trump",
        "Will Trump das?",
        "Ivanka. Trump",
        "mit Ivanka, Trump",
        "Donald John Trump",
        "D. Trump",
        "Umfeld Trumps",
        "Mar-a-Lago, Trump",
        "Trump jeden Tag",
        "Trump. Jr.",
    ],
)
def test_a_surname_without_another_first_name_is_sure(text: str) -> None:
    assert only(TRUMP, text).keys == ("trump",)


def test_a_first_name_tells_bearers_of_one_surname_apart() -> None:
    aliases = [("a", "Heinrich Böll"), ("a", "Böll"), ("b", "Annemarie Böll"), ("b", "Böll")]
    mention = only(aliases, "Heinrich Theodor Böll")
    assert (mention.keys, mention.doubtful) == (("a",), ("b",))
    assert only(aliases, "Böll").keys == ("a", "b")


def test_a_surname_may_have_several_words() -> None:
    aliases = [("x", "Ursula von der Leyen"), ("x", "von der Leyen"), ("x", "Leyen")]
    assert only(aliases, "Heiko von der Leyen").doubtful == ("x",)
    assert only(aliases, "Heiko van Leyen").doubtful == ("x",)
    assert only(aliases, "Präsidentin von der Leyen").keys == ("x",)


def test_a_full_name_in_the_text_decides_who_is_meant() -> None:
    aliases = [("d", "Donald Trump"), ("d", "Trump"), ("e", "Eric Trump"), ("e", "Trump")]
    later, full = Matcher(aliases).find("Trump kam, später sprach Donald Trump.")
    assert (later.keys, later.doubtful) == (("d",), ("e",))
    assert (full.keys, full.doubtful) == (("d",), ())
    both = Matcher(aliases).find("Trump, Eric Trump, Donald Trump")[0]
    assert both.keys == ("d", "e")


def test_a_long_name_decides_for_an_acronym() -> None:
    aliases = [(1, "SP"), (2, "SP"), (2, "Samajwadi Party")]
    first, second = Matcher(aliases).find("The Samajwadi Party (SP)")
    assert (second.keys, second.doubtful) == ((2,), (1,))
    assert second.name == "SP"
    assert first.keys == (2,)


def test_of_names_that_fold_alike_the_one_spelled_so_is_meant() -> None:
    aliases = [("a", "BUND"), ("b", "Bund"), ("c", "Kühn"), ("d", "Kuhn")]
    text = "Der BUND klagt, der Bund zahlt, Kühns Frage, Kuhns Antwort"
    assert [key for _, key in found(aliases, text)] == ["a", "b", "c", "d"]
    assert [key for _, key in found([("a", "Merkel"), ("b", "Merkels")], "Merkels")] == ["a b"]


# --- Other languages --------------------------------------------------------------------------


def test_it_reads_english_and_french() -> None:
    aliases = [
        ("macron", "Emmanuel Macron"),
        ("macron", "Macron"),
        ("may", "Theresa May"),
        ("may", "May"),
        ("eu", "EU"),
        ("eu", "Union européenne"),
        ("ukraine", "Ukraine"),
        ("elysee", "Élysée"),
    ]
    text = (
        "L’Ukraine, dit l'Élysée, rejoindra l’Union européenne : selon Emmanuel Macron, Brigitte Macron "
        "l'a promis. Theresa May’s EU-backed plan may fail; May said so."
    )
    assert found(aliases, text) == [
        ("Ukraine", "ukraine"),
        ("Élysée", "elysee"),
        ("Union européenne", "eu"),
        ("Emmanuel Macron", "macron"),
        ("Theresa May’s", "may"),
        ("EU", "eu"),
        ("May", "may"),
    ]


# --- What is handed in ------------------------------------------------------------------------


def test_names_without_letters_count_for_nothing() -> None:
    nothing = [("a", ""), ("b", "   "), ("c", "–!?"), ("d", "\u0301"), ("e", "\ud800"), ("f", "🎉")]
    assert Matcher([]).find("Trump") == []
    assert Matcher(nothing).find("– !? 🎉 \u0301 Trump \ud800") == []
    assert found([*nothing, *TRUMP], "Trump 🎉") == [("Trump", "trump")]


def test_names_may_come_twice_and_with_blanks_around() -> None:
    mention = only([(7, " Nato "), (7, "Nato"), (8, "Nato"), (7, "NATO")], "Nato")
    assert mention == Mention(0, 4, (7, 8), (), "Nato", False)


def test_thousands_may_bear_one_name() -> None:
    aliases = [(key, name) for key in range(5_000) for name in ("Peter Müller", "Müller")]
    mentions = Matcher(aliases).find("Peter Müller und Müller. " * 1_000 + "Anna Müller")
    assert len(mentions) == 2_001
    assert mentions[0].keys == mentions[1].keys == tuple(range(5_000))
    assert mentions[-1].doubtful == tuple(range(5_000))
