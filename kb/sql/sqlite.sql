-- What constraints cannot say, for SQLite. Read by kb/triggers.py, which adds the plain
-- freezes and key guards (they follow one pattern a table) and fills in {white_space}, {blank}
-- (with what nobody sees) and {text_limit_bytes}. Each object begins with CREATE at the start of a line.
--
-- Every condition is written "(what must hold) IS NOT TRUE": a NULL in it refuses, too.
-- RAISE names the code that kb/errors.py explains to people: 'INV <code>'.

-- Claims whose chain and evidence may not change: published, or about to be by a decision.
CREATE VIEW kb_settled AS
SELECT c.id FROM kb_claim c
WHERE c.status = 'published'
   OR (c.status = 'in_review' AND EXISTS (
        SELECT 1 FROM kb_decision d
        WHERE d.claim_id = c.id AND d.claim_version = c.version AND d.verb = 'published'));

-- Claims that rest on at least one passage: it stands or waits, in an article not sealed.
CREATE VIEW kb_supported AS
SELECT e.claim_id AS id
FROM kb_evidence e
JOIN kb_sentence s ON s.id = e.sentence_id
JOIN kb_articleversion v ON v.id = s.version_id
JOIN kb_article a ON a.id = v.article_id
WHERE e.stance = 'supports' AND e.state IN ('stands', 'waiting') AND a.access <> 'sealed';

-- 1. Text ---------------------------------------------------------------------------------

CREATE TRIGGER kb_version_text BEFORE INSERT ON kb_articleversion
WHEN (typeof(NEW.text) = 'text'
  AND instr(CAST(NEW.text AS BLOB), x'00') = 0
  AND length(CAST(NEW.text AS BLOB)) <= {text_limit_bytes}
  AND trim(NEW.text, {white_space}) <> ''
  AND NEW.sha256 = SHA256(NEW.text)) IS NOT TRUE
BEGIN SELECT RAISE(ABORT, 'INV text'); END;

CREATE TRIGGER kb_version_number BEFORE INSERT ON kb_articleversion
WHEN (NEW.number = 1 + (SELECT COALESCE(MAX(number), 0) FROM kb_articleversion
                        WHERE article_id = NEW.article_id)) IS NOT TRUE
BEGIN SELECT RAISE(ABORT, 'INV version-number'); END;

CREATE TRIGGER kb_original_hash BEFORE INSERT ON kb_original
WHEN (NEW.sha256 = kb_sha256(NEW.bytes)) IS NOT TRUE
BEGIN SELECT RAISE(ABORT, 'INV original'); END;

-- 2. Sentences ------------------------------------------------------------------------------

CREATE TRIGGER kb_sentence_slice BEFORE INSERT ON kb_sentence
WHEN (EXISTS (
    SELECT 1 FROM kb_articleversion v
    WHERE v.id = NEW.version_id
      AND typeof(NEW.text) = 'text' AND typeof(NEW.start) = 'integer' AND typeof(NEW."end") = 'integer'
      AND NEW.start >= 0 AND NEW.start < NEW."end"
      AND length(NEW.text) = NEW."end" - NEW.start
      AND substr(v.text, NEW.start + 1, NEW."end" - NEW.start) = NEW.text
      AND trim(NEW.text, {white_space}) <> '')) IS NOT TRUE
BEGIN SELECT RAISE(ABORT, 'INV sentence-slice'); END;

-- Sentences are added in order, each behind the last, with nothing but white space between.
CREATE TRIGGER kb_sentence_order BEFORE INSERT ON kb_sentence
WHEN (EXISTS (
    SELECT 1 FROM kb_articleversion v
    LEFT JOIN kb_sentence last ON last.version_id = v.id AND last.position = NEW.position - 1
    WHERE v.id = NEW.version_id
      AND NEW.position = 1 + (SELECT COALESCE(MAX(position), 0) FROM kb_sentence
                              WHERE version_id = NEW.version_id)
      AND NEW.start >= COALESCE(last."end", 0)
      AND trim(substr(v.text, COALESCE(last."end", 0) + 1, NEW.start - COALESCE(last."end", 0)),
               {white_space}) = '')) IS NOT TRUE
