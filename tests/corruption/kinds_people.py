"""More ways to corrupt the base: records, four eyes, silence."""

from tests.corruption.kinds import (
    CHAINED,
    COLLEAGUES,
    DRAFTS,
    HISTORY,
    IN_REVIEW,
    INSERT_EVIDENCE,
    OF_PUBLISHED,
    PUBLISHED,
    SENTENCES,
    WITHDRAWN,
    Pick,
    Statement,
    breaks,
)

DECISIONS = "SELECT * FROM kb_decision"
BARE = "SELECT * FROM kb_claim WHERE text LIKE 'Leer%'"

# --- 4 Append-only -----------------------------------------------------------------------------


@breaks("append-only")
def change_a_reason(pick: Pick) -> Statement:
    row = pick.row(DECISIONS)
    reason = f"Anders {pick.number(0, 10**9)}"
    return "UPDATE kb_decision SET reason = %s WHERE id = %s", [reason, row["id"]]


@breaks("append-only")
def blame_somebody_else(pick: Pick) -> Statement:
    row, person = pick.row(DECISIONS), pick.row(COLLEAGUES)
    return "UPDATE kb_decision SET by_id = %s WHERE id = %s", [person["id"], row["id"]]


@breaks("append-only")
def let_readers_look_back_after_all(pick: Pick) -> Statement:
    row = pick.row("SELECT * FROM kb_decision WHERE verb = 'withdrawn'")
    return "UPDATE kb_decision SET stays_readable = %s WHERE id = %s", [True, row["id"]]


@breaks("append-only")
def delete_a_decision(pick: Pick) -> Statement:
    return "DELETE FROM kb_decision WHERE id = %s", [pick.row(DECISIONS)["id"]]


@breaks("append-only")
def delete_history(pick: Pick) -> Statement:
    table = f"kb_historical{pick.random.choice(HISTORY)}"
    row = pick.row(f"SELECT history_id FROM {table}")
    return f"DELETE FROM {table} WHERE history_id = %s", [row["history_id"]]


@breaks("append-only")
def rewrite_history(pick: Pick) -> Statement:
    table = f"kb_historical{pick.random.choice(HISTORY)}"
    row = pick.row(f"SELECT history_id FROM {table}")
    return (
        f"UPDATE {table} SET history_change_reason = %s WHERE history_id = %s",
        [f"Anders {pick.number(0, 10**9)}", row["history_id"]],
    )


@breaks("append-only")
def delete_a_person(pick: Pick) -> Statement:
    return "DELETE FROM auth_user WHERE id = %s", [pick.row(COLLEAGUES)["id"]]


@breaks("append-only")
def delete_an_original(pick: Pick) -> Statement:
    return "DELETE FROM kb_original WHERE id = %s", [pick.row("SELECT id FROM kb_original")["id"]]


@breaks("append-only")
def delete_public_evidence(pick: Pick) -> Statement:
    return "DELETE FROM kb_evidence WHERE id = %s", [pick.row(OF_PUBLISHED)["id"]]


@breaks("append-only")
def delete_evidence_once_public(pick: Pick) -> Statement:
    row = pick.row(
        "SELECT e.id FROM kb_evidence e JOIN kb_claim c ON c.id = e.claim_id"
        " WHERE c.status = 'withdrawn'"
    )
    return "DELETE FROM kb_evidence WHERE id = %s", [row["id"]]


@breaks("append-only")
def turn_the_revision_back(pick: Pick) -> Statement:
    return "UPDATE kb_revision SET number = number - %s", [pick.number(0, 5)]


@breaks("append-only", "sqlite")
def replace_a_decision(pick: Pick) -> Statement:
    row = pick.row("SELECT * FROM kb_decision WHERE claim_id IS NOT NULL")
    return (
        "INSERT OR REPLACE INTO kb_decision (id, claim_id, claim_version, verb, reason, by_id, at)"
        " VALUES (%s, %s, %s, 'merged', 'Anders', %s, '2026-01-01 00:00:00+00')",
        [row["id"], row["claim_id"], row["claim_version"], row["by_id"]],
    )


