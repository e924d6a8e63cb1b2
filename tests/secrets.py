"""A base with a marked word in every field that readers do not see, beside what they do see."""

from collections.abc import Iterator

from editorial.actions import articles, comments, labels, suggestions
from kb.models import Actor, Affiliation, Article, Claim, Event, Outlet, Report, Tag
from kb.search.index import catch_up_with_all
from tests.makers import (
    TEXT,
    correct,
    editor,
    make_actor,
    make_article,
    make_claim,
    make_event,
    publisher,
    whole,
)

__all__ = ["ONCE_WORDED", "SECRETS", "WITHDRAWN", "hide", "show_in_public"]

# No word of any language, and none near another: what is told by one of them is told.
SECRETS = """Abrulquast Blimfodder Chrungelfix Drombelzack Erquizzolt Flaubritz Glomsterp Hurzelknopp
    Ibberschnuk Jampelwurz Klortzimbel Lumqrast Mopfelzwick Nurzelbamm Ompfgrutz Plixnodder Quarkelfimp
    Rumpelschwozz Snorfgambel Trulvertz Ulmpfizzel Vrobbelknatz Wumsterlix Xalpfgrimm Yolkendrusp
    Zwirblaxon Ackelmurpf Bromzwittel Dunzelkroff Effelgrunz""".split()
WITHDRAWN, ONCE_WORDED = "Zackelfrumm", "Wixelbrodd"  # public once


def show_in_public() -> None:
    for number, subject in enumerate(("Brücke", "Strasse", "Verteidigung", "Rüstung")):
        make_claim(
            f"Die {subject} steht seit langem fest.",
            article=make_article(
                title=f"Über die {subject}", author=make_actor(f"Ada Rot {number}")
            ),
            about=[make_actor(f"Bea Blau {number}", aliases=[f"B. B. {number}"])],
            events=[make_event(f"Gipfel {number}", place="Bern")],
            tags=[f"Thema {subject}"],
            said_on=f"202{number}-01-01",
        )
    for access in ("link", "quotes"):
        make_article(HALF, title=f"Nur ein Titel: {access}", access=access, published_on=None)
    catch_up_with_all()


HALF = "Die Brücke steht. Sie steht."


def shown() -> Article:
    return Article.objects.filter(access="full").order_by("pk")[0]


def hide() -> None:
    """A secret in every field that readers do not see; terms are made in between."""
    word = iter(SECRETS)
    for status in ("draft", "in_review"):  # 0 … 5
        make_claim(
            f"Die Brücke {next(word)} steht.",
            status=status,
            article=shown(),
            about=[make_actor(next(word), aliases=[next(word)])],
            said_on="2021-05-05",
        )
    catch_up_with_all()
    sealed = make_article(  # 6 … 10
        TEXT.replace("Brücke", f"Brücke {next(word)}"),
        title=next(word),
        byline=next(word),
        author=make_actor(next(word)),
        outlet=Outlet.objects.create(name=next(word)),
        published_on="2019-09-09",
    )
    articles.seal(article=sealed, by=publisher(), reason="Verfügung.")
    catch_up_with_all()
    make_claim(  # 11, 12
        status="draft",
        article=shown(),
        events=[make_event(next(word), place="Bern")],
        tags=[next(word)],
    )
    annotate(word)
    half_shown(word)
    once_public()
    catch_up_with_all()


def annotate(word: Iterator[str]) -> None:
    """13 … 18: what people write beside things."""
    public = Claim.objects.published().order_by("pk")[0]
    suggestions.suggest(claim=public, by=editor(), content={"text": f"Neu: {next(word)}."})
    suggestions.suggest(
        claim=public, by=publisher(), content={"text": "Die Brücke steht."}, note=next(word)
    )
    comments.add(claim=public, by=editor(), text=f"Brücke? {next(word)}!")
    draft = make_claim("Noch ein Entwurf.", status="draft", article=shown())
    labels.relate(subject=draft, object=public, kind="supports", by=editor(), note=next(word))
    articles.judge(
        sentences=[draft.article.current_version.sentences.get(position=1)],
        by=editor(),
        reason=next(word),
    )
    Report.objects.create(claim=public, claim_version=1, text=SECRETS[-1])
    Affiliation.objects.create(
        actor=make_actor("Ungenannt"), organisation=make_actor("Unbekannt"), role=next(word)
    )


def half_shown(word: Iterator[str]) -> None:
    """19 … 28: what is at the desk only, in things of which the rest is public."""
    Actor.objects.create(name="Hinz", slug="hinz", kind="person", description=next(word))
    for article in Article.objects.filter(access__in=("link", "quotes")).order_by("pk"):
        correct(article, HALF.replace("Brücke", f"Brücke {next(word)}"))
    correct(article, f"{article.current_version.text} Nicht {next(word)}.")
    make_claim(
        f"Der Entwurf {next(word)} beruht darauf.",
        article=article,
        passages=[whole(article.current_version.sentences.get(position=3))],
        status="draft",
        speaker=make_actor(next(word)),
        mode="direct",
    )
    Event.objects.create(title=next(word), slug="ohne", start="2020-01-01")
    Tag.objects.create(name=next(word))
    Outlet.objects.create(name=next(word))
    Actor.objects.create(name=next(word), slug="kunz", kind="person")


def once_public() -> None:
    article = make_article(f"Die {ONCE_WORDED} steht. Zwei. Drei. Vier.", published_on=None)
    catch_up_with_all()
    correct(article, "Eins. Zwei. Drei. Vier.")
    articles.seal(article=article, by=publisher(), reason="Verfügung.")
    claim = make_claim(f"Die Brücke {WITHDRAWN} steht.")
    catch_up_with_all()
    articles.seal(article=claim.article, by=publisher(), reason="Verfügung.")
