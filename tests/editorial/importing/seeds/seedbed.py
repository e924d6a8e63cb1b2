"""A small directory of seeds, and the command that loads it."""

from io import StringIO
from pathlib import Path
from typing import NamedTuple

from django.apps import apps
from django.core.management import CommandError, call_command

from kb.models import DERIVED, Article, Claim, ClaimRelation, NoClaim

TEXT = """\
 date 2025-12-03 Der Rat tagt am Montag in Bern. Er will über die Brücke entscheiden.

Die Brücke

Die Brücke sei sicher, sagte die Ministerin. Der Ingenieur widerspricht ihr. Gebaut wird erst im Jahr 2031.
"""

KNOWLEDGE = """\
[article]
title = "Streit um die Brücke"
kind = "news"
access = "full"
author = "keller"

[[actor]]
key = "keller"
name = "Anna Keller"
kind = "person"

[[actor]]
key = "ministerin"
name = "Maria Muster"
kind = "person"
aliases = ["Muster", "die Ministerin"]
affiliations = [{ organisation = "rat", role = "Mitglied", start = 2024-01-01 }]

[[actor]]
key = "rat"
name = "Rat"
kind = "organisation"

[[event]]
key = "sitzung"
title = "Sitzung des Rats"
kind = "meeting"
start = "2025-12"
participants = [{ actor = "rat", role = "participant", quote = "Der Rat tagt am Montag in Bern." }]

[[claim]]
key = "sicher"
text = "Die Brücke ist sicher."
kind = "assessment"
mode = "indirect"
speaker = "ministerin"
about = ["rat"]
events = ["sitzung"]
tags = ["Brücken"]
status = "published"
evidence = [
    { quote = "Die Brücke sei sicher", stance = "supports" },
    { quote = "Der Ingenieur widerspricht ihr.", stance = "disputes" },
]
relations = [{ claim = "bau", kind = "qualifies" }]

[[claim]]
key = "bau"
text = "Die Brücke wird im Jahr 2031 gebaut."
kind = "prediction"
evidence = [{ quote = "Gebaut wird erst im Jahr 2031." }]

[[claim]]
key = "sitzt"
text = "Der Rat tagt und entscheidet."
kind = "report"
status = "in_review"
evidence = [{ quote = "Der Rat tagt am Montag in Bern. Er will über die Brücke entscheiden." }]

[[no_claim]]
quote = "Die Brücke"
nth = 1
paragraph = 2
reason = "Zwischentitel"
"""


class Loaded(NamedTuple):
    out: str
    errors: list[str]
    failure: str


def sow(directory: Path, stem: str = "rat", text: str | bytes = TEXT, toml: str = "") -> None:
    """Writes one article and, if there is any, its knowledge."""
    directory.mkdir(exist_ok=True)
    content = text.encode() if isinstance(text, str) else text
    (directory / f"{stem}.txt").write_bytes(content)
    if toml:
        (directory / f"{stem}.toml").write_text(toml, encoding="utf-8")


def load(directory: Path, **options: bool) -> Loaded:
    """Runs the command; `failure` is what it ended with, "" if all went well."""
    out, err = StringIO(), StringIO()
    failure = ""
    try:
        call_command("load_seeds", str(directory), stdout=out, stderr=err, **options)
    except CommandError as error:
        failure = str(error)
    return Loaded(out.getvalue(), err.getvalue().splitlines(), failure)


def rows() -> dict[str, int]:
    """How many rows every table of ours has, history included."""
    models = [
        *apps.get_app_config("kb").get_models(),
        *apps.get_app_config("editorial").get_models(),
    ]
    models += apps.get_app_config("auth").get_models()
    return {m.__name__: m._default_manager.count() for m in models if m not in DERIVED}


def assert_good_ones_loaded() -> None:
    assert Article.objects.filter(external_id="rat").exists()
    claims = Claim.objects.filter(article__external_id="rat").order_by("pk")
    assert [claim.external_id for claim in claims] == ["rat#sicher", "rat#bau", "rat#sitzt"]
    assert NoClaim.objects.filter(sentence__version__article__external_id="rat").exists()
    assert ClaimRelation.objects.filter(subject__external_id="rat#sicher").exists()
