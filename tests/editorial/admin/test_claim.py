import pytest
from django.utils.html import strip_tags

from editorial.actions import claims, labels
from editorial.actions.claims import Hop
from kb.models import Claim, Evidence, Mode, NoClaim, Revision
from tests.editorial.admin.pages import address, as_, filled, messages, said, submit
from tests.makers import (
    editor,
    make_actor,
    make_article,
    make_claim,
    make_event,
    publisher,
    whole,
)

pytestmark = pytest.mark.django_db

ADD = "/admin/kb/claim/add/"


def test_an_editor_drafts_a_claim_on_a_whole_sentence() -> None:
    article, speaker, event = make_article(), make_actor(), make_event()
    sentence = article.current_version.sentences.get(position=4)
    answer = submit(
        as_(editor()),
        ADD,
        article=article.pk,
        text="Die Brücke ist sicher.",
        kind="report",
        speaker=speaker.pk,
        mode="indirect",
        about_actors=[speaker.pk],
        about_events=[event.pk],
        **{"evidence-0-sentence": sentence.pk, "evidence-0-stance": "supports"},
    )
    assert answer.status_code == 302, said(answer)
    claim = Claim.objects.get()
    assert (claim.writer, claim.version, claim.status) == (editor(), 1, "draft")
    assert claim.language == "de"
    assert claim.evidence.get().quote == sentence.text
    assert (claim.hops, claim.attributions.get().actor) == (1, speaker)
    assert list(claim.about.all()) == [speaker]
    assert list(claim.events.all()) == [event]
    assert claim.history.get().history_user == editor()


def test_without_a_speaker_the_article_speaks() -> None:
    article = make_article()
    answer = submit(as_(editor()), ADD, article=article.pk, text="Es ist so.", kind="report")
    assert answer.status_code == 302, said(answer)
    assert Claim.objects.get().speaker.only_in == article


def test_a_typed_quote_finds_its_place_and_is_forgotten() -> None:
    article = make_article()
    sentence = article.current_version.sentences.get(position=4)
    answer = submit(
        as_(editor()),
        ADD,
        article=article.pk,
        text="Die Brücke ist sicher.",
        kind="report",
        **{
            "evidence-0-sentence": sentence.pk,
            "evidence-0-quote": "sei sicher",
            "evidence-0-stance": "supports",
        },
    )
    assert answer.status_code == 302, said(answer)
    evidence = Evidence.objects.get()
    assert evidence.quote == sentence.text[evidence.start : evidence.end] == "sei sicher"


@pytest.mark.parametrize(
    ("quote", "span", "reason"),
    [
        ("ist sicher", ("", ""), "does not say this"),
        ("i", ("", ""), "more than once"),
        ("", ("5", "5000"), "would go from 5 to 5000"),
    ],
)
def test_it_refuses_a_passage_that_is_not_there(
    quote: str, span: tuple[str, str], reason: str
) -> None:
    claim = make_claim(status="draft")
    sentence = claim.article.current_version.sentences.get(position=4)
    client, url = as_(editor()), address(claim)
    row = {"sentence": sentence.pk, "quote": quote, "start": span[0], "end": span[1]}
    data = {f"evidence-1-{name}": value for name, value in row.items()}
    answer = submit(
        client, url, **data, **{"evidence-1-stance": "context", "evidence-TOTAL_FORMS": "2"}
    )
    assert reason in said(answer)
    assert claim.evidence.count() == 1


def test_a_change_is_a_new_version_by_its_new_writer() -> None:
    claim = make_claim(status="draft")
    answer = submit(as_(publisher()), address(claim), text="Die Brücke hält.")
    assert answer.status_code == 302, said(answer)
    claim.refresh_from_db()
    assert (claim.text, claim.version, claim.writer) == ("Die Brücke hält.", 2, publisher())
    assert claim.history.count() == 2


def test_saving_without_a_change_makes_no_version() -> None:
    claim = make_claim(status="draft")
    assert submit(as_(publisher()), address(claim)).status_code == 302
    claim.refresh_from_db()
    assert (claim.version, claim.writer) == (1, editor())


