-- What constraints cannot say, for PostgreSQL: the same rules as sqlite.sql, in the same order.
-- Read by kb/triggers.py, which adds the plain freezes and fills in {white_space}, {blank}
-- (with what nobody sees) and {text_limit_bytes}. Each object begins with CREATE at the start of a line. Triggers are
-- written just as pg_get_triggerdef prints them, so that they can be compared.

-- Refuses a write: kb/errors.py explains the code to people.
CREATE FUNCTION kb_refuse(code text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'INV %', code USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = code;
END $$;

CREATE FUNCTION kb_is_blank(content text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
SELECT btrim(content, {white_space}) = ''
$$;

-- Whoever writes without a record cannot take away without one either.
CREATE FUNCTION kb_recorded() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  is_recorded boolean;
BEGIN
  EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I WHERE id = $1)', TG_ARGV[0])
    INTO is_recorded USING OLD.id;
  IF NOT is_recorded THEN
    PERFORM kb_refuse('unrecorded');
  END IF;
  RETURN OLD;
END $$;

-- Rules that look at other rows hold only where each statement sees what others committed.
CREATE FUNCTION kb_refuse_snapshots() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('transaction_isolation') = 'repeatable read' THEN
    PERFORM kb_refuse('isolation');
  END IF;
END $$;

-- Claims whose chain and evidence may not change: published, or about to be by a decision.
CREATE FUNCTION kb_is_settled(claim bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
SELECT EXISTS (
  SELECT 1 FROM kb_claim c
  WHERE c.id = claim AND (c.status = 'published'
     OR (c.status = 'in_review' AND EXISTS (
          SELECT 1 FROM kb_decision d
          WHERE d.claim_id = c.id AND d.claim_version = c.version AND d.verb = 'published'))))
$$;

-- Whether a claim rests on at least one passage: it stands or waits, in an article not sealed.
-- That article is locked, so that it is not sealed meanwhile. One lookup by key after the other:
-- joined, where statistics say that tables are empty, they would be read whole for every claim.
CREATE FUNCTION kb_is_supported(claim bigint) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  support record;
BEGIN
  FOR support IN SELECT sentence_id FROM kb_evidence
                 WHERE claim_id = claim AND stance = 'supports' AND state IN ('stands', 'waiting') LOOP
    PERFORM 1 FROM kb_article
    WHERE access <> 'sealed' AND id = (
      SELECT article_id FROM kb_articleversion WHERE id = (
        SELECT version_id FROM kb_sentence WHERE id = support.sentence_id))
    FOR SHARE;
    IF FOUND THEN
      RETURN TRUE;
    END IF;
  END LOOP;
  RETURN FALSE;
END $$;

-- A real write to the claim: whoever changes its parts and whoever publishes it take turns,
-- and its own rules look again.
CREATE FUNCTION kb_touch(claim bigint) RETURNS void LANGUAGE sql AS $$
UPDATE kb_claim SET status = status WHERE id = claim
$$;

CREATE FUNCTION kb_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM kb_refuse(TG_ARGV[0]);
END $$;

-- 1. Text ---------------------------------------------------------------------------------

CREATE FUNCTION kb_version_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (octet_length(NEW.text) <= {text_limit_bytes} AND NOT kb_is_blank(NEW.text)
      AND NEW.sha256 = encode(sha256(convert_to(NEW.text, 'UTF8')), 'hex')) IS NOT TRUE THEN
    PERFORM kb_refuse('text');
  END IF;
  IF (NEW.number = 1 + (SELECT COALESCE(MAX(number), 0) FROM kb_articleversion
                        WHERE article_id = NEW.article_id)) IS NOT TRUE THEN
    PERFORM kb_refuse('version-number');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER kb_version_insert BEFORE INSERT ON kb_articleversion FOR EACH ROW EXECUTE FUNCTION kb_version_insert();

CREATE FUNCTION kb_original_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.sha256 = encode(sha256(NEW.bytes), 'hex')) IS NOT TRUE THEN
    PERFORM kb_refuse('original');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER kb_original_insert BEFORE INSERT ON kb_original FOR EACH ROW EXECUTE FUNCTION kb_original_insert();

-- 2. Sentences ------------------------------------------------------------------------------

-- Once a statement, over all sentences of the versions it added to, in one pass a version:
-- each is the slice it says, in order, with only white space before and between. The text is
-- cut in windows, since cutting from the front of a long text for every sentence is quadratic.
CREATE FUNCTION kb_sentence_insert() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v record;
  s record;
  reached integer;
  place integer;
  origin integer;
  piece text;
BEGIN
  PERFORM kb_refuse_snapshots();
  IF EXISTS (SELECT 1 FROM added LEFT JOIN kb_articleversion a ON a.id = added.version_id
             WHERE a.id IS NULL) THEN
    PERFORM kb_refuse('sentence-slice');
  END IF;
  FOR v IN SELECT a.id, a.text FROM kb_articleversion a
           WHERE a.id IN (SELECT version_id FROM added) ORDER BY a.id FOR NO KEY UPDATE LOOP
    reached := 0; place := 0; origin := 0; piece := substr(v.text, 1, 8000);
    FOR s IN SELECT position, start, "end", text FROM kb_sentence
             WHERE version_id = v.id ORDER BY position LOOP
      place := place + 1;
      IF (s.position = place AND s.start >= reached AND s.start < s."end") IS NOT TRUE THEN
        PERFORM kb_refuse('sentence-order');
      END IF;
      IF s."end" - origin > 8000 THEN
        origin := reached;
        piece := substr(v.text, origin + 1, greatest(8000, s."end" - origin));
      END IF;
      IF NOT kb_is_blank(substr(piece, reached - origin + 1, s.start - reached)) THEN
        PERFORM kb_refuse('sentence-order');
      END IF;
      IF (length(s.text) = s."end" - s.start AND NOT kb_is_blank(s.text)
          AND substr(piece, s.start - origin + 1, s."end" - s.start) = s.text) IS NOT TRUE THEN
        PERFORM kb_refuse('sentence-slice');
      END IF;
      reached := s."end";
    END LOOP;
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER kb_sentence_insert AFTER INSERT ON kb_sentence REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION kb_sentence_insert();

CREATE FUNCTION kb_article_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.current_version_id IS NULL AND NEW.access <> 'sealed') IS NOT TRUE THEN
    PERFORM kb_refuse('article-begins');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER kb_article_insert BEFORE INSERT ON kb_article FOR EACH ROW EXECUTE FUNCTION kb_article_insert();