@breaks("append-only")
def let_the_revision_leap(pick: Pick) -> Statement:
    return "UPDATE kb_revision SET number = number + %s", [pick.number(2, 10**12)]


@breaks("append-only", "sqlite")
def take_the_id_of_what_is_to_come(pick: Pick) -> Statement:
    row = pick.row("SELECT * FROM kb_decision WHERE claim_id IS NOT NULL")
    return (
        "INSERT INTO kb_decision (id, claim_id, claim_version, verb, reason, by_id, at)"
        " VALUES (%s, %s, %s, 'merged', 'Anders', %s, '2026-01-01 00:00:00+00')",
        [-pick.number(1, 9), row["claim_id"], row["claim_version"], row["by_id"]],
    )


# --- 5 Four eyes -------------------------------------------------------------------------------


@breaks("four-eyes")
def change_a_published_claim(pick: Pick) -> Statement:
    row = pick.row(PUBLISHED)
    return "UPDATE kb_claim SET text = %s WHERE id = %s", [pick.changed(row["text"]), row["id"]]


@breaks("four-eyes")
def change_it_as_a_new_version(pick: Pick) -> Statement:
    row = pick.row(PUBLISHED)
    return "UPDATE kb_claim SET text = %s, version = version + %s WHERE id = %s", [
        pick.changed(row["text"]),
        pick.number(1, 3),
        row["id"],
    ]


@breaks("four-eyes")
def change_its_kind_or_date(pick: Pick) -> Statement:
    row = pick.row(PUBLISHED)
    change = pick.random.choice(["kind = 'demand'", "said_on = '1999-01-01'", "language = 'fr'"])
    return f"UPDATE kb_claim SET {change} WHERE id = %s", [row["id"]]


@breaks("four-eyes")
def change_its_speaker(pick: Pick) -> Statement:
    row = pick.row(PUBLISHED)
    other = pick.row("SELECT id FROM kb_actor WHERE name LIKE 'Ingenieur%'")
    return "UPDATE kb_claim SET speaker_id = %s WHERE id = %s", [other["id"], row["id"]]


@breaks("four-eyes")
def change_its_mode(pick: Pick) -> Statement:
    row = pick.row(CHAINED)
    mode = pick.random.choice(["direct", "free_indirect", "reported"])
    return "UPDATE kb_claim SET mode = %s WHERE id = %s", [mode, row["id"]]


@breaks("four-eyes")
def name_another_writer(pick: Pick) -> Statement:
    row, person = pick.row(PUBLISHED), pick.row(COLLEAGUES)
    return "UPDATE kb_claim SET writer_id = %s WHERE id = %s", [person["id"], row["id"]]


@breaks("four-eyes")
def publish_without_a_decision(pick: Pick) -> Statement:
    row = pick.row(pick.random.choice([DRAFTS, IN_REVIEW]))
    return (
        "UPDATE kb_claim SET status = 'published', published_at = %s WHERE id = %s",
        [f"2026-01-{pick.number(10, 28)} 00:00:00+00", row["id"]],
    )


@breaks("four-eyes")
def publish_again_without_a_decision(pick: Pick) -> Statement:
    row = pick.row(WITHDRAWN)
    raised = pick.number(0, 2)
    return "UPDATE kb_claim SET status = 'published', version = version + %s WHERE id = %s", [
        raised,
        row["id"],
    ]


@breaks("four-eyes")
def decide_on_own_work(pick: Pick) -> Statement:
    row = pick.row(IN_REVIEW)
    return (
        "INSERT INTO kb_decision (claim_id, claim_version, verb, reason, by_id, at)"
        " VALUES (%s, %s, %s, 'Gut', %s, '2026-01-01 00:00:00+00')",
        [
            row["id"],
            row["version"],
            pick.random.choice(["published", "returned"]),
            row["writer_id"],
        ],
    )


