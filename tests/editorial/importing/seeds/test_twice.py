"""Twice is once: what a second run does where the file, the object or both have changed."""

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from editorial.actions import actors, articles, claims
from editorial.models import ImportItem, Suggestion
from kb.models import Actor, Alias, Article, Claim, Event, Evidence, NoClaim
from tests.editorial.importing.seeds.seedbed import KNOWLEDGE, TEXT, load, rows, sow
from tests.makers import correct, editor, make_actor, merge, publisher

pytestmark = pytest.mark.django_db


def change(seeds: Path, old: str, new: str) -> None:
    """Loads the seeds as they are, then changes their knowledge."""
    load(seeds)
    assert old in KNOWLEDGE
    sow(seeds, toml=KNOWLEDGE.replace(old, new))


def again(seeds: Path) -> str:
    """Loads a second and a third time: the third never finds anything to do."""
    second = load(seeds)
    assert (second.errors, second.failure) == ([], "")
    before = rows()
    third = load(seeds)
    assert third.out.splitlines()[-1] == "nothing changed"
    assert rows() == before
    return second.out


def test_a_changed_actor_is_updated_and_keeps_its_names(seeds: Path) -> None:
    change(
        seeds,
        'name = "Maria Muster"\nkind = "person"\naliases = ["Muster", "die Ministerin"]',
        'name = "Maria Muster-Meier"\nkind = "person"\naliases = ["Muster-Meier"]',
    )
    assert "actors: 1 changed, 2 same" in again(seeds)
    actor = Actor.objects.get(name="Maria Muster-Meier")
    names = {alias.name for alias in actor.aliases.all()}
    assert names == {"Muster", "die Ministerin", "Muster-Meier"}
    assert (actor.slug, actor.sort_name, actor.version) == ("maria-muster", "mariamustermeier", 2)
    assert actor.history.count() == 2


def test_a_changed_event_is_updated(seeds: Path) -> None:
    change(seeds, 'start = "2025-12"', "start = 2025-12-08")
    again(seeds)
    event = Event.objects.get()
    assert (str(event.start), event.start_precision, event.version) == ("2025-12-08", "day", 2)


def test_a_changed_article_table_is_updated(seeds: Path) -> None:
    change(seeds, 'access = "full"', 'access = "quotes"')
    assert "articles: 1 changed" in again(seeds)
    article = Article.objects.get()
    assert (article.access, article.versions.count()) == ("quotes", 1)


def test_what_was_edited_here_is_kept(seeds: Path) -> None:
    change(seeds, 'name = "Maria Muster"', 'name = "Maria Meier"')
    Alias.objects.create(actor=Actor.objects.get(name="Maria Muster"), name="Muster, Maria")
    out = again(seeds)
    assert 'kept: seeds/rat.toml: [[actor]] "ministerin" (line 12): edited here' in out
    assert "actors: 2 same, 1 kept" in out
    assert Actor.objects.filter(name="Maria Muster").exists()


def test_what_was_deleted_here_stays_away(seeds: Path) -> None:
    change(seeds, "wird im Jahr 2031 gebaut", "wird bald gebaut")
    claim = Claim.objects.get(external_id="rat#bau")
    claim.related_from.all().delete()
    claim.delete()
    out = again(seeds)
    assert 'kept: seeds/rat.toml: [[claim]] "bau" (line 47): deleted here' in out
    assert not Claim.objects.filter(external_id="rat#bau").exists()


def test_a_changed_draft_is_revised(seeds: Path) -> None:
    change(
        seeds,
        'kind = "prediction"\nevidence = [{ quote = "Gebaut wird erst im Jahr 2031." }]',
        'kind = "promise"\nabout = ["rat"]\nevidence = [{ quote = "Gebaut wird erst" }]',
    )
    assert "claims: 1 changed, 2 same" in again(seeds)
    claim = Claim.objects.get(external_id="rat#bau")
    assert (claim.kind, claim.status, claim.version) == ("promise", "draft", 2)
    assert [row.quote for row in claim.evidence.live()] == ["Gebaut wird erst"]
    assert [actor.name for actor in claim.about.all()] == ["Rat"]


def test_a_draft_gets_another_speaker(seeds: Path) -> None:
    change(
        seeds, 'kind = "prediction"\n', 'kind = "prediction"\nmode = "reported"\nspeaker = "rat"\n'
    )
    again(seeds)
    claim = Claim.objects.get(external_id="rat#bau")
    hops = [(hop.actor.name, hop.mode) for hop in claim.attributions.all()]
    assert (claim.speaker.name, claim.mode, hops) == ("Rat", "reported", [("Rat", "reported")])


