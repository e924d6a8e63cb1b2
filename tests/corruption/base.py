"""A small base with something of everything that must not be corrupted."""

from django.contrib.auth.models import User

from editorial.actions import articles, labels
from editorial.actions.claims import Hop, Passage
from kb.models import (
    Actor,
    ArticleVersion,
    Claim,
    ClaimAbout,
    Evidence,
    Mode,
    Original,
    Sentence,
    recorded_as,
    sha256,
)
from tests import makers

ROUNDS = 4


def fill() -> None:
    """Four rounds of the same: enough rows that random picks differ."""
    for number in range(ROUNDS):
        _articles(number)
        _claims(number)
        User.objects.create(username=f"colleague-{number}")


def write_past_history() -> None:
    """What SQL may do: links that no record knows."""
    told = Actor.objects.get(name="Sprecher 0")
    chained = Claim.objects.filter(hops=2).order_by("pk")
    ClaimAbout.objects.bulk_create([ClaimAbout(claim=claim, actor=told) for claim in chained])


def _articles(number: int) -> None:
    corrected = makers.make_article(title=f"Korrigiert {number}")
    makers.correct(corrected, f"{makers.TEXT} Nachtrag {number}.")
    # A version whose sentences never came: no article may show it.
    text = f"Nur ein Satz {number}. Und noch einer."
    torso = ArticleVersion.objects.create(
        article=corrected, number=3, text=text, sha256=sha256(text), segmenter="given"
    )
    Sentence.objects.create(
        version=torso, position=1, paragraph=1, role="body", start=0, end=16, text=text[:16]
    )
    Original.objects.create(
        version=corrected.current_version,
        bytes=text.encode(),
        sha256=sha256(text.encode()),
        content_type="text/plain",
    )
    no_claim = corrected.current_version.sentences.get(position=1)
    articles.judge(sentences=[no_claim], by=makers.editor(), reason="Nur ein Termin.")


def _claims(number: int) -> None:
    said = makers.make_actor(f"Rätin {number}")
    told = makers.make_actor(f"Sprecher {number}")
    article = makers.make_article(title=f"Belegt {number}")
    fourth = article.current_version.sentences.get(position=4)
    fifth = article.current_version.sentences.get(position=5)
    for status in ("published", "withdrawn", "in_review", "draft"):
        makers.make_claim(
            f"Aussage {number} {status}", article=article, status=status, tags=["Brücke"]
        )
    chained = makers.make_claim(
        article=article,
        speaker=said,
        mode=Mode.INDIRECT,
        hops=[
            Hop(told, Mode.REPORTED, Passage(fourth, 0, 10)),
            Hop(said, Mode.INDIRECT),
        ],
        passages=[makers.whole(fourth), makers.whole(fifth, "disputes")],
        about=[makers.make_actor(f"Ingenieur {number}")],
        events=[makers.make_event()],
    )
    with recorded_as(makers.editor()):
        waiting = chained.evidence.get(stance="disputes")
        waiting.state = Evidence.State.WAITING
        waiting.save()
    labels.relate(
        subject=chained,
        object=makers.make_claim(article=article, status="draft"),
        kind="contradicts",
        by=makers.editor(),
    )
    bare = makers.make_claim(f"Leer {number}", article=article, status="draft", passages=[])
    forgotten = makers.make_actor(f"Vergessen {number}")
    labels.label(claim=bare, by=makers.editor(), about=[forgotten])
    with recorded_as(makers.editor()):
        bare.about_links.get(actor=forgotten).delete()
