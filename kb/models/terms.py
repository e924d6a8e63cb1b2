"""What search finds things by: kept beside the things, made anew whenever they change.

The words are made by `kb.search.analysis` and written by `kb.search.index` alone. A row of
`Unindexed` says that something changed since; triggers write it, so no way round is missed.
"""

from typing import Any

from django.db import models

__all__ = [
    "DERIVED",
    "ActorTerms",
    "ArticleTerms",
    "ClaimTerms",
    "EventTerms",
    "SentenceTerms",
    "Terms",
    "Typo",
    "Unindexed",
    "Word",
]


# Without a constraint: whoever deletes the thing is not held up.
OF_ONE_THING: Any = {"primary_key": True, "related_name": "terms", "db_constraint": False}


class Terms(models.Model):
    """The terms of one thing: what it is found by, and its words as they stand."""

    folded = models.TextField("words as they stand")
    terms = models.TextField("terms")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.folded


class ClaimTerms(Terms):
    """A claim's text, and the names of who says it and whom it is about."""

    claim = models.OneToOneField("kb.Claim", models.CASCADE, **OF_ONE_THING)


class SentenceTerms(Terms):
    """A sentence of the current version of an article that is not sealed."""

    sentence = models.OneToOneField("kb.Sentence", models.CASCADE, **OF_ONE_THING)


class ActorTerms(Terms):
    """An actor's name and aliases."""

    actor = models.OneToOneField("kb.Actor", models.CASCADE, **OF_ONE_THING)


class EventTerms(Terms):
    """An event's title and place."""

    event = models.OneToOneField("kb.Event", models.CASCADE, **OF_ONE_THING)


class ArticleTerms(Terms):
    """An article's title, and who wrote and published it."""

    article = models.OneToOneField("kb.Article", models.CASCADE, **OF_ONE_THING)


class Unindexed(models.Model):
    """A thing whose terms are not those of its words any more; more than once if it changed again.

    Only ever appended to, so that nobody waits for anybody.
    """

    kind = models.CharField(max_length=8)  # the model's name
    object_id = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = "unindexed"
        verbose_name_plural = "unindexed"

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class Word(models.Model):
    """A word that stood in public, as it was written there: what search proposes.

    That it stands there still is asked before it is shown.
    """

    form = models.CharField(max_length=60, unique=True)
    folded = models.CharField(max_length=60)

    class Meta:
        verbose_name = "word"
        verbose_name_plural = "words"
        indexes = (
            # words that begin as typed
            models.Index(fields=("folded", "form"), name="kb_word_folded"),
        )

    def __str__(self) -> str:
        return self.form


class Typo(models.Model):
    """A folded word with one letter left out, or none: what mistyped words have in common."""

    letters = models.CharField(max_length=60)
    word = models.CharField(max_length=60)  # folded

    class Meta:
        verbose_name = "typo"
        verbose_name_plural = "typos"
        constraints = (
            # words one letter away
            models.UniqueConstraint(fields=("letters", "word"), name="kb_typo_once"),
        )

    def __str__(self) -> str:
        return f"{self.letters}: {self.word}"


# All that is made of other rows, and can be made of them again.
DERIVED = (
    ActorTerms,
    ArticleTerms,
    ClaimTerms,
    EventTerms,
    SentenceTerms,
    Typo,
    Unindexed,
    Word,
)
