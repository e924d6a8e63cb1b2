from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from editorial.models import ImportItem, ImportRun
from kb.models import Actor, Article, Claim, Event, Evidence, NoClaim, Revision
from tests.editorial.importing.seeds.seedbed import KNOWLEDGE, TEXT, load, rows, sow

pytestmark = pytest.mark.django_db

SUMMARY = (
    "articles: 1 new; actors: 3 new; events: 1 new; claims: 3 new, 1 published; "
    "evidence: 5 new; no claim: 1 new; relations: 1 new; rejected: 0; kept: 0"
)


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    directory = tmp_path / "seeds"
    sow(directory, toml=KNOWLEDGE)
    return directory


def test_it_loads_a_text_with_its_knowledge(seeds: Path) -> None:
    loaded = load(seeds)
    assert (loaded.errors, loaded.failure) == ([], "")
    assert loaded.out.splitlines() == ["rat: 6 sentences, 6 covered", SUMMARY]
    article = Article.objects.get(source="seeds", external_id="rat")
    assert article.current_version is not None
    assert article.current_version.text == TEXT.removeprefix(" date 2025-12-03 ")
    assert str(article.published_on) == "2025-12-03"
    assert (article.title, article.kind, article.access) == ("Streit um die Brücke", "news", "full")
    assert article.author == Actor.objects.get(name="Anna Keller")


def test_it_writes_and_publishes_with_two_system_accounts(seeds: Path) -> None:
    load(seeds)
    claim = Claim.objects.get(external_id="rat#sicher")
    decision = claim.decisions.get()
    assert claim.status == "published"
    assert (decision.verb, decision.claim_version) == ("published", claim.version)
    assert decision.by != claim.writer
    assert not claim.writer.has_usable_password()
    assert not decision.by.has_usable_password()
    assert claim.history.latest().history_user == decision.by
    assert Claim.objects.get(external_id="rat#bau").status == "draft"
    assert Claim.objects.get(external_id="rat#sitzt").status == "in_review"


def test_it_links_what_the_keys_name(seeds: Path) -> None:
    load(seeds)
    claim = Claim.objects.get(external_id="rat#sicher")
    assert claim.speaker.name == "Maria Muster"
    assert [actor.name for actor in claim.about.all()] == ["Rat"]
    assert [event.title for event in claim.events.all()] == ["Sitzung des Rats"]
    assert [tag.name for tag in claim.tags.all()] == ["Brücken"]
    assert [relation.object.external_id for relation in claim.relations.all()] == ["rat#bau"]
    assert Claim.objects.get(external_id="rat#bau").speaker.name == "Anna Keller"
    event = Event.objects.get()
    assert (str(event.start), event.start_precision) == ("2025-12-01", "month")
    participation = event.participations.get()
    assert participation.sentence is not None
    assert participation.sentence.text == "Der Rat tagt am Montag in Bern."
    assert NoClaim.objects.get().sentence.text == "Die Brücke"


def test_a_quote_over_two_sentences_is_two_rows_that_touch(seeds: Path) -> None:
    load(seeds)
    evidence = Evidence.objects.filter(claim__external_id="rat#sitzt").in_text_order()
    assert [row.quote for row in evidence] == [
        "Der Rat tagt am Montag in Bern.",
        "Er will über die Brücke entscheiden.",
    ]


def test_the_second_run_changes_nothing(seeds: Path) -> None:
    load(seeds)
    before, revision = rows(), Revision.current()
    loaded = load(seeds)
    assert loaded.out.splitlines()[-1] == "nothing changed"
    assert "claims: 3 same" in loaded.out
    assert (rows(), Revision.current()) == (before, revision)


def test_a_second_run_with_rejections_makes_no_rows_either(seeds: Path) -> None:
    sow(seeds, "bad", text="")
    assert load(seeds).failure
    before = rows()
    loaded = load(seeds)
    assert loaded.failure
    assert loaded.errors == ["seeds/bad.txt: the file is empty; it must hold the article's text"]
    assert rows() == before


def test_it_keeps_a_record_of_the_run(seeds: Path) -> None:
    sow(seeds, "bad", text="")
    load(seeds)
    run = ImportRun.objects.get()
    assert (run.source, run.path, run.by.username) == ("seeds", str(seeds), "import-writer")
    assert run.finished_at is not None
    assert run.counts["claims"] == {"new": 3, "published": 1}
    assert run.log == ["seeds/bad.txt: the file is empty; it must hold the article's text"]
    assert ImportItem.objects.filter(run=run).count() == 10


def test_a_dry_run_reports_the_same_and_leaves_nothing(seeds: Path) -> None:
    sow(seeds, "bad", text="")
    before = rows()
    dry = load(seeds, dry_run=True)
    assert rows() == before
    assert dry.out.splitlines()[-1] == "dry run: nothing was written"
    wet = load(seeds)
    assert dry.out.splitlines()[:-1] == wet.out.splitlines()
    assert (dry.errors, dry.failure) == (wet.errors, wet.failure)


def test_a_text_without_knowledge_loads(tmp_path: Path) -> None:
    sow(tmp_path / "seeds", text="Ein Text. Noch ein Satz.")
    assert load(tmp_path / "seeds").failure == ""
    article = Article.objects.get()
    assert (article.title, article.access, article.published_on) == ("Ein Text.", "quotes", None)


def test_keys_are_shared_in_whatever_order(tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    sow(seeds, "b", toml=KNOWLEDGE)
    claim = """
        [[actor]]
        key = "rat"
        aliases = ["Stadtrat"]
        [[claim]]
        key = "andere"
        text = "Der Rat irrt."
        kind = "assessment"
        about = ["rat"]
        events = ["sitzung"]
        evidence = [
            { quote = "Der Rat irrt sich." },
            { quote = "Der Ingenieur widerspricht ihr.", article = "b", stance = "context" },
        ]
        relations = [{ claim = "b#sicher", kind = "contradicts" }, { claim = "bau", kind = "supports" }]
    """
    sow(seeds, "a", text="Der Rat irrt sich.", toml=claim)
    loaded = load(seeds)
    assert loaded.errors == []
    other = Claim.objects.get(external_id="a#andere")
    related = {relation.object.external_id for relation in other.relations.all()}
    assert related == {"b#sicher", "b#bau"}
    stems = [row.sentence.version.article.external_id for row in other.evidence.order_by("pk")]
    assert stems == ["a", "b"]
    assert [alias.name for alias in Actor.objects.get(name="Rat").aliases.all()] == ["Stadtrat"]


def test_the_seeds_of_this_project_are_covered_whole() -> None:
    loaded = load(settings.BASE_DIR / "seeds")
    assert loaded.errors == []
    assert "000_08da8c51ebda866c: 38 sentences, 38 covered" in loaded.out
    for line in loaded.out.splitlines()[:-1]:
        total, covered = (word for word in line.replace(",", "").split() if word.isdigit())
        assert total == covered, line
    before = rows()
    assert load(settings.BASE_DIR / "seeds").out.splitlines()[-1] == "nothing changed"
    assert rows() == before


@pytest.mark.parametrize("name", ["nowhere", "empty"])
def test_a_directory_without_seeds_is_an_error_with_a_remedy(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(CommandError, match=r"Name (the one|another)"):
        call_command("load_seeds", str(tmp_path / name))