BEGIN SELECT RAISE(ABORT, 'INV sentence-order'); END;

CREATE TRIGGER kb_article_current BEFORE UPDATE OF current_version_id ON kb_article
WHEN NEW.current_version_id IS NOT OLD.current_version_id AND (EXISTS (
    SELECT 1 FROM kb_articleversion v
    WHERE v.id = NEW.current_version_id AND v.article_id = NEW.id
      AND v.number = 1 + COALESCE((SELECT number FROM kb_articleversion
                                   WHERE id = OLD.current_version_id), 0)
      AND trim(substr(v.text, 1 + (SELECT MAX("end") FROM kb_sentence WHERE version_id = v.id)),
               {white_space}) = '')) IS NOT TRUE
BEGIN SELECT RAISE(ABORT, 'INV version-incomplete'); END;

CREATE TRIGGER kb_article_differs BEFORE UPDATE OF current_version_id ON kb_article
WHEN NEW.current_version_id IS NOT OLD.current_version_id AND EXISTS (
    SELECT 1 FROM kb_articleversion v
    JOIN kb_articleversion p ON p.article_id = v.article_id AND p.number = v.number - 1
    WHERE v.id = NEW.current_version_id AND p.text = v.text
      AND (SELECT COUNT(*) FROM kb_sentence WHERE version_id = v.id)
        = (SELECT COUNT(*) FROM kb_sentence WHERE version_id = p.id)
      AND NOT EXISTS (
        SELECT position, start, "end", paragraph, role FROM kb_sentence WHERE version_id = v.id
        EXCEPT
        SELECT position, start, "end", paragraph, role FROM kb_sentence WHERE version_id = p.id))
BEGIN SELECT RAISE(ABORT, 'INV version-same'); END;

CREATE TRIGGER kb_article_begins BEFORE INSERT ON kb_article
WHEN (NEW.current_version_id IS NULL AND NEW.access <> 'sealed') IS NOT TRUE
BEGIN SELECT RAISE(ABORT, 'INV article-begins'); END;

-- 3. Quotes ---------------------------------------------------------------------------------

CREATE TRIGGER kb_evidence_quote BEFORE INSERT ON kb_evidence
WHEN (EXISTS (
    SELECT 1 FROM kb_sentence s
    WHERE s.id = NEW.sentence_id
      AND typeof(NEW.start) = 'integer' AND typeof(NEW."end") = 'integer'
      AND NEW.start >= 0 AND NEW.start < NEW."end" AND NEW."end" <= s."end" - s.start)) IS NOT TRUE
BEGIN SELECT RAISE(ABORT, 'INV quote'); END;

CREATE TRIGGER kb_attribution_cue BEFORE INSERT ON kb_attribution
WHEN NEW.cue_sentence_id IS NOT NULL AND (EXISTS (
    SELECT 1 FROM kb_sentence s
    WHERE s.id = NEW.cue_sentence_id
      AND typeof(NEW.cue_start) = 'integer' AND typeof(NEW.cue_end) = 'integer'
      AND NEW.cue_start >= 0 AND NEW.cue_start < NEW.cue_end
      AND NEW.cue_end <= s."end" - s.start)) IS NOT TRUE
BEGIN SELECT RAISE(ABORT, 'INV quote'); END;

CREATE TRIGGER kb_evidence_begins BEFORE INSERT ON kb_evidence
WHEN (NEW.state = 'stands' AND (NEW.replaces_id IS NULL OR EXISTS (
    SELECT 1 FROM kb_evidence e
    WHERE e.id = NEW.replaces_id AND e.claim_id = NEW.claim_id))) IS NOT TRUE
BEGIN SELECT RAISE(ABORT, 'INV evidence-begins'); END;

-- OR REPLACE would take the passage that is there already away.
-- A correction moves what stood on the wording before: nothing new begins there.
CREATE TRIGGER kb_evidence_wording BEFORE INSERT ON kb_evidence
WHEN (EXISTS (
    SELECT 1 FROM kb_article a
    WHERE a.current_version_id = (
        SELECT version_id FROM kb_sentence WHERE id = NEW.sentence_id))) IS NOT TRUE
BEGIN SELECT RAISE(ABORT, 'INV evidence-wording'); END;