CREATE FUNCTION kb_article_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM kb_refuse_snapshots();
  IF NEW.id <> OLD.id OR NEW.source <> OLD.source OR NEW.external_id <> OLD.external_id
     OR NEW.created_at <> OLD.created_at THEN
    PERFORM kb_refuse('article-keys');
  END IF;
  IF NEW.current_version_id IS DISTINCT FROM OLD.current_version_id THEN
    IF (EXISTS (
        SELECT 1 FROM kb_articleversion v
        WHERE v.id = NEW.current_version_id AND v.article_id = NEW.id
          AND v.number = 1 + COALESCE((SELECT number FROM kb_articleversion
                                       WHERE id = OLD.current_version_id), 0)
          AND kb_is_blank(substr(v.text, 1 + (SELECT MAX("end") FROM kb_sentence
                                              WHERE version_id = v.id))))) IS NOT TRUE THEN
      PERFORM kb_refuse('version-incomplete');
    END IF;
    IF EXISTS (
        SELECT 1 FROM kb_articleversion v
        JOIN kb_articleversion p ON p.article_id = v.article_id AND p.number = v.number - 1
        WHERE v.id = NEW.current_version_id AND p.text = v.text
          AND (SELECT COUNT(*) FROM kb_sentence WHERE version_id = v.id)
            = (SELECT COUNT(*) FROM kb_sentence WHERE version_id = p.id)
          AND NOT EXISTS (
            SELECT position, start, "end", paragraph, role FROM kb_sentence WHERE version_id = v.id
            EXCEPT
            SELECT position, start, "end", paragraph, role FROM kb_sentence WHERE version_id = p.id)) THEN
      PERFORM kb_refuse('version-same');
    END IF;
  END IF;
  IF (NEW.access = 'sealed') <> (OLD.access = 'sealed')
     AND ((SELECT d.verb FROM kb_decision d
           WHERE d.article_id = NEW.id AND d.verb IN ('sealed', 'reopened') ORDER BY d.id DESC LIMIT 1)
          = CASE NEW.access WHEN 'sealed' THEN 'sealed' ELSE 'reopened' END) IS NOT TRUE THEN
    PERFORM kb_refuse('article-sealed');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER kb_article_update BEFORE UPDATE ON kb_article FOR EACH ROW EXECUTE FUNCTION kb_article_update();

