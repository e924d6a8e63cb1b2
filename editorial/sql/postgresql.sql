-- What constraints cannot say of the desk's own tables, for PostgreSQL. Read by kb/triggers.py, as
-- its own rules are: see kb/sql/postgresql.sql for how they are written.

-- Suggestions ----------------------------------------------------------------------------------
-- Who proposed what is a record; what waits is decided, taken back or superseded once.

CREATE FUNCTION kb_suggestion_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.state = 'open') IS NOT TRUE THEN
    PERFORM kb_refuse('suggestion-begins');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER kb_suggestion_insert BEFORE INSERT ON editorial_suggestion FOR EACH ROW EXECUTE FUNCTION kb_suggestion_insert();

CREATE FUNCTION kb_suggestion_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> 'open' OR (NEW.id, NEW.claim_id, NEW.claim_version, NEW.base, NEW.content,
      NEW.note, NEW.by_id, NEW.created_at)
    IS DISTINCT FROM (OLD.id, OLD.claim_id, OLD.claim_version, OLD.base, OLD.content,
      OLD.note, OLD.by_id, OLD.created_at) THEN
    PERFORM kb_refuse('suggestion-frozen');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER kb_suggestion_update BEFORE UPDATE ON editorial_suggestion FOR EACH ROW EXECUTE FUNCTION kb_suggestion_update();
CREATE TRIGGER kb_suggestion_kept BEFORE DELETE ON editorial_suggestion FOR EACH ROW EXECUTE FUNCTION kb_frozen('frozen');
CREATE TRIGGER kb_suggestion_no_truncate BEFORE TRUNCATE ON editorial_suggestion FOR EACH STATEMENT EXECUTE FUNCTION kb_frozen('frozen');

-- Comments -------------------------------------------------------------------------------------
-- They go only with a claim that goes: one that was never public.

CREATE TRIGGER kb_comment_frozen BEFORE UPDATE ON editorial_comment FOR EACH ROW EXECUTE FUNCTION kb_frozen('frozen');
CREATE FUNCTION kb_comment_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM kb_claim c WHERE c.id = OLD.claim_id AND c.published_at IS NOT NULL) THEN
    PERFORM kb_refuse('frozen');
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER kb_comment_kept BEFORE DELETE ON editorial_comment FOR EACH ROW EXECUTE FUNCTION kb_comment_delete();
CREATE TRIGGER kb_comment_no_truncate BEFORE TRUNCATE ON editorial_comment FOR EACH STATEMENT EXECUTE FUNCTION kb_frozen('frozen');