CREATE TRIGGER kb_evidence_once BEFORE INSERT ON kb_evidence
WHEN NEW.state IN ('stands', 'waiting') AND EXISTS (
    SELECT 1 FROM kb_evidence e
    WHERE e.claim_id = NEW.claim_id AND e.sentence_id = NEW.sentence_id AND e.start = NEW.start
      AND e."end" = NEW."end" AND e.stance = NEW.stance AND e.state IN ('stands', 'waiting'))
BEGIN SELECT RAISE(ABORT, 'INV key'); END;

-- A sentence is judged to hold no claim, or covered by evidence; never both.
CREATE TRIGGER kb_evidence_no_claim BEFORE INSERT ON kb_evidence
WHEN NEW.stance IN ('supports', 'disputes')
 AND EXISTS (SELECT 1 FROM kb_noclaim n WHERE n.sentence_id = NEW.sentence_id)
BEGIN SELECT RAISE(ABORT, 'INV no-claim'); END;

CREATE TRIGGER kb_noclaim_covered_insert BEFORE INSERT ON kb_noclaim
WHEN EXISTS (SELECT 1 FROM kb_evidence e WHERE e.sentence_id = NEW.sentence_id
             AND e.stance IN ('supports', 'disputes') AND e.state IN ('stands', 'waiting'))
BEGIN SELECT RAISE(ABORT, 'INV covered'); END;

CREATE TRIGGER kb_noclaim_covered_update BEFORE UPDATE OF sentence_id ON kb_noclaim
WHEN EXISTS (SELECT 1 FROM kb_evidence e WHERE e.sentence_id = NEW.sentence_id
             AND e.stance IN ('supports', 'disputes') AND e.state IN ('stands', 'waiting'))
BEGIN SELECT RAISE(ABORT, 'INV covered'); END;

-- 4. Evidence and chains never change in place ----------------------------------------------

CREATE TRIGGER kb_evidence_frozen BEFORE UPDATE ON kb_evidence
WHEN NEW.id IS NOT OLD.id OR NEW.claim_id IS NOT OLD.claim_id
  OR NEW.sentence_id IS NOT OLD.sentence_id OR NEW.start IS NOT OLD.start
  OR NEW."end" IS NOT OLD."end" OR NEW.stance IS NOT OLD.stance
  OR NEW.replaces_id IS NOT OLD.replaces_id OR NEW.created_at IS NOT OLD.created_at
BEGIN SELECT RAISE(ABORT, 'INV evidence-frozen'); END;

CREATE TRIGGER kb_evidence_state BEFORE UPDATE OF state ON kb_evidence
WHEN NEW.state IS NOT OLD.state
 AND ((OLD.state = 'stands' AND NEW.state IN ('waiting', 'replaced', 'dropped'))
   OR (OLD.state = 'waiting' AND NEW.state IN ('stands', 'replaced', 'dropped'))) IS NOT TRUE
BEGIN SELECT RAISE(ABORT, 'INV evidence-state'); END;

CREATE TRIGGER kb_evidence_settled_insert BEFORE INSERT ON kb_evidence
WHEN EXISTS (SELECT 1 FROM kb_settled WHERE id = NEW.claim_id)
BEGIN SELECT RAISE(ABORT, 'INV settled'); END;

-- Beside a published claim a correction may only set its evidence waiting.
CREATE TRIGGER kb_evidence_settled_update BEFORE UPDATE ON kb_evidence
WHEN EXISTS (SELECT 1 FROM kb_settled WHERE id = OLD.claim_id)
 AND (NEW.note IS NOT OLD.note
   OR (NEW.state IS NOT OLD.state AND NOT (OLD.state = 'stands' AND NEW.state = 'waiting')))
BEGIN SELECT RAISE(ABORT, 'INV settled'); END;

CREATE TRIGGER kb_evidence_kept BEFORE DELETE ON kb_evidence
WHEN EXISTS (SELECT 1 FROM kb_settled WHERE id = OLD.claim_id)
  OR EXISTS (SELECT 1 FROM kb_claim c WHERE c.id = OLD.claim_id AND c.published_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'INV evidence-kept'); END;