-- Touching the published claims that rest on it lets their rules look again.
CREATE FUNCTION kb_article_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.access = 'sealed' AND OLD.access <> 'sealed' THEN
    UPDATE kb_claim SET status = status
    WHERE status = 'published' AND id IN (
      SELECT e.claim_id FROM kb_evidence e
      JOIN kb_sentence s ON s.id = e.sentence_id
      JOIN kb_articleversion v ON v.id = s.version_id
      WHERE v.article_id = NEW.id);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER kb_article_updated AFTER UPDATE ON kb_article FOR EACH ROW EXECUTE FUNCTION kb_article_updated();

CREATE FUNCTION kb_article_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.current_version_id IS NOT NULL
     OR EXISTS (SELECT 1 FROM kb_articleversion WHERE article_id = OLD.id) THEN
    PERFORM kb_refuse('article-kept');
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER kb_article_delete BEFORE DELETE ON kb_article FOR EACH ROW EXECUTE FUNCTION kb_article_delete();

-- 3. Quotes, and evidence that never changes in place -----------------------------------------

CREATE FUNCTION kb_evidence_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM kb_refuse_snapshots();
  PERFORM 1 FROM kb_sentence s
  WHERE s.id = NEW.sentence_id AND NEW.start >= 0 AND NEW.start < NEW."end"
    AND NEW."end" <= s."end" - s.start
  FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    PERFORM kb_refuse('quote');
  END IF;
  IF (NEW.state = 'stands' AND (NEW.replaces_id IS NULL OR EXISTS (
      SELECT 1 FROM kb_evidence e
      WHERE e.id = NEW.replaces_id AND e.claim_id = NEW.claim_id))) IS NOT TRUE THEN
    PERFORM kb_refuse('evidence-begins');
  END IF;
  -- A correction moves what stood on the wording before, and holds its sentences until it is done.
  IF (EXISTS (
      SELECT 1 FROM kb_article a
      WHERE a.current_version_id = (
        SELECT version_id FROM kb_sentence WHERE id = NEW.sentence_id))) IS NOT TRUE THEN
    PERFORM kb_refuse('evidence-wording');
  END IF;
  IF NEW.stance IN ('supports', 'disputes')
     AND EXISTS (SELECT 1 FROM kb_noclaim n WHERE n.sentence_id = NEW.sentence_id) THEN
    PERFORM kb_refuse('no-claim');
  END IF;
  PERFORM kb_touch(NEW.claim_id);
  IF kb_is_settled(NEW.claim_id) THEN
    PERFORM kb_refuse('settled');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER kb_evidence_insert BEFORE INSERT ON kb_evidence FOR EACH ROW EXECUTE FUNCTION kb_evidence_insert();