@breaks("four-eyes")
def decide_ahead(pick: Pick) -> Statement:
    row, person = pick.row(pick.random.choice([DRAFTS, IN_REVIEW])), pick.row(COLLEAGUES)
    return (
        "INSERT INTO kb_decision (claim_id, claim_version, verb, reason, by_id, at)"
        " VALUES (%s, %s, 'published', '', %s, '2026-01-01 00:00:00+00')",
        [row["id"], row["version"] + pick.number(1, 9), person["id"]],
    )


@breaks("four-eyes")
def add_evidence_to_a_published_claim(pick: Pick) -> Statement:
    claim, sentence = pick.row(PUBLISHED), pick.row(SENTENCES)
    return INSERT_EVIDENCE, [claim["id"], sentence["id"], 0, 3, "context", "stands"]


@breaks("four-eyes")
def drop_its_evidence(pick: Pick) -> Statement:
    row = pick.row(OF_PUBLISHED)
    state = pick.random.choice(["dropped", "replaced"])
    return "UPDATE kb_evidence SET state = %s WHERE id = %s", [state, row["id"]]


@breaks("four-eyes")
def take_a_hop_away(pick: Pick) -> Statement:
    claim = pick.row(CHAINED)
    return "DELETE FROM kb_attribution WHERE claim_id = %s AND position = %s", [
        claim["id"],
        pick.number(1, 2),
    ]


@breaks("four-eyes")
def put_words_in_anothers_mouth(pick: Pick) -> Statement:
    claim = pick.row(CHAINED)
    other = pick.row("SELECT id FROM kb_actor WHERE name LIKE 'Ingenieur%'")
    return "UPDATE kb_attribution SET actor_id = %s WHERE claim_id = %s AND position = %s", [
        other["id"],
        claim["id"],
        pick.number(1, 2),
    ]


@breaks("four-eyes")
def begin_published(pick: Pick) -> Statement:
    row, person = pick.row(PUBLISHED), pick.row(COLLEAGUES)
    return (
        "INSERT INTO kb_claim (article_id, text, language, kind, speaker_id, mode, hops, outcome,"
        " status, published_at, writer_id, version, external_id, extra, created_at) VALUES"
        " (%s, 'Neu', 'de', 'report', %s, 'author', 0, '', 'published', '2026-01-01 00:00:00+00',"
        " %s, 1, %s, '{}', '2026-01-01 00:00:00+00')",
        [row["article_id"], row["speaker_id"], person["id"], f"x{pick.number(0, 10**12)}"],
    )


# --- 6 No silence ------------------------------------------------------------------------------


@breaks("silence")
def unpublish(pick: Pick) -> Statement:
    row = pick.row(PUBLISHED)
    status = pick.random.choice(["draft", "in_review"])
    return "UPDATE kb_claim SET status = %s WHERE id = %s", [status, row["id"]]


@breaks("silence")
def unpublish_as_if_never_public(pick: Pick) -> Statement:
    row = pick.row(pick.random.choice([PUBLISHED, WITHDRAWN]))
    return "UPDATE kb_claim SET status = 'draft', published_at = NULL WHERE id = %s", [row["id"]]


@breaks("silence")
def withdraw_without_a_decision(pick: Pick) -> Statement:
    return "UPDATE kb_claim SET status = 'withdrawn' WHERE id = %s", [pick.row(PUBLISHED)["id"]]


@breaks("silence")
def change_when_it_was_public(pick: Pick) -> Statement:
    row = pick.row(pick.random.choice([PUBLISHED, WITHDRAWN]))
    return "UPDATE kb_claim SET published_at = %s WHERE id = %s", [
        f"2020-01-{pick.number(10, 28)} 00:00:00+00",
        row["id"],
    ]


@breaks("silence")
def change_an_address(pick: Pick) -> Statement:
    table = pick.random.choice(["kb_actor", "kb_event"])
    row = pick.row(f"SELECT id FROM {table}")
    return f"UPDATE {table} SET slug = %s WHERE id = %s", [f"x-{pick.number(0, 10**9)}", row["id"]]