CREATE TRIGGER kb_attribution_chain BEFORE INSERT ON kb_attribution
WHEN (EXISTS (
    SELECT 1 FROM kb_claim c
    WHERE c.id = NEW.claim_id AND NEW.position <= c.hops
      AND (NEW.position < c.hops OR (NEW.actor_id = c.speaker_id AND NEW.mode = c.mode)))) IS NOT TRUE
BEGIN SELECT RAISE(ABORT, 'INV chain'); END;

CREATE TRIGGER kb_attribution_settled_insert BEFORE INSERT ON kb_attribution
WHEN EXISTS (SELECT 1 FROM kb_settled WHERE id = NEW.claim_id)
BEGIN SELECT RAISE(ABORT, 'INV settled'); END;

CREATE TRIGGER kb_attribution_settled_delete BEFORE DELETE ON kb_attribution
WHEN EXISTS (SELECT 1 FROM kb_settled WHERE id = OLD.claim_id)
BEGIN SELECT RAISE(ABORT, 'INV settled'); END;

-- 5. Four eyes ------------------------------------------------------------------------------

CREATE TRIGGER kb_claim_begins BEFORE INSERT ON kb_claim
WHEN (NEW.status = 'draft' AND NEW.published_at IS NULL AND NEW.version = 1) IS NOT TRUE
BEGIN SELECT RAISE(ABORT, 'INV claim-begins'); END;

CREATE TRIGGER kb_claim_keys BEFORE UPDATE ON kb_claim
WHEN NEW.id IS NOT OLD.id OR NEW.external_id IS NOT OLD.external_id
  OR NEW.created_at IS NOT OLD.created_at
  OR (NEW.published_at IS NOT OLD.published_at
      AND NOT (OLD.published_at IS NULL AND NEW.status = 'published'))
  OR (OLD.status = 'published' AND NEW.extra IS NOT OLD.extra)
BEGIN SELECT RAISE(ABORT, 'INV claim-keys'); END;

CREATE TRIGGER kb_claim_version BEFORE UPDATE ON kb_claim
WHEN (NEW.version IN (OLD.version, OLD.version + 1)) IS NOT TRUE
  OR (NEW.version = OLD.version AND (
      NEW.article_id IS NOT OLD.article_id OR NEW.text IS NOT OLD.text
      OR NEW.language IS NOT OLD.language OR NEW.kind IS NOT OLD.kind
      OR NEW.speaker_id IS NOT OLD.speaker_id OR NEW.mode IS NOT OLD.mode
      OR NEW.hops IS NOT OLD.hops OR NEW.said_on IS NOT OLD.said_on
      OR NEW.due_on IS NOT OLD.due_on OR NEW.writer_id IS NOT OLD.writer_id))
BEGIN SELECT RAISE(ABORT, 'INV claim-version'); END;

-- A correction changes the speaker before the chain: it is looked at when it is published again.
CREATE TRIGGER kb_claim_speaker BEFORE UPDATE ON kb_claim
WHEN NOT (OLD.status = 'published' AND NEW.status = 'in_review') AND EXISTS (
    SELECT 1 FROM kb_attribution t
    WHERE t.claim_id = NEW.id
      AND (t.position > NEW.hops
        OR (t.position = NEW.hops AND (t.actor_id <> NEW.speaker_id OR t.mode <> NEW.mode))))
BEGIN SELECT RAISE(ABORT, 'INV chain'); END;

-- What was returned or withdrawn comes back as a new version: an old decision counts no more.
CREATE TRIGGER kb_claim_status BEFORE UPDATE ON kb_claim
WHEN NEW.status IS NOT OLD.status AND (CASE OLD.status || ' ' || NEW.status
    WHEN 'draft in_review' THEN NEW.version = OLD.version + EXISTS (
        SELECT 1 FROM kb_decision d WHERE d.claim_id = NEW.id
        AND d.claim_version = OLD.version AND d.verb = 'returned')
    WHEN 'withdrawn in_review' THEN NEW.version = OLD.version + 1
    WHEN 'in_review draft' THEN NEW.version = OLD.version AND EXISTS (
        SELECT 1 FROM kb_decision d WHERE d.claim_id = NEW.id
        AND d.claim_version = NEW.version AND d.verb = 'returned')
    WHEN 'in_review published' THEN NEW.version = OLD.version
    WHEN 'published withdrawn' THEN NEW.version = OLD.version AND EXISTS (
        SELECT 1 FROM kb_decision d WHERE d.claim_id = NEW.id
        AND d.claim_version = NEW.version AND d.verb = 'withdrawn')
    WHEN 'published in_review' THEN NEW.version = OLD.version + 1 AND EXISTS (
        SELECT 1 FROM kb_decision d WHERE d.claim_id = NEW.id
        AND d.claim_version = NEW.version AND d.verb = 'corrected' AND d.by_id <> NEW.writer_id)
    ELSE FALSE END) IS NOT TRUE