-- Beside a published claim a correction may only set its evidence waiting.
CREATE FUNCTION kb_evidence_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.id <> OLD.id OR NEW.claim_id <> OLD.claim_id OR NEW.sentence_id <> OLD.sentence_id
     OR NEW.start <> OLD.start OR NEW."end" <> OLD."end" OR NEW.stance <> OLD.stance
     OR NEW.replaces_id IS DISTINCT FROM OLD.replaces_id OR NEW.created_at <> OLD.created_at THEN
    PERFORM kb_refuse('evidence-frozen');
  END IF;
  IF NEW.state <> OLD.state
     AND ((OLD.state = 'stands' AND NEW.state IN ('waiting', 'replaced', 'dropped'))
       OR (OLD.state = 'waiting' AND NEW.state IN ('stands', 'replaced', 'dropped'))) IS NOT TRUE THEN
    PERFORM kb_refuse('evidence-state');
  END IF;
  PERFORM kb_touch(NEW.claim_id);
  IF kb_is_settled(NEW.claim_id) AND (NEW.note <> OLD.note
     OR (NEW.state <> OLD.state AND NOT (OLD.state = 'stands' AND NEW.state = 'waiting'))) THEN
    PERFORM kb_refuse('settled');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER kb_evidence_update BEFORE UPDATE ON kb_evidence FOR EACH ROW EXECUTE FUNCTION kb_evidence_update();

CREATE FUNCTION kb_evidence_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM kb_touch(OLD.claim_id);
  IF kb_is_settled(OLD.claim_id) OR EXISTS (
      SELECT 1 FROM kb_claim c WHERE c.id = OLD.claim_id AND c.published_at IS NOT NULL) THEN
    PERFORM kb_refuse('evidence-kept');
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER kb_evidence_delete BEFORE DELETE ON kb_evidence FOR EACH ROW EXECUTE FUNCTION kb_evidence_delete();

-- A sentence is judged to hold no claim, or covered by evidence; never both.
CREATE FUNCTION kb_noclaim_write() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM kb_refuse_snapshots();
  PERFORM 1 FROM kb_sentence s WHERE s.id = NEW.sentence_id FOR NO KEY UPDATE;
  IF EXISTS (SELECT 1 FROM kb_evidence e WHERE e.sentence_id = NEW.sentence_id
             AND e.stance IN ('supports', 'disputes') AND e.state IN ('stands', 'waiting')) THEN
    PERFORM kb_refuse('covered');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER kb_noclaim_write BEFORE INSERT OR UPDATE ON kb_noclaim FOR EACH ROW EXECUTE FUNCTION kb_noclaim_write();

-- 4. Chains -----------------------------------------------------------------------------------

CREATE FUNCTION kb_attribution_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM kb_refuse_snapshots();
  IF NEW.cue_sentence_id IS NOT NULL AND (EXISTS (
      SELECT 1 FROM kb_sentence s
      WHERE s.id = NEW.cue_sentence_id AND NEW.cue_start >= 0 AND NEW.cue_start < NEW.cue_end
        AND NEW.cue_end <= s."end" - s.start)) IS NOT TRUE THEN
    PERFORM kb_refuse('quote');
  END IF;
  PERFORM kb_touch(NEW.claim_id);
  IF (EXISTS (
      SELECT 1 FROM kb_claim c
      WHERE c.id = NEW.claim_id AND NEW.position <= c.hops
        AND (NEW.position < c.hops
          OR (NEW.actor_id = c.speaker_id AND NEW.mode = c.mode)))) IS NOT TRUE THEN
    PERFORM kb_refuse('chain');
  END IF;
  IF kb_is_settled(NEW.claim_id) THEN
    PERFORM kb_refuse('settled');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER kb_attribution_insert BEFORE INSERT ON kb_attribution FOR EACH ROW EXECUTE FUNCTION kb_attribution_insert();

CREATE FUNCTION kb_attribution_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM kb_touch(OLD.claim_id);
  IF kb_is_settled(OLD.claim_id) THEN
    PERFORM kb_refuse('settled');
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER kb_attribution_delete BEFORE DELETE ON kb_attribution FOR EACH ROW EXECUTE FUNCTION kb_attribution_delete();

-- 5. Four eyes ------------------------------------------------------------------------------

