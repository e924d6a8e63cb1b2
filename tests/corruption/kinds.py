"""Ways to corrupt the base by SQL, by the invariant (DESIGN, section 2) that they would break.

Each is a function of a Pick (random rows of the base) that gives one statement with its
parameters. All of them pass the constraints: only the triggers stand in their way.
"""

import hashlib
import random
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection

Statement = tuple[str, Sequence[Any]]
Kind = Callable[["Pick"], Statement]

KINDS: dict[str, list[Kind]] = {}


def breaks(invariant: str, vendor: str = "") -> Callable[[Kind], Kind]:
    """Registers a way to break `invariant`, on both databases or on `vendor` alone."""

    def register(kind: Kind) -> Kind:
        if vendor in ("", connection.vendor):
            KINDS.setdefault(invariant, []).append(kind)
        return kind

    return register


class Pick:
    """Random rows; every query's rows are read once."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self._known: dict[str, list[dict[str, Any]]] = {}

    def row(self, sql: str) -> dict[str, Any]:
        if sql not in self._known:
            with connection.cursor() as cursor:
                cursor.execute(sql)
                names = [column[0] for column in cursor.description]
                self._known[sql] = [
                    dict(zip(names, values, strict=True)) for values in cursor.fetchall()
                ]
            assert self._known[sql], f"nothing to corrupt: {sql}"
        return self.random.choice(self._known[sql])

    def changed(self, text: str) -> str:
        """`text` with one character replaced, doubled or taken out."""
        at = self.random.randrange(len(text))
        new = self.random.choice(["ß", "x", "😀", text[at] * 2, ""])
        result = text[:at] + new + text[at + 1 :]
        return result if result not in (text, "") else text + "x"

    def number(self, low: int, high: int) -> int:
        return self.random.randint(low, high)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


PUBLISHED = "SELECT * FROM kb_claim WHERE status = 'published'"
CHAINED = "SELECT * FROM kb_claim WHERE status = 'published' AND hops = 2"
WITHDRAWN = "SELECT * FROM kb_claim WHERE status = 'withdrawn'"
IN_REVIEW = "SELECT * FROM kb_claim WHERE status = 'in_review'"
DRAFTS = "SELECT * FROM kb_claim WHERE status = 'draft'"
VERSIONS = "SELECT * FROM kb_articleversion"
SENTENCES = "SELECT * FROM kb_sentence"
EVIDENCE = "SELECT * FROM kb_evidence"
CORRECTED = (
    "SELECT s.* FROM kb_sentence s JOIN kb_articleversion v ON v.id = s.version_id"
    " JOIN kb_article a ON a.id = v.article_id WHERE a.current_version_id <> v.id"
)
OF_PUBLISHED = (
    "SELECT e.*, c.version AS claim_version FROM kb_evidence e JOIN kb_claim c"
    " ON c.id = e.claim_id WHERE c.status = 'published'"
)
COLLEAGUES = "SELECT * FROM auth_user WHERE username LIKE 'colleague%'"
HISTORY = ("claim", "evidence", "attribution", "actor", "claimtag", "article")

# --- 1 Text ------------------------------------------------------------------------------------


@breaks("text")
def change_text(pick: Pick) -> Statement:
    row = pick.row(VERSIONS)
    return "UPDATE kb_articleversion SET text = %s WHERE id = %s", [
        pick.changed(row["text"]),
        row["id"],
    ]


@breaks("text")
def change_text_and_hash(pick: Pick) -> Statement:
    row = pick.row(VERSIONS)
    text = pick.changed(row["text"])
    return "UPDATE kb_articleversion SET text = %s, sha256 = %s WHERE id = %s", [
        text,
        sha256(text),
        row["id"],
    ]


@breaks("text")
def change_hash(pick: Pick) -> Statement:
    row = pick.row(VERSIONS)
    return "UPDATE kb_articleversion SET sha256 = %s WHERE id = %s", [
        sha256(str(pick.number(0, 10**9))),
        row["id"],
    ]


INSERT_VERSION = (
    "INSERT INTO kb_articleversion (article_id, number, text, sha256, segmenter, note, created_at)"
    " VALUES (%s, %s, %s, %s, 'given', '', '2026-01-01 00:00:00+00')"
)
LAST_VERSIONS = (
    "SELECT article_id, MAX(number) AS number FROM kb_articleversion GROUP BY article_id"
)


@breaks("text")
def add_version_with_wrong_hash(pick: Pick) -> Statement:
    row = pick.row(LAST_VERSIONS)
    text = f"Ein Text {pick.number(0, 10**9)}."
    return INSERT_VERSION, [row["article_id"], row["number"] + 1, text, sha256(text + "x")]


@breaks("text")
def add_blank_version(pick: Pick) -> Statement:
    row = pick.row(LAST_VERSIONS)
    text = " \n\u2003" * pick.number(1, 9)
    return INSERT_VERSION, [row["article_id"], row["number"] + 1, text, sha256(text)]


@breaks("text")
def add_version_out_of_turn(pick: Pick) -> Statement:
    row = pick.row(LAST_VERSIONS)
    text = "Ein Text."
    number = row["number"] + pick.number(2, 99)
    return INSERT_VERSION, [row["article_id"], number, text, sha256(text)]


@breaks("text", "sqlite")
def add_version_with_nul(pick: Pick) -> Statement:
    row = pick.row(LAST_VERSIONS)
    text = f"Ein\0Text {pick.number(0, 10**9)}."
    return INSERT_VERSION, [row["article_id"], row["number"] + 1, text, sha256(text)]


@breaks("text")
def change_original(pick: Pick) -> Statement:
    row = pick.row("SELECT * FROM kb_original")
    return "UPDATE kb_original SET bytes = %s WHERE id = %s", [
        pick.random.randbytes(20),
        row["id"],
    ]


@breaks("text", "sqlite")
def replace_version(pick: Pick) -> Statement:
    row = pick.row(VERSIONS)
    text = pick.changed(row["text"])
    return INSERT_VERSION.replace("INSERT", "INSERT OR REPLACE", 1).replace(
        "(article_id", "(id, article_id"
    ).replace("(%s, %s, %s, %s,", "(%s, %s, %s, %s, %s,"), [
        row["id"],
        row["article_id"],
        row["number"],
        text,
        sha256(text),
    ]


# --- 2 Sentences -------------------------------------------------------------------------------


@breaks("sentences")
def change_sentence(pick: Pick) -> Statement:
    row = pick.row(SENTENCES)
    return "UPDATE kb_sentence SET text = %s WHERE id = %s", [pick.changed(row["text"]), row["id"]]


@breaks("sentences")
def shift_sentence(pick: Pick) -> Statement:
    row, by = pick.row(SENTENCES), pick.number(1, 40)
    return 'UPDATE kb_sentence SET start = start + %s, "end" = "end" + %s WHERE id = %s', [
        by,
        by,
        row["id"],
    ]


@breaks("sentences")
def stretch_sentence(pick: Pick) -> Statement:
    row = pick.row(SENTENCES)
    return 'UPDATE kb_sentence SET "end" = "end" + %s WHERE id = %s', [
        pick.number(1, 40),
        row["id"],
    ]


@breaks("sentences")
def renumber_sentence(pick: Pick) -> Statement:
    row = pick.row(SENTENCES)
    return "UPDATE kb_sentence SET position = %s WHERE id = %s", [
        pick.number(1000, 9999),
        row["id"],
    ]


@breaks("sentences")
def delete_sentence(pick: Pick) -> Statement:
    row = pick.row(
        "SELECT s.id FROM kb_sentence s WHERE NOT EXISTS"
        " (SELECT 1 FROM kb_evidence e WHERE e.sentence_id = s.id) AND NOT EXISTS"
        " (SELECT 1 FROM kb_noclaim n WHERE n.sentence_id = s.id) AND NOT EXISTS"
        " (SELECT 1 FROM kb_attribution a WHERE a.cue_sentence_id = s.id)"
    )
    return "DELETE FROM kb_sentence WHERE id = %s", [row["id"]]


@breaks("sentences")
def add_sentence_that_overlaps(pick: Pick) -> Statement:
    row = pick.row(
        "SELECT v.id, v.text, MAX(s.position) AS last FROM kb_articleversion v"
        " JOIN kb_sentence s ON s.version_id = v.id"
        " WHERE v.text NOT LIKE 'Nur ein Satz%' GROUP BY v.id, v.text"
    )
    start = pick.number(0, len(row["text"]) - 6)
    text = row["text"][start : start + 5]
    return (
        'INSERT INTO kb_sentence (version_id, position, paragraph, role, start, "end", text,'
        " created_at) VALUES (%s, %s, 1, 'body', %s, %s, %s, '2026-01-01 00:00:00+00')",
        [row["id"], row["last"] + 1, start, start + 5, text],
    )


@breaks("sentences")
def show_version_without_its_sentences(pick: Pick) -> Statement:
    row = pick.row(
        "SELECT v.id, v.article_id FROM kb_articleversion v WHERE v.text LIKE 'Nur ein Satz%'"
    )
    return "UPDATE kb_article SET current_version_id = %s WHERE id = %s", [
        row["id"],
        row["article_id"],
    ]


@breaks("sentences")
def show_version_of_another_article(pick: Pick) -> Statement:
    row = pick.row(
        "SELECT v.id, a.id AS other FROM kb_articleversion v JOIN kb_article a"
        " ON a.id <> v.article_id WHERE v.number = 1 AND NOT EXISTS"
        " (SELECT 1 FROM kb_article c WHERE c.current_version_id = v.id)"
    )
    return "UPDATE kb_article SET current_version_id = %s WHERE id = %s", [row["id"], row["other"]]


@breaks("sentences")
def show_an_older_version(pick: Pick) -> Statement:
    row = pick.row(
        "SELECT v.id, v.article_id FROM kb_articleversion v JOIN kb_article a"
        " ON a.id = v.article_id JOIN kb_articleversion c ON c.id = a.current_version_id"
        " WHERE v.number < c.number"
    )
    return "UPDATE kb_article SET current_version_id = %s WHERE id = %s", [
        row["id"],
        row["article_id"],
    ]


# --- 3 Quotes ----------------------------------------------------------------------------------


@breaks("quotes")
def point_evidence_elsewhere(pick: Pick) -> Statement:
    row, other = pick.row(EVIDENCE), pick.row(SENTENCES)
    target = other["id"] if other["id"] != row["sentence_id"] else other["id"] + 1
    return "UPDATE kb_evidence SET sentence_id = %s WHERE id = %s AND EXISTS" + (
        " (SELECT 1 FROM kb_sentence WHERE id = %s)"
    ), [target, row["id"], target]


@breaks("quotes")
def shift_evidence(pick: Pick) -> Statement:
    row, by = pick.row(EVIDENCE), pick.number(1, 30)
    return 'UPDATE kb_evidence SET start = start + %s, "end" = "end" + %s WHERE id = %s', [
        by,
        by,
        row["id"],
    ]


@breaks("quotes")
def shorten_evidence(pick: Pick) -> Statement:
    row = pick.row(EVIDENCE)
    return 'UPDATE kb_evidence SET "end" = "end" - %s WHERE id = %s', [
        pick.number(1, row["end"] - row["start"] - 1),
        row["id"],
    ]


@breaks("quotes")
def give_evidence_to_another_claim(pick: Pick) -> Statement:
    row, other = pick.row(OF_PUBLISHED), pick.row(WITHDRAWN)
    return (
        "UPDATE kb_evidence SET claim_id = %s, stance = 'context' WHERE id = %s",
        [other["id"], row["id"]],
    )


INSERT_EVIDENCE = (
    'INSERT INTO kb_evidence (claim_id, sentence_id, start, "end", stance, state, note, created_at)'
    " VALUES (%s, %s, %s, %s, %s, %s, '', '2026-01-01 00:00:00+00')"
)


@breaks("quotes")
def add_evidence_beyond_its_sentence(pick: Pick) -> Statement:
    claim, sentence = pick.row(DRAFTS), pick.row(SENTENCES)
    start = pick.number(0, len(sentence["text"]) - 1)
    end = len(sentence["text"]) + pick.number(1, 50)
    return INSERT_EVIDENCE, [claim["id"], sentence["id"], start, end, "context", "stands"]


@breaks("quotes")
def add_evidence_to_an_older_wording(pick: Pick) -> Statement:
    claim, sentence = pick.row(DRAFTS), pick.row(CORRECTED)
    end = pick.number(1, len(sentence["text"]))
    return INSERT_EVIDENCE, [claim["id"], sentence["id"], 0, end, "context", "stands"]


@breaks("quotes")
def turn_the_stance(pick: Pick) -> Statement:
    row = pick.row(EVIDENCE)
    stance = "disputes" if row["stance"] == "supports" else "supports"
    return "UPDATE kb_evidence SET stance = %s WHERE id = %s", [stance, row["id"]]


@breaks("quotes")
def cover_what_holds_no_claim(pick: Pick) -> Statement:
    claim = pick.row(DRAFTS)
    row = pick.row("SELECT sentence_id FROM kb_noclaim")
    end = pick.number(2, 9)
    return INSERT_EVIDENCE, [claim["id"], row["sentence_id"], 0, end, "supports", "stands"]


@breaks("quotes")
def judge_what_is_covered(pick: Pick) -> Statement:
    row = pick.row("SELECT sentence_id FROM kb_evidence WHERE stance = 'supports'")
    person = pick.row(COLLEAGUES)
    return (
        "INSERT INTO kb_noclaim (sentence_id, reason, by_id, at)"
        " VALUES (%s, 'nichts', %s, '2026-01-01 00:00:00+00')",
        [row["sentence_id"], person["id"]],
    )


@breaks("quotes")
def move_a_cue(pick: Pick) -> Statement:
    row = pick.row("SELECT * FROM kb_attribution WHERE cue_sentence_id IS NOT NULL")
    return "UPDATE kb_attribution SET cue_end = cue_end + %s WHERE id = %s", [
        pick.number(1, 500),
        row["id"],
    ]


@breaks("quotes", "sqlite")
def replace_evidence(pick: Pick) -> Statement:
    row, other = pick.row(OF_PUBLISHED), pick.row(SENTENCES)
    return INSERT_EVIDENCE.replace("INSERT", "INSERT OR REPLACE", 1).replace(
        "(claim_id", "(id, claim_id"
    ).replace("VALUES (", "VALUES (%s, "), [
        row["id"],
        row["claim_id"],
        other["id"],
        0,
        1,
        "context",
        "stands",
    ]