BEGIN SELECT RAISE(ABORT, 'INV claim-status'); END;

CREATE TRIGGER kb_claim_four_eyes BEFORE UPDATE ON kb_claim
WHEN NEW.status = 'published' AND (NEW.published_at IS NOT NULL
  AND (OLD.status <> 'published' OR NEW.version = OLD.version)
  AND EXISTS (
    SELECT 1 FROM kb_decision d WHERE d.claim_id = NEW.id AND d.claim_version = NEW.version
    AND d.verb IN ('published', 'corrected') AND d.by_id <> NEW.writer_id)) IS NOT TRUE
BEGIN SELECT RAISE(ABORT, 'INV four-eyes'); END;

CREATE TRIGGER kb_claim_text BEFORE UPDATE ON kb_claim
WHEN NEW.status = 'published' AND (trim(NEW.text, {blank}) <> '') IS NOT TRUE
BEGIN SELECT RAISE(ABORT, 'INV claim-text'); END;

CREATE TRIGGER kb_claim_support BEFORE UPDATE ON kb_claim
WHEN NEW.status = 'published' AND (EXISTS (SELECT 1 FROM kb_supported WHERE id = NEW.id)) IS NOT TRUE
BEGIN SELECT RAISE(ABORT, 'INV support'); END;

CREATE TRIGGER kb_claim_whole_chain BEFORE UPDATE ON kb_claim
WHEN NEW.status = 'published'
 AND (SELECT COUNT(*) FROM kb_attribution WHERE claim_id = NEW.id) <> NEW.hops
BEGIN SELECT RAISE(ABORT, 'INV chain'); END;

CREATE TRIGGER kb_claim_kept BEFORE DELETE ON kb_claim
WHEN OLD.published_at IS NOT NULL OR EXISTS (SELECT 1 FROM kb_decision WHERE claim_id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'INV claim-kept'); END;

CREATE TRIGGER kb_decision_fits BEFORE INSERT ON kb_decision
WHEN NEW.claim_id IS NOT NULL AND NEW.verb <> 'merged' AND (EXISTS (
    SELECT 1 FROM kb_claim c WHERE c.id = NEW.claim_id AND CASE NEW.verb
        WHEN 'published' THEN c.status = 'in_review' AND NEW.claim_version = c.version
        WHEN 'returned' THEN c.status = 'in_review' AND NEW.claim_version = c.version
        WHEN 'withdrawn' THEN c.status = 'published' AND NEW.claim_version = c.version
        WHEN 'corrected' THEN c.status = 'published' AND NEW.claim_version = c.version + 1
        ELSE FALSE END)) IS NOT TRUE
BEGIN SELECT RAISE(ABORT, 'INV decision-fits'); END;

-- Nor does it help to name another writer: who wrote last is on record.
CREATE TRIGGER kb_decision_own_work BEFORE INSERT ON kb_decision
WHEN NEW.verb IN ('published', 'returned') AND (NEW.by_id = (
    SELECT c.writer_id FROM kb_claim c WHERE c.id = NEW.claim_id) OR NEW.by_id = (
    SELECT h.writer_id FROM kb_historicalclaim h WHERE h.id = NEW.claim_id
    ORDER BY h.history_id DESC LIMIT 1))
BEGIN SELECT RAISE(ABORT, 'INV own-work'); END;

-- 6. No silence -----------------------------------------------------------------------------