CREATE FUNCTION kb_claim_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.status = 'draft' AND NEW.published_at IS NULL AND NEW.version = 1) IS NOT TRUE THEN
    PERFORM kb_refuse('claim-begins');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER kb_claim_insert BEFORE INSERT ON kb_claim FOR EACH ROW EXECUTE FUNCTION kb_claim_insert();

CREATE FUNCTION kb_claim_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM kb_refuse_snapshots();
  IF NEW.id <> OLD.id OR NEW.external_id <> OLD.external_id OR NEW.created_at <> OLD.created_at
     OR (NEW.published_at IS DISTINCT FROM OLD.published_at
         AND NOT (OLD.published_at IS NULL AND NEW.status = 'published'))
     OR (OLD.status = 'published' AND NEW.extra <> OLD.extra) THEN
    PERFORM kb_refuse('claim-keys');
  END IF;
  IF NEW.version NOT IN (OLD.version, OLD.version + 1)
     OR (NEW.version = OLD.version AND (
         NEW.article_id, NEW.text, NEW.language, NEW.kind, NEW.speaker_id, NEW.mode, NEW.hops,
         NEW.said_on, NEW.due_on, NEW.writer_id)
       IS DISTINCT FROM (
         OLD.article_id, OLD.text, OLD.language, OLD.kind, OLD.speaker_id, OLD.mode, OLD.hops,
         OLD.said_on, OLD.due_on, OLD.writer_id)) THEN
    PERFORM kb_refuse('claim-version');
  END IF;
  -- A correction changes the speaker before the chain: it is looked at when it is published again.
  -- A mere touch (kb_touch) asks nothing: it comes before the old hop goes that no longer fits.
  IF (NEW.speaker_id, NEW.mode, NEW.hops, NEW.status)
       IS DISTINCT FROM (OLD.speaker_id, OLD.mode, OLD.hops, OLD.status)
     AND NOT (OLD.status = 'published' AND NEW.status = 'in_review') AND EXISTS (
      SELECT 1 FROM kb_attribution t
      WHERE t.claim_id = NEW.id AND (t.position > NEW.hops
        OR (t.position = NEW.hops AND (t.actor_id <> NEW.speaker_id OR t.mode <> NEW.mode)))) THEN
    PERFORM kb_refuse('chain');
  END IF;
  -- What was returned or withdrawn comes back as a new version: an old decision counts no more.
  IF NEW.status <> OLD.status AND (CASE OLD.status || ' ' || NEW.status
      WHEN 'draft in_review' THEN NEW.version = OLD.version + (EXISTS (
          SELECT 1 FROM kb_decision d WHERE d.claim_id = NEW.id
          AND d.claim_version = OLD.version AND d.verb = 'returned'))::int
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
      ELSE FALSE END) IS NOT TRUE THEN
    PERFORM kb_refuse('claim-status');
  END IF;
  IF NEW.status = 'published' THEN
    IF (NEW.published_at IS NOT NULL AND (OLD.status <> 'published' OR NEW.version = OLD.version)
        AND EXISTS (
          SELECT 1 FROM kb_decision d WHERE d.claim_id = NEW.id AND d.claim_version = NEW.version
          AND d.verb IN ('published', 'corrected') AND d.by_id <> NEW.writer_id)) IS NOT TRUE THEN
      PERFORM kb_refuse('four-eyes');
    END IF;
    IF (btrim(NEW.text, {blank}) <> '') IS NOT TRUE THEN
      PERFORM kb_refuse('claim-text');
    END IF;
    IF NOT kb_is_supported(NEW.id) THEN
      PERFORM kb_refuse('support');
    END IF;
    IF (SELECT COUNT(*) FROM kb_attribution WHERE claim_id = NEW.id) <> NEW.hops THEN
      PERFORM kb_refuse('chain');
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER kb_claim_update BEFORE UPDATE ON kb_claim FOR EACH ROW EXECUTE FUNCTION kb_claim_update();

