"""Seeds that were taken back come in again when they are loaded again."""

from pathlib import Path

import pytest

from editorial.actions import articles, claims
from editorial.actions.imports import take_back
from editorial.models import ImportItem, ImportRun
from kb.models import Article, Claim, ClaimRelation
from kb.verify import verify
from tests.editorial.importing.seeds.seedbed import KNOWLEDGE, load, rows, sow
from tests.makers import editor, publisher

pytestmark = pytest.mark.django_db


def load_and_take_back(seeds: Path) -> ImportRun:
    load(seeds)
    run = ImportRun.objects.get()
    done = take_back(run=run, by=publisher(), reason="Ein Irrtum.")
    assert done.left == []
    return run


def test_taking_back_hides_what_the_seeds_brought(seeds: Path) -> None:
    load_and_take_back(seeds)
    assert [c.external_id for c in Claim.objects.all()] == ["rat#sicher"]
    assert Claim.objects.get().status == "withdrawn"
    assert Article.objects.get().access == "sealed"
    assert list(verify()) == []


def test_loading_again_reopens(seeds: Path) -> None:
    first = load_and_take_back(seeds)
    claim = Claim.objects.get()
    loaded = load(seeds)
    assert (loaded.errors, loaded.failure) == ([], "")
    assert "articles: 1 reopened" in loaded.out
    assert "claims: 2 new, 1 reopened, 1 published" in loaded.out
    article = Article.objects.get()
    assert article.access == "full"
    assert article.decisions.first().reason == "Erneut importiert."
    states = dict(Claim.objects.values_list("external_id", "status"))
    assert states == {"rat#sicher": "published", "rat#bau": "draft", "rat#sitzt": "in_review"}
    claim.refresh_from_db()
    assert claim.version == 2
    assert ClaimRelation.objects.get().subject == claim
    assert not ImportItem.objects.exclude(fate="").exists()
    of_first = ImportItem.objects.filter(made_in=first).values_list("kind", flat=True).distinct()
    assert set(of_first) == {"actor", "event", "no_claim"}
    assert list(verify()) == []


def test_twice_is_once_after_it_came_back(seeds: Path) -> None:
    load_and_take_back(seeds)
    load(seeds)
    before = rows()
    assert load(seeds).out.splitlines()[-1] == "nothing changed"
    assert rows() == before


def test_it_can_be_taken_back_again_and_come_back_again(seeds: Path) -> None:
    load_and_take_back(seeds)
    load(seeds)
    second = ImportRun.objects.first()
    done = take_back(run=second, by=publisher(), reason="Doch.")
    assert done.left == []
    assert done.counts == {"claims deleted": 2, "claims withdrawn": 1, "articles sealed": 1}
    assert "claims: 2 new, 1 reopened, 1 published" in load(seeds).out
    assert Article.objects.get().access == "full"
    assert list(verify()) == []


def test_a_changed_seed_comes_back_changed(seeds: Path) -> None:
    load_and_take_back(seeds)
    changed = KNOWLEDGE.replace("Die Brücke ist sicher.", "Die Brücke hält.")
    sow(seeds, toml=changed.replace('access = "full"', 'access = "quotes"'))
    assert load(seeds).failure == ""
    claim = Claim.objects.get(external_id="rat#sicher")
    assert (claim.text, claim.status) == ("Die Brücke hält.", "published")
    assert Article.objects.get().access == "quotes"
    assert list(verify()) == []


def test_what_an_editor_took_on_since_is_kept(seeds: Path) -> None:
    load_and_take_back(seeds)
    article, claim = Article.objects.get(), Claim.objects.get()
    articles.reopen(article=article, access="link", by=publisher(), reason="Doch richtig.")
    claims.revise(claim=claim, by=editor(), text="Die Brücke hält.")
    out = load(seeds).out
    assert "kept: seeds/rat.toml: [article] (line 1): edited here" in out
    assert '[[claim]] "sicher" (line 31): edited here' in out
    article.refresh_from_db()
    claim.refresh_from_db()
    assert (article.access, claim.status) == ("link", "withdrawn")