def test_a_draft_is_published_when_its_seed_says_so(seeds: Path) -> None:
    change(seeds, 'kind = "prediction"\n', 'kind = "prediction"\nstatus = "published"\n')
    assert "claims: 1 changed, 2 same, 1 published" in again(seeds)
    claim = Claim.objects.get(external_id="rat#bau")
    assert (claim.status, claim.version) == ("published", 1)


def test_nothing_is_removed(seeds: Path) -> None:
    load(seeds)
    before = rows()
    bare = KNOWLEDGE.split("[[claim]]")[0].replace('aliases = ["Muster", "die Ministerin"]', "")
    sow(seeds, toml=bare)
    again(seeds)
    assert {name: count for name, count in rows().items() if count < before[name]} == {}
    assert Alias.objects.filter(name="die Ministerin").exists()


def test_a_passage_taken_out_of_a_file_stays(seeds: Path) -> None:
    change(seeds, 'evidence = [{ quote = "Gebaut wird erst im Jahr 2031." }]', "")
    again(seeds)
    assert Claim.objects.get(external_id="rat#bau").evidence.live().count() == 1


def test_for_a_published_claim_a_suggestion_is_left(seeds: Path) -> None:
    change(seeds, "Die Brücke ist sicher.", "Die Brücke in Bern ist sicher.")
    out = again(seeds)
    assert "claims: 1 changed, 2 same, 1 suggested" in out
    claim = Claim.objects.get(external_id="rat#sicher")
    assert (claim.text, claim.version) == ("Die Brücke ist sicher.", 1)
    suggestion = Suggestion.objects.get()
    assert (suggestion.claim, suggestion.claim_version, suggestion.state) == (claim, 1, "open")
    assert suggestion.content["text"] == "Die Brücke in Bern ist sicher."
    assert suggestion.content["speaker"] == claim.speaker_id


def test_a_newer_suggestion_supersedes_the_older(seeds: Path) -> None:
    change(seeds, "Die Brücke ist sicher.", "Die Brücke in Bern ist sicher.")
    load(seeds)
    sow(seeds, toml=KNOWLEDGE.replace("Die Brücke ist sicher.", "Die Brücke hält."))
    again(seeds)
    states = Suggestion.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["superseded", "open"]


def test_a_claim_withdrawn_here_is_kept(seeds: Path) -> None:
    change(seeds, "Die Brücke ist sicher.", "Die Brücke hält.")
    claim = Claim.objects.get(external_id="rat#sicher")
    claims.withdraw(claim=claim, by=publisher(), reason="Die Ministerin widerrief.")
    assert "edited here" in again(seeds)
    assert not Suggestion.objects.exists()


def test_a_changed_text_is_a_correction(seeds: Path) -> None:
    load(seeds)
    sow(seeds, text=TEXT.replace("2031", "2032"), toml=KNOWLEDGE.replace("2031.", "2032."))
    out = again(seeds)
    assert "rat: version 2 added; of 5 passages 4 stand in it, 1 wait at the desk" in out
    article = Article.objects.get()
    assert article.current_version is not None
    assert article.current_version.number == 2
    published = Evidence.objects.filter(claim__external_id="rat#sicher")
    assert {row.state for row in published} == {"replaced", "stands"}
    assert published[0].history.latest().history_user.username == "import-writer"
    draft = Claim.objects.get(external_id="rat#bau").evidence.live()
    assert [row.quote for row in draft] == ["Gebaut wird erst im Jahr 2032."]
    judged = [each.sentence.version.number for each in NoClaim.objects.order_by("pk")]
    assert judged == [1, 2]


def test_a_text_corrected_here_is_kept(seeds: Path) -> None:
    load(seeds)
    article = Article.objects.get()
    correct(article, "Ein anderer Text.")
    sow(seeds, text=TEXT + "\n\nNachtrag.", toml=KNOWLEDGE)
    loaded = load(seeds)
    assert "kept: seeds/rat.toml: [article] (line 1): edited here" in loaded.out
    assert article.versions.count() == 2


def test_a_judgement_gets_another_reason(seeds: Path) -> None:
    change(seeds, 'reason = "Zwischentitel"', 'reason = "Titel"')
    assert "no claim: 1 changed" in again(seeds)
    assert NoClaim.objects.get().reason == "Titel"