CREATE FUNCTION kb_claim_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.published_at IS NOT NULL OR EXISTS (SELECT 1 FROM kb_decision WHERE claim_id = OLD.id) THEN
    PERFORM kb_refuse('claim-kept');
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER kb_claim_delete BEFORE DELETE ON kb_claim FOR EACH ROW EXECUTE FUNCTION kb_claim_delete();

CREATE FUNCTION kb_decision_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM kb_refuse_snapshots();
  IF NEW.claim_id IS NOT NULL AND NEW.verb <> 'merged' AND (EXISTS (
      SELECT 1 FROM kb_claim c WHERE c.id = NEW.claim_id AND CASE NEW.verb
          WHEN 'published' THEN c.status = 'in_review' AND NEW.claim_version = c.version
          WHEN 'returned' THEN c.status = 'in_review' AND NEW.claim_version = c.version
          WHEN 'withdrawn' THEN c.status = 'published' AND NEW.claim_version = c.version
          WHEN 'corrected' THEN c.status = 'published' AND NEW.claim_version = c.version + 1
          ELSE FALSE END)) IS NOT TRUE THEN
    PERFORM kb_refuse('decision-fits');
  END IF;
  -- Nor does it help to name another writer: who wrote last is on record.
  IF NEW.verb IN ('published', 'returned') AND (NEW.by_id = (
      SELECT c.writer_id FROM kb_claim c WHERE c.id = NEW.claim_id) OR NEW.by_id = (
      SELECT h.writer_id FROM kb_historicalclaim h WHERE h.id = NEW.claim_id
      ORDER BY h.history_id DESC LIMIT 1)) THEN
    PERFORM kb_refuse('own-work');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER kb_decision_insert BEFORE INSERT ON kb_decision FOR EACH ROW EXECUTE FUNCTION kb_decision_insert();

-- 6. No silence -----------------------------------------------------------------------------

CREATE FUNCTION kb_slug_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.id <> OLD.id OR NEW.slug <> OLD.slug THEN
    PERFORM kb_refuse('slug');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER kb_actor_slug BEFORE UPDATE ON kb_actor FOR EACH ROW EXECUTE FUNCTION kb_slug_update();
CREATE TRIGGER kb_event_slug BEFORE UPDATE ON kb_event FOR EACH ROW EXECUTE FUNCTION kb_slug_update();
CREATE TRIGGER kb_tag_slug BEFORE UPDATE ON kb_tag FOR EACH ROW EXECUTE FUNCTION kb_slug_update();

-- What is merged answers with another's address: by a decision, and never in a circle.
CREATE FUNCTION kb_merge_update() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  is_decided boolean;
  is_free boolean;
BEGIN
  IF NEW.merged_into_id IS DISTINCT FROM OLD.merged_into_id THEN
    PERFORM kb_refuse_snapshots();
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM kb_decision WHERE %I = $1 AND verb = ''merged'')',
                   TG_ARGV[0]) INTO is_decided USING NEW.id;
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I WHERE id = $1 AND merged_into_id IS NULL)',
                   TG_TABLE_NAME) INTO is_free USING NEW.merged_into_id;
    IF (is_decided AND (NEW.merged_into_id IS NULL OR is_free)) IS NOT TRUE THEN
      PERFORM kb_refuse('merged');
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER kb_actor_merged BEFORE UPDATE ON kb_actor FOR EACH ROW EXECUTE FUNCTION kb_merge_update('actor_id');
CREATE TRIGGER kb_event_merged BEFORE UPDATE ON kb_event FOR EACH ROW EXECUTE FUNCTION kb_merge_update('event_id');
CREATE TRIGGER kb_tag_merged BEFORE UPDATE ON kb_tag FOR EACH ROW EXECUTE FUNCTION kb_merge_update('tag_id');