CREATE TRIGGER kb_article_sealed BEFORE UPDATE OF access ON kb_article
WHEN (NEW.access = 'sealed') IS NOT (OLD.access = 'sealed')
 AND ((SELECT d.verb FROM kb_decision d
       WHERE d.article_id = NEW.id AND d.verb IN ('sealed', 'reopened') ORDER BY d.id DESC LIMIT 1)
      = CASE NEW.access WHEN 'sealed' THEN 'sealed' ELSE 'reopened' END) IS NOT TRUE
BEGIN SELECT RAISE(ABORT, 'INV article-sealed'); END;

-- Touching the published claims that rest on it lets kb_claim_support look again.
CREATE TRIGGER kb_article_supports AFTER UPDATE OF access ON kb_article
WHEN NEW.access = 'sealed'
BEGIN
  UPDATE kb_claim SET status = status
  WHERE status = 'published' AND id IN (
    SELECT e.claim_id FROM kb_evidence e
    JOIN kb_sentence s ON s.id = e.sentence_id
    JOIN kb_articleversion v ON v.id = s.version_id
    WHERE v.article_id = NEW.id);
END;

CREATE TRIGGER kb_article_keys BEFORE UPDATE ON kb_article
WHEN NEW.id IS NOT OLD.id OR NEW.source IS NOT OLD.source
  OR NEW.external_id IS NOT OLD.external_id OR NEW.created_at IS NOT OLD.created_at
BEGIN SELECT RAISE(ABORT, 'INV article-keys'); END;

CREATE TRIGGER kb_article_kept BEFORE DELETE ON kb_article
WHEN OLD.current_version_id IS NOT NULL
  OR EXISTS (SELECT 1 FROM kb_articleversion WHERE article_id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'INV article-kept'); END;

CREATE TRIGGER kb_actor_slug BEFORE UPDATE ON kb_actor
WHEN NEW.id IS NOT OLD.id OR NEW.slug IS NOT OLD.slug
BEGIN SELECT RAISE(ABORT, 'INV slug'); END;

CREATE TRIGGER kb_event_slug BEFORE UPDATE ON kb_event
WHEN NEW.id IS NOT OLD.id OR NEW.slug IS NOT OLD.slug
BEGIN SELECT RAISE(ABORT, 'INV slug'); END;

CREATE TRIGGER kb_tag_slug BEFORE UPDATE ON kb_tag
WHEN NEW.id IS NOT OLD.id OR NEW.slug IS NOT OLD.slug
BEGIN SELECT RAISE(ABORT, 'INV slug'); END;

-- What is merged answers with another's address: by a decision, and never in a circle.
CREATE TRIGGER kb_actor_merged BEFORE UPDATE ON kb_actor
WHEN NEW.merged_into_id IS NOT OLD.merged_into_id AND (
    EXISTS (SELECT 1 FROM kb_decision WHERE actor_id = NEW.id AND verb = 'merged')
    AND (NEW.merged_into_id IS NULL OR EXISTS (
        SELECT 1 FROM kb_actor WHERE id = NEW.merged_into_id AND merged_into_id IS NULL))) IS NOT TRUE
BEGIN SELECT RAISE(ABORT, 'INV merged'); END;

CREATE TRIGGER kb_event_merged BEFORE UPDATE ON kb_event
WHEN NEW.merged_into_id IS NOT OLD.merged_into_id AND (
    EXISTS (SELECT 1 FROM kb_decision WHERE event_id = NEW.id AND verb = 'merged')
    AND (NEW.merged_into_id IS NULL OR EXISTS (
        SELECT 1 FROM kb_event WHERE id = NEW.merged_into_id AND merged_into_id IS NULL))) IS NOT TRUE
BEGIN SELECT RAISE(ABORT, 'INV merged'); END;

CREATE TRIGGER kb_tag_merged BEFORE UPDATE ON kb_tag
WHEN NEW.merged_into_id IS NOT OLD.merged_into_id AND (
    EXISTS (SELECT 1 FROM kb_decision WHERE tag_id = NEW.id AND verb = 'merged')
    AND (NEW.merged_into_id IS NULL OR EXISTS (
        SELECT 1 FROM kb_tag WHERE id = NEW.merged_into_id AND merged_into_id IS NULL))) IS NOT TRUE