@breaks("silence")
def change_the_address_of_a_tag(pick: Pick) -> Statement:
    row = pick.row("SELECT id FROM kb_tag")
    return "UPDATE kb_tag SET slug = %s WHERE id = %s", [f"x-{pick.number(0, 10**9)}", row["id"]]


@breaks("silence")
def seal_without_a_decision(pick: Pick) -> Statement:
    row = pick.row("SELECT id FROM kb_article WHERE title LIKE 'Korrigiert%'")
    return "UPDATE kb_article SET access = 'sealed' WHERE id = %s", [row["id"]]


@breaks("silence")
def seal_what_carries_published_claims(pick: Pick) -> Statement:
    row = pick.row("SELECT id FROM kb_article WHERE title LIKE 'Belegt%'")
    return "UPDATE kb_article SET access = 'sealed', version = version + %s WHERE id = %s", [
        pick.number(0, 9),
        row["id"],
    ]


@breaks("silence")
def delete_an_actor_once_named(pick: Pick) -> Statement:
    row = pick.row(
        "SELECT DISTINCT h.actor_id AS id FROM kb_historicalclaimabout h WHERE NOT EXISTS"
        " (SELECT 1 FROM kb_claimabout a WHERE a.actor_id = h.actor_id)"
    )
    return "DELETE FROM kb_actor WHERE id = %s", [row["id"]]


@breaks("silence")
def give_an_article_another_identity(pick: Pick) -> Statement:
    row = pick.row("SELECT id FROM kb_article")
    return "UPDATE kb_article SET external_id = %s WHERE id = %s", [
        f"x{pick.number(0, 10**9)}",
        row["id"],
    ]


@breaks("silence")
def give_a_claim_another_number(pick: Pick) -> Statement:
    row = pick.row(BARE)
    return "UPDATE kb_claim SET id = %s WHERE id = %s", [pick.number(10**6, 10**9), row["id"]]


@breaks("silence", "sqlite")
def replace_a_claim_by_its_key(pick: Pick) -> Statement:
    row, other = pick.row("SELECT * FROM kb_claim WHERE text LIKE 'Aussage%draft'"), pick.row(BARE)
    return (
        "UPDATE OR REPLACE kb_claim SET version = version + 1, article_id = %s, external_id = %s"
        " WHERE id = %s",
        [other["article_id"], other["external_id"], row["id"]],
    )


@breaks("silence")
def merge_without_a_decision(pick: Pick) -> Statement:
    table = pick.random.choice(["kb_actor", "kb_event"])
    row, other = pick.row(f"SELECT id FROM {table}"), pick.row(f"SELECT id FROM {table}")
    while other["id"] == row["id"]:
        other = pick.row(f"SELECT id FROM {table}")
    return f"UPDATE {table} SET merged_into_id = %s WHERE id = %s", [other["id"], row["id"]]


@breaks("silence")
def pretend_a_draft_was_public(pick: Pick) -> Statement:
    return "UPDATE kb_claim SET published_at = %s WHERE id = %s", [
        f"2020-01-{pick.number(10, 28)} 00:00:00+00",
        pick.row(DRAFTS)["id"],
    ]


@breaks("silence")
def take_away_what_was_never_recorded(pick: Pick) -> Statement:
    row = pick.row(
        "SELECT a.id FROM kb_claimabout a WHERE NOT EXISTS"
        " (SELECT 1 FROM kb_historicalclaimabout h WHERE h.id = a.id)"
    )
    return "DELETE FROM kb_claimabout WHERE id = %s", [row["id"]]


@breaks("silence", "sqlite")
def write_a_date_that_is_none(pick: Pick) -> Statement:
    row = pick.row("SELECT id FROM kb_event")
    return "UPDATE kb_event SET start = %s WHERE id = %s", [
        f"2026-13-{pick.number(10, 99)}",
        row["id"],
    ]