CREATE FUNCTION kb_actor_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM kb_historicalclaim WHERE speaker_id = OLD.id)
     OR EXISTS (SELECT 1 FROM kb_historicalclaimabout WHERE actor_id = OLD.id)
     OR EXISTS (SELECT 1 FROM kb_historicalattribution WHERE actor_id = OLD.id)
     OR EXISTS (SELECT 1 FROM kb_historicalparticipation WHERE actor_id = OLD.id)
     OR EXISTS (SELECT 1 FROM kb_historicalarticle WHERE author_id = OLD.id)
     OR EXISTS (SELECT 1 FROM kb_claim WHERE speaker_id = OLD.id)
     OR EXISTS (SELECT 1 FROM kb_claimabout WHERE actor_id = OLD.id)
     OR EXISTS (SELECT 1 FROM kb_attribution WHERE actor_id = OLD.id)
     OR EXISTS (SELECT 1 FROM kb_participation WHERE actor_id = OLD.id)
     OR EXISTS (SELECT 1 FROM kb_article WHERE author_id = OLD.id) THEN
    PERFORM kb_refuse('named');
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER kb_actor_delete BEFORE DELETE ON kb_actor FOR EACH ROW EXECUTE FUNCTION kb_actor_delete();

CREATE FUNCTION kb_event_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM kb_historicalclaimevent WHERE event_id = OLD.id)
     OR EXISTS (SELECT 1 FROM kb_claimevent WHERE event_id = OLD.id) THEN
    PERFORM kb_refuse('named');
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER kb_event_delete BEFORE DELETE ON kb_event FOR EACH ROW EXECUTE FUNCTION kb_event_delete();

CREATE FUNCTION kb_tag_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM kb_historicalclaimtag WHERE tag_id = OLD.id)
     OR EXISTS (SELECT 1 FROM kb_claimtag WHERE tag_id = OLD.id) THEN
    PERFORM kb_refuse('named');
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER kb_tag_delete BEFORE DELETE ON kb_tag FOR EACH ROW EXECUTE FUNCTION kb_tag_delete();

CREATE TRIGGER kb_person_kept BEFORE DELETE ON auth_user FOR EACH ROW EXECUTE FUNCTION kb_frozen('person-kept');

CREATE FUNCTION kb_person_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.id <> OLD.id THEN
    PERFORM kb_refuse('frozen');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER kb_person_update BEFORE UPDATE ON auth_user FOR EACH ROW EXECUTE FUNCTION kb_person_update();

CREATE FUNCTION kb_revision_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id = OLD.id AND NEW.number = OLD.number + 1) IS NOT TRUE THEN
    PERFORM kb_refuse('revision');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER kb_revision_update BEFORE UPDATE ON kb_revision FOR EACH ROW EXECUTE FUNCTION kb_revision_update();
CREATE TRIGGER kb_revision_kept BEFORE DELETE ON kb_revision FOR EACH ROW EXECUTE FUNCTION kb_frozen('revision');

-- 7. Search -----------------------------------------------------------------------------------
-- What changed is noted; kb/search/index.py makes its terms anew. Arguments: whose terms, and the
-- column with its id.

CREATE FUNCTION kb_noted_all() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('INSERT INTO kb_unindexed (kind, object_id) SELECT %L, %I FROM added ORDER BY 2',
                 TG_ARGV[0], TG_ARGV[1]);
  RETURN NULL;
END $$;

CREATE FUNCTION kb_changed(old jsonb, new jsonb, columns text[]) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM unnest(columns) AS c WHERE old -> c <> new -> c);
END $$;

