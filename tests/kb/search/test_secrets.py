"""What a reader may not see moves no result, no count, no proposal: marked secrets everywhere.

The same questions are asked before and after the secrets come; nothing may answer otherwise.
"""

import os
import re
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from editorial.actions import articles, comments, labels, suggestions
from kb.models import Actor, Affiliation, Article, Claim, Event, Outlet, Sentence, Tag, Word
from kb.search.asking import ask
from kb.search.found import search
from kb.search.index import catch_up_with_all
from kb.search.proposing import completions, meant
from kb.search.words import beginning_with, like
from tests.kb.search.parity.questions import LETTERS
from tests.makers import (
    TEXT,
    correct,
    editor,
    make_actor,
    make_article,
    make_claim,
    make_event,
    publisher,
    reader,
    whole,
)

pytestmark = pytest.mark.django_db

QUESTIONS = int(os.environ.get("SECRET_QUESTIONS", "100"))  # make test-search: 1,000
PAGES = QUESTIONS // 5  # put to four pages each
MODELS = (Actor, Article, Claim, Event, Sentence)

# No word of any language, and none near another: what is told by one of them is told.
SECRETS = """Abrulquast Blimfodder Chrungelfix Drombelzack Erquizzolt Flaubritz Glomsterp Hurzelknopp
    Ibberschnuk Jampelwurz Klortzimbel Lumqrast Mopfelzwick Nurzelbamm Ompfgrutz Plixnodder Quarkelfimp
    Rumpelschwozz Snorfgambel Trulvertz Ulmpfizzel Vrobbelknatz Wumsterlix Xalpfgrimm Yolkendrusp
    Zwirblaxon Ackelmurpf Bromzwittel Dunzelkroff""".split()
WITHDRAWN, ONCE_WORDED = "Zackelfrumm", "Wixelbrodd"  # public once


def test_no_question_finds_a_secret() -> None:
    show_in_public()
    questions = [*some(Random(77), QUESTIONS)]
    before = {typed: answers(typed) for typed in questions}
    hide()
    for word in SECRETS:
        assert not Word.objects.filter(form__icontains=word).exists(), word
        assert like(word[1:].lower()) == beginning_with(word[:5].lower()) == []
    moved = [typed for typed in questions if answers(typed) != before[typed]]
    assert moved == []
    assert sum(any(found for found, *_ in its[0]) for its in before.values()) > QUESTIONS / 5


def test_no_page_tells_a_secret(client: Client) -> None:
    show_in_public()
    questions = [*some(Random(78), PAGES)]
    before = {typed: [*pages(client, typed)] for typed in questions}
    hide()
    for typed in questions:
        for old, new in zip(before[typed], pages(client, typed), strict=True):
            assert new == old, typed
    told = re.compile("|".join((*SECRETS, WITHDRAWN, ONCE_WORDED)), re.IGNORECASE)
    for typed in ("", "Brücke", "steht", "der"):
        for page in pages(client, typed):
            assert not told.search(page), typed


def test_a_colleague_finds_what_there_is_to_find() -> None:
    """Else the tests above would prove nothing: the words are there."""
    show_in_public()
    hide()
    missed = {word for word in (*SECRETS, WITHDRAWN, ONCE_WORDED) if not _is_found(word)}
    assert missed == NOT_SEARCHED


def _is_found(word: str) -> bool:
    questions = (word, f"tag:{word}")
    return any(
        search(model._default_manager.all(), ask(question), editor()).ids
        for model in MODELS
        for question in questions
    )


# What nobody finds by: texts of sealed articles, notes, reasons, tags and outlets of nothing.
NOT_SEARCHED = {*SECRETS[6:9], SECRETS[10], *SECRETS[13:20], *SECRETS[26:28], ONCE_WORDED}


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


def answers(typed: str) -> tuple[Any, ...]:
    """All that a reader is told by a question, on the floor below the pages."""
    asked = ask(typed)
    found = []
    for model in MODELS:
        answer = search(model._default_manager.visible_to(reader()), asked, reader())
        found.append((answer.ids, answer.is_full, answer.is_some))
    proposed = meant(Claim.objects.visible_to(reader()), asked, reader())
    return found, proposed, completions(typed, reader())


def pages(client: Client, typed: str) -> Iterator[str]:
    yield client.get(reverse("claims"), {"q": typed}).content.decode()
    yield client.get(reverse("search"), {"q": typed}).content.decode()
    yield client.get(reverse("search"), {"q": typed, "of": "sentences"}).content.decode()
    yield client.get(reverse("completions"), {"q": typed}).content.decode()


def some(chance: Random, number: int) -> Iterator[str]:
    """Secrets, their beginnings, inflections and typos, alone and with what is public."""
    public = (
        "Brücke Brücken steht Verteidigung Ada Rot Blau Gipfel Bern Thema der Titel Vier".split()
    )
    secret = (*SECRETS, *SECRETS, WITHDRAWN, ONCE_WORDED)
    for _ in range(number):
        word, other = chance.choice(secret), chance.choice(public)
        at = chance.randrange(1, len(word))
        yield chance.choice(
            (
                word,
                word[:at],
                f"{word}{chance.choice(('s', 'en', 'es'))}",
                word[:at] + chance.choice(LETTERS) + word[at + 1 :],
                word[:at] + word[at + 1 :],
                f"{other} {word}",
                f"{other} -{word}",
                f'"{other} {word}"',
                f"{other} {word[:at]}",
                other,
                other[: chance.randrange(1, len(other) + 1)],
                f"{other} {chance.choice(('from', 'to'))}:{chance.choice(('2019', '2021-05', '2025'))}",
                f"{chance.choice(('author', 'actor', 'speaker', 'event', 'tag'))}:{word} {other}",
                f"-{chance.choice(('author', 'tag'))}:{word} {other}",
            )
        )