BEGIN SELECT RAISE(ABORT, 'INV merged'); END;

CREATE TRIGGER kb_actor_kept BEFORE DELETE ON kb_actor
WHEN EXISTS (SELECT 1 FROM kb_historicalclaim WHERE speaker_id = OLD.id)
  OR EXISTS (SELECT 1 FROM kb_historicalclaimabout WHERE actor_id = OLD.id)
  OR EXISTS (SELECT 1 FROM kb_historicalattribution WHERE actor_id = OLD.id)
  OR EXISTS (SELECT 1 FROM kb_historicalparticipation WHERE actor_id = OLD.id)
  OR EXISTS (SELECT 1 FROM kb_historicalarticle WHERE author_id = OLD.id)
  OR EXISTS (SELECT 1 FROM kb_claim WHERE speaker_id = OLD.id)
  OR EXISTS (SELECT 1 FROM kb_claimabout WHERE actor_id = OLD.id)
  OR EXISTS (SELECT 1 FROM kb_attribution WHERE actor_id = OLD.id)
  OR EXISTS (SELECT 1 FROM kb_participation WHERE actor_id = OLD.id)
  OR EXISTS (SELECT 1 FROM kb_article WHERE author_id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'INV named'); END;

CREATE TRIGGER kb_event_kept BEFORE DELETE ON kb_event
WHEN EXISTS (SELECT 1 FROM kb_historicalclaimevent WHERE event_id = OLD.id)
  OR EXISTS (SELECT 1 FROM kb_claimevent WHERE event_id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'INV named'); END;

CREATE TRIGGER kb_tag_kept BEFORE DELETE ON kb_tag
WHEN EXISTS (SELECT 1 FROM kb_historicalclaimtag WHERE tag_id = OLD.id)
  OR EXISTS (SELECT 1 FROM kb_claimtag WHERE tag_id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'INV named'); END;

CREATE TRIGGER kb_person_kept BEFORE DELETE ON auth_user
BEGIN SELECT RAISE(ABORT, 'INV person-kept'); END;

CREATE TRIGGER kb_person_id BEFORE UPDATE ON auth_user
WHEN NEW.id IS NOT OLD.id
BEGIN SELECT RAISE(ABORT, 'INV frozen'); END;

CREATE TRIGGER kb_revision_up BEFORE UPDATE ON kb_revision
WHEN (NEW.id = OLD.id AND NEW.number = OLD.number + 1 AND typeof(NEW.number) = 'integer') IS NOT TRUE
BEGIN SELECT RAISE(ABORT, 'INV revision'); END;

CREATE TRIGGER kb_revision_kept BEFORE DELETE ON kb_revision
BEGIN SELECT RAISE(ABORT, 'INV revision'); END;

-- 7. Search -----------------------------------------------------------------------------------
-- What changed is noted; kb/search/index.py makes its terms anew.

CREATE TRIGGER kb_claim_noted_insert AFTER INSERT ON kb_claim
BEGIN INSERT INTO kb_unindexed (kind, object_id) VALUES ('claim', NEW.id); END;

CREATE TRIGGER kb_claim_noted_update AFTER UPDATE OF text, language, speaker_id, status ON kb_claim
WHEN NEW.text IS NOT OLD.text OR NEW.language IS NOT OLD.language
  OR NEW.speaker_id IS NOT OLD.speaker_id OR NEW.status IS NOT OLD.status
BEGIN INSERT INTO kb_unindexed (kind, object_id) VALUES ('claim', NEW.id); END;

CREATE TRIGGER kb_claim_noted_delete AFTER DELETE ON kb_claim
BEGIN INSERT INTO kb_unindexed (kind, object_id) VALUES ('claim', OLD.id); END;

CREATE TRIGGER kb_claimabout_noted_insert AFTER INSERT ON kb_claimabout
BEGIN INSERT INTO kb_unindexed (kind, object_id) VALUES ('claim', NEW.claim_id); END;

CREATE TRIGGER kb_claimabout_noted_update AFTER UPDATE ON kb_claimabout
BEGIN
  INSERT INTO kb_unindexed (kind, object_id) VALUES ('claim', OLD.claim_id), ('claim', NEW.claim_id);
END;