def test_evidence_is_taken_away_and_added() -> None:
    claim = make_claim(status="draft")
    fifth = claim.article.current_version.sentences.get(position=5)
    answer = submit(
        as_(publisher()),
        address(claim),
        **{
            "evidence-TOTAL_FORMS": "2",
            "evidence-0-DELETE": "on",
            "evidence-1-sentence": fifth.pk,
            "evidence-1-stance": "disputes",
        },
    )
    assert answer.status_code == 302, said(answer)
    claim.refresh_from_db()
    evidence = claim.evidence.get()
    assert (evidence.sentence, evidence.stance) == (fifth, "disputes")
    assert (claim.version, claim.writer) == (2, publisher())


def test_evidence_of_a_claim_that_was_public_stays_on_record() -> None:
    claim = make_claim(status="withdrawn")
    answer = submit(as_(editor()), address(claim), **{"evidence-0-DELETE": "on"})
    assert answer.status_code == 302, said(answer)
    assert claim.evidence.get().state == "dropped"


def test_evidence_lifts_the_judgement_that_a_sentence_holds_no_claim() -> None:
    claim = make_claim(status="draft")
    fifth = claim.article.current_version.sentences.get(position=5)
    NoClaim.objects.create(sentence=fifth, reason="Nur Bericht.", by=editor())
    answer = submit(
        as_(editor()),
        address(claim),
        **{
            "evidence-TOTAL_FORMS": "2",
            "evidence-1-sentence": fifth.pk,
            "evidence-1-stance": "supports",
        },
    )
    assert answer.status_code == 302, said(answer)
    assert not NoClaim.objects.exists()


def test_a_chain_of_one_follows_the_speaker_and_keeps_its_cue() -> None:
    article, old, new = make_article(), make_actor(), make_actor()
    sentence = article.current_version.sentences.get(position=4)
    cue = claims.Passage(sentence, 22, 43)
    hop = Hop(old, Mode.INDIRECT, cue)
    claim = make_claim(article=article, status="draft", speaker=old, mode="indirect", hops=[hop])
    answer = submit(as_(editor()), address(claim), speaker=new.pk, mode="reported")
    assert answer.status_code == 302, said(answer)
    attribution = claim.attributions.get()
    assert (attribution.actor, attribution.mode) == (new, "reported")
    assert (attribution.cue_start, attribution.cue_end) == (22, 43)


def test_hops_are_put_in_another_order() -> None:
    first, last = make_actor(), make_actor()
    hops = [Hop(first, Mode.INDIRECT), Hop(last, Mode.DIRECT)]
    claim = make_claim(status="draft", speaker=last, mode="direct", hops=hops)
    url, client = address(claim), as_(editor())
    swapped = {"attributions-0-place": "2", "attributions-1-place": "1"}
    answer = submit(client, url, **swapped)
    assert "last hop must be" in said(answer)
    answer = submit(client, url, **swapped, speaker=first.pk, mode="indirect")
    assert answer.status_code == 302, said(answer)
    chain = claim.attributions.values_list("position", "actor", "mode")
    assert list(chain) == [(1, last.pk, "direct"), (2, first.pk, "indirect")]


def test_a_refused_write_keeps_what_was_typed() -> None:
    claim = make_claim(status="draft")
    answer = submit(as_(editor()), address(claim), text="Anders.", mode="direct", speaker="")
    assert answer.status_code == 200
    answer = submit(
        as_(editor()),
        address(claim),
        text="Anders.",
        **{
            "attributions-TOTAL_FORMS": "1",
            "attributions-0-actor": claim.speaker.pk,
            "attributions-0-mode": "direct",
        },
    )
    assert "In the author's own voice" in said(answer)
    assert "Anders." in answer.content.decode()
    claim.refresh_from_db()
    assert claim.version == 1


def test_the_content_of_a_published_claim_is_read_only() -> None:
    claim = make_claim(speaker=make_actor(), mode="indirect")
    client = as_(publisher())
    page = client.get(address(claim))
    assert "This claim is published" in page.content.decode()
    names = filled(client, address(claim)).keys()
    assert not names & {"text", "speaker", "mode", "kind", "evidence-0-stance", "status"}
    assert not [name for name in names if "DELETE" in name and "relations" not in name]
    assert "attributions-0-actor" not in names


def test_a_forged_form_does_not_change_a_published_claim() -> None:
    claim = make_claim()
    answer = submit(
        as_(publisher()),
        address(claim),
        text="Gefälscht.",
        status="draft",
        **{"evidence-0-DELETE": "on", "evidence-0-quote": "Gefälscht."},
    )
    assert answer.status_code == 302
    claim.refresh_from_db()
    assert (claim.version, claim.status) == (1, "published")
    assert claim.text != "Gefälscht."
    assert claim.evidence.live().count() == 1