-- Further arguments: the columns that its terms are made of.
CREATE FUNCTION kb_noted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR kb_changed(to_jsonb(OLD), to_jsonb(NEW), TG_ARGV[1:]) THEN
    INSERT INTO kb_unindexed (kind, object_id)
    VALUES (TG_ARGV[0], (to_jsonb(OLD) ->> TG_ARGV[1])::bigint);
  END IF;
  IF TG_OP = 'UPDATE' AND to_jsonb(OLD) -> TG_ARGV[1] <> to_jsonb(NEW) -> TG_ARGV[1] THEN
    INSERT INTO kb_unindexed (kind, object_id)
    VALUES (TG_ARGV[0], (to_jsonb(NEW) ->> TG_ARGV[1])::bigint);
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER kb_claim_noted_insert AFTER INSERT ON kb_claim REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION kb_noted_all('claim', 'id');
CREATE TRIGGER kb_claim_noted_update AFTER UPDATE ON kb_claim FOR EACH ROW EXECUTE FUNCTION kb_noted('claim', 'id', 'text', 'language', 'speaker_id', 'status');
CREATE TRIGGER kb_claim_noted_delete AFTER DELETE ON kb_claim FOR EACH ROW EXECUTE FUNCTION kb_noted('claim', 'id');
CREATE TRIGGER kb_claimabout_noted_insert AFTER INSERT ON kb_claimabout REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION kb_noted_all('claim', 'claim_id');
CREATE TRIGGER kb_claimabout_noted_change AFTER DELETE OR UPDATE ON kb_claimabout FOR EACH ROW EXECUTE FUNCTION kb_noted('claim', 'claim_id', 'actor_id');

CREATE TRIGGER kb_article_noted_insert AFTER INSERT ON kb_article REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION kb_noted_all('article', 'id');
CREATE TRIGGER kb_article_noted_update AFTER UPDATE ON kb_article FOR EACH ROW EXECUTE FUNCTION kb_noted('article', 'id', 'title', 'language', 'access', 'byline', 'author_id', 'outlet_id', 'current_version_id');
CREATE TRIGGER kb_article_noted_delete AFTER DELETE ON kb_article FOR EACH ROW EXECUTE FUNCTION kb_noted('article', 'id');

CREATE FUNCTION kb_outlet_noted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.name <> OLD.name THEN
    INSERT INTO kb_unindexed (kind, object_id)
    SELECT 'article', id FROM kb_article WHERE outlet_id = NEW.id ORDER BY id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER kb_outlet_noted AFTER UPDATE ON kb_outlet FOR EACH ROW EXECUTE FUNCTION kb_outlet_noted();

CREATE FUNCTION kb_actor_noted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.name = OLD.name AND NEW.merged_into_id IS NOT DISTINCT FROM OLD.merged_into_id THEN
    RETURN NULL;
  END IF;
  INSERT INTO kb_unindexed (kind, object_id) VALUES ('actor', NEW.id);
  INSERT INTO kb_unindexed (kind, object_id)
  SELECT 'claim', id FROM kb_claim WHERE speaker_id = NEW.id
  UNION SELECT 'claim', claim_id FROM kb_claimabout WHERE actor_id = NEW.id
  UNION SELECT 'article', id FROM kb_article WHERE author_id = NEW.id ORDER BY 1, 2;
  RETURN NULL;
END $$;
CREATE TRIGGER kb_actor_noted_insert AFTER INSERT ON kb_actor REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION kb_noted_all('actor', 'id');
CREATE TRIGGER kb_actor_noted_update AFTER UPDATE ON kb_actor FOR EACH ROW EXECUTE FUNCTION kb_actor_noted();
CREATE TRIGGER kb_actor_noted_delete AFTER DELETE ON kb_actor FOR EACH ROW EXECUTE FUNCTION kb_noted('actor', 'id');
CREATE TRIGGER kb_alias_noted_insert AFTER INSERT ON kb_alias REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION kb_noted_all('actor', 'actor_id');
CREATE TRIGGER kb_alias_noted_change AFTER DELETE OR UPDATE ON kb_alias FOR EACH ROW EXECUTE FUNCTION kb_noted('actor', 'actor_id', 'name', 'language');

CREATE TRIGGER kb_event_noted_insert AFTER INSERT ON kb_event REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION kb_noted_all('event', 'id');
CREATE TRIGGER kb_event_noted_update AFTER UPDATE ON kb_event FOR EACH ROW EXECUTE FUNCTION kb_noted('event', 'id', 'title', 'place', 'merged_into_id');
CREATE TRIGGER kb_event_noted_delete AFTER DELETE ON kb_event FOR EACH ROW EXECUTE FUNCTION kb_noted('event', 'id');