CREATE TRIGGER kb_claimabout_noted_delete AFTER DELETE ON kb_claimabout
BEGIN INSERT INTO kb_unindexed (kind, object_id) VALUES ('claim', OLD.claim_id); END;

CREATE TRIGGER kb_article_noted_insert AFTER INSERT ON kb_article
BEGIN INSERT INTO kb_unindexed (kind, object_id) VALUES ('article', NEW.id); END;

CREATE TRIGGER kb_article_noted_update
AFTER UPDATE OF title, language, access, byline, author_id, outlet_id, current_version_id ON kb_article
WHEN NEW.title IS NOT OLD.title OR NEW.language IS NOT OLD.language OR NEW.access IS NOT OLD.access
  OR NEW.byline IS NOT OLD.byline OR NEW.author_id IS NOT OLD.author_id
  OR NEW.outlet_id IS NOT OLD.outlet_id OR NEW.current_version_id IS NOT OLD.current_version_id
BEGIN INSERT INTO kb_unindexed (kind, object_id) VALUES ('article', NEW.id); END;

CREATE TRIGGER kb_article_noted_delete AFTER DELETE ON kb_article
BEGIN INSERT INTO kb_unindexed (kind, object_id) VALUES ('article', OLD.id); END;

CREATE TRIGGER kb_outlet_noted AFTER UPDATE OF name ON kb_outlet
WHEN NEW.name IS NOT OLD.name
BEGIN
  INSERT INTO kb_unindexed (kind, object_id)
  SELECT 'article', id FROM kb_article WHERE outlet_id = NEW.id ORDER BY id;
END;

CREATE TRIGGER kb_actor_noted_insert AFTER INSERT ON kb_actor
BEGIN INSERT INTO kb_unindexed (kind, object_id) VALUES ('actor', NEW.id); END;

CREATE TRIGGER kb_actor_noted_update AFTER UPDATE OF name, merged_into_id ON kb_actor
WHEN NEW.name IS NOT OLD.name OR NEW.merged_into_id IS NOT OLD.merged_into_id
BEGIN
  INSERT INTO kb_unindexed (kind, object_id) VALUES ('actor', NEW.id);
  INSERT INTO kb_unindexed (kind, object_id)
  SELECT 'claim', id FROM kb_claim WHERE speaker_id = NEW.id
  UNION SELECT 'claim', claim_id FROM kb_claimabout WHERE actor_id = NEW.id
  UNION SELECT 'article', id FROM kb_article WHERE author_id = NEW.id ORDER BY 1, 2;
END;

CREATE TRIGGER kb_actor_noted_delete AFTER DELETE ON kb_actor
BEGIN INSERT INTO kb_unindexed (kind, object_id) VALUES ('actor', OLD.id); END;

CREATE TRIGGER kb_alias_noted_insert AFTER INSERT ON kb_alias
BEGIN INSERT INTO kb_unindexed (kind, object_id) VALUES ('actor', NEW.actor_id); END;

CREATE TRIGGER kb_alias_noted_update AFTER UPDATE ON kb_alias
BEGIN
  INSERT INTO kb_unindexed (kind, object_id) VALUES ('actor', OLD.actor_id), ('actor', NEW.actor_id);
END;

CREATE TRIGGER kb_alias_noted_delete AFTER DELETE ON kb_alias
BEGIN INSERT INTO kb_unindexed (kind, object_id) VALUES ('actor', OLD.actor_id); END;

CREATE TRIGGER kb_event_noted_insert AFTER INSERT ON kb_event
BEGIN INSERT INTO kb_unindexed (kind, object_id) VALUES ('event', NEW.id); END;

CREATE TRIGGER kb_event_noted_update AFTER UPDATE OF title, place, merged_into_id ON kb_event
WHEN NEW.title IS NOT OLD.title OR NEW.place IS NOT OLD.place
  OR NEW.merged_into_id IS NOT OLD.merged_into_id
BEGIN INSERT INTO kb_unindexed (kind, object_id) VALUES ('event', NEW.id); END;

CREATE TRIGGER kb_event_noted_delete AFTER DELETE ON kb_event
BEGIN INSERT INTO kb_unindexed (kind, object_id) VALUES ('event', OLD.id); END;