def test_what_a_published_claim_is_about_can_be_changed() -> None:
    old, new = make_actor(), make_actor()
    claim = make_claim(about=[old], tags=["Brücke"])
    before = Revision.current()
    answer = submit(
        as_(editor()), address(claim), about_actors=[new.pk], its_tags=[], outcome="fulfilled"
    )
    assert answer.status_code == 302, said(answer)
    claim.refresh_from_db()
    assert list(claim.about.all()) == [new]
    assert not claim.tags.exists()
    assert (claim.outcome, claim.version, claim.status) == ("fulfilled", 1, "published")
    gone = claim.about_links.model.history.filter(claim_id=claim.pk, history_type="-").get()
    assert (gone.actor_id, gone.history_user) == (old.pk, editor())
    assert Revision.current() > before


def test_relations_are_added_and_taken_away() -> None:
    claim, other = make_claim(), make_claim()
    url, client = address(claim), as_(editor())
    answer = submit(
        client,
        url,
        **{
            "relations-TOTAL_FORMS": "1",
            "relations-0-object": other.pk,
            "relations-0-kind": "restates",
        },
    )
    assert answer.status_code == 302, said(answer)
    assert claim.relations.get().object == other
    assert "restates" in client.get(address(other)).content.decode()
    assert submit(client, url, **{"relations-0-DELETE": "on"}).status_code == 302
    assert not claim.relations.exists()


def test_a_lost_edit_is_refused_with_who_and_when() -> None:
    claim = make_claim(status="draft")
    client, url = as_(editor()), address(claim)
    mine = filled(client, url) | {"text": "Meine Fassung."}
    submit(as_(publisher()), url, text="Ihre Fassung.")
    answer = client.post(url, mine)
    assert "publisher saved this meanwhile, on " in said(answer)
    claim.refresh_from_db()
    assert claim.text == "Ihre Fassung."


@pytest.mark.parametrize("step", ["labelled", "published"])
def test_changes_without_a_new_version_are_noticed_too(step: str) -> None:
    claim = make_claim(status="in_review")
    client, url = as_(editor()), address(claim)
    mine = filled(client, url) | {"text": "Meine Fassung."}
    if step == "labelled":
        labels.label(claim=claim, by=publisher(), about=[make_actor()])
    else:
        claims.publish(claim=claim, by=publisher())
    assert "publisher saved this meanwhile" in said(client.post(url, mine))


def test_a_draft_is_deleted_with_all_that_hangs_on_it() -> None:
    claim = make_claim(
        status="draft", speaker=make_actor(), mode="direct", about=[make_actor()], tags=["Brücke"]
    )
    answer = as_(editor()).post(address(claim, "delete"), {"post": "yes"})
    assert answer.status_code == 302
    assert not Claim.objects.exists()
    assert Claim.history.first().history_type == "-"


@pytest.mark.parametrize("status", ["in_review", "published", "withdrawn"])
def test_it_says_why_other_claims_are_kept(status: str) -> None:
    claim = make_claim(status=status)
    client = as_(publisher())
    answer = client.post(address(claim, "delete"), {"post": "yes"})
    assert answer.status_code == 302
    assert "withdrawn, not deleted" in messages(answer)
    assert address(claim, "delete") not in client.get(address(claim)).content.decode()


def test_a_returned_draft_is_kept_for_its_decision() -> None:
    claim = make_claim(status="in_review")
    claims.give_back(claim=claim, by=publisher(), reason="Zu allgemein.")
    assert "withdrawn, not deleted" in messages(
        as_(editor()).post(address(claim, "delete"), {"post": "yes"})
    )


def test_the_page_shows_the_quote_and_the_decisions() -> None:
    claim = make_claim(passages=None)
    page = as_(editor()).get(address(claim)).content.decode()
    assert claim.evidence.get().quote in page
    assert str(claim.decisions.get().by) in page


def test_the_history_names_every_step() -> None:
    page = as_(editor()).get(address(make_claim(), "history")).content.decode()
    said = " ".join(strip_tags(page).split())
    assert "before: in review → after: published" in said
    assert "before: draft → after: in review" in said


def test_whole_sentences_may_stand_in_several_articles() -> None:
    other = make_article()
    fourth = other.current_version.sentences.get(position=4)
    claim = make_claim(status="draft", passages=[whole(fourth, "supports")])
    assert as_(editor()).get(address(claim)).status_code == 200