def test_a_relation_is_added_to_a_published_claim(seeds: Path) -> None:
    change(
        seeds,
        'relations = [{ claim = "bau", kind = "qualifies" }]',
        'relations = [{ claim = "bau", kind = "qualifies" }, { claim = "sitzt", kind = "supports" }]',
    )
    assert "claims: 3 same; evidence: 0; no claim: 1 same; relations: 1 new, 1 same" in again(seeds)
    assert not Suggestion.objects.exists()


def test_who_was_merged_here_is_who_they_were_merged_into(seeds: Path) -> None:
    load(seeds)
    other = make_actor("Die Bundesrätin")
    actor = Actor.objects.get(name="Maria Muster")
    merge(actor, other)
    more = '[[claim]]\nkey = "neu"\ntext = "N."\nkind = "report"\nabout = ["ministerin"]\n'
    sow(seeds, toml=KNOWLEDGE + more)
    again(seeds)
    assert list(Claim.objects.get(external_id="rat#neu").about.all()) == [other]


def test_an_actor_known_by_its_wikidata_id_is_linked_and_left_alone(seeds: Path) -> None:
    actor = actors.add(by=editor(), name="M. Muster", kind="person", wikidata_id="Q42")
    known = 'name = "Maria Muster"\nwikidata = "Q42"'
    sow(seeds, toml=KNOWLEDGE.replace('name = "Maria Muster"', known))
    assert "actors: 2 new, 1 linked" in load(seeds).out
    assert Claim.objects.get(external_id="rat#sicher").speaker == actor
    sow(seeds, toml=KNOWLEDGE.replace('name = "Maria Muster"', known.replace("Maria", "Mia")))
    assert "edited here" in again(seeds)
    actor.refresh_from_db()
    assert actor.name == "M. Muster"


def test_a_rejected_description_spoils_nothing_that_came_in_before(seeds: Path) -> None:
    load(seeds)
    broken = KNOWLEDGE.replace('kind = "organisation"', 'kind = "body"')
    sow(seeds, toml=broken.replace("wird im Jahr 2031 gebaut", "wird bald gebaut"))
    loaded = load(seeds)
    assert len(loaded.errors) == 1
    assert "claims: 1 changed, 2 same" in loaded.out


def test_an_author_named_later_speaks_in_a_suggestion(seeds: Path) -> None:
    anonymous = KNOWLEDGE.replace('author = "keller"\n', "")
    anonymous = anonymous.replace(
        'kind = "prediction"\n', 'kind = "prediction"\nstatus = "published"\n'
    )
    sow(seeds, toml=anonymous)
    load(seeds)
    claim = Claim.objects.get(external_id="rat#bau")
    assert claim.speaker.only_in == claim.article
    sow(seeds, toml=anonymous.replace('kind = "news"\n', 'kind = "news"\nauthor = "keller"\n'))
    again(seeds)
    author = Actor.objects.get(name="Anna Keller")
    assert Suggestion.objects.get().content["speaker"] == author.pk


def test_items_are_known_by_their_names(seeds: Path) -> None:
    load(seeds)
    keys = ImportItem.objects.order_by("pk").values_list("kind", "key")
    assert ("claim", "rat#sicher") in keys
    assert ("relation", "rat#sicher qualifies rat#bau") in keys
    assert ("actor", "ministerin") in keys
    assert ("article", "rat") in keys


def test_a_second_run_asks_no_more_of_more_seeds(seeds: Path) -> None:
    load(seeds)
    with CaptureQueriesContext(connection) as few:
        load(seeds)
    for stem in ("b", "c", "d"):
        sow(seeds, stem, toml=KNOWLEDGE)
    assert load(seeds).failure == ""
    with CaptureQueriesContext(connection) as many:
        assert "claims: 12 same" in load(seeds).out
    assert len(many) == len(few)


def test_a_first_run_asks_in_proportion(seeds: Path, tmp_path: Path) -> None:
    load(seeds)
    counts = []
    for number in (2, 4, 8):
        directory = tmp_path / str(number)
        for each in range(number):
            sow(directory, f"{number}-{each}", toml=KNOWLEDGE)
        with CaptureQueriesContext(connection) as asked:
            assert load(directory).failure == ""
        counts.append(len(asked))
    two, four, eight = counts
    assert eight - four <= 2 * (four - two) + 10
