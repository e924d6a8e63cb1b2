-- What constraints cannot say of the desk's own tables, for SQLite. Read by kb/triggers.py, as its
-- own rules are: see kb/sql/sqlite.sql for how they are written.

-- Suggestions ----------------------------------------------------------------------------------
-- Who proposed what is a record; what waits is decided, taken back or superseded once.

CREATE TRIGGER kb_suggestion_begins BEFORE INSERT ON editorial_suggestion
WHEN (NEW.state = 'open') IS NOT TRUE
BEGIN SELECT RAISE(ABORT, 'INV suggestion-begins'); END;

CREATE TRIGGER kb_suggestion_key BEFORE INSERT ON editorial_suggestion
WHEN EXISTS (
    SELECT 1 FROM editorial_suggestion s
    WHERE s.id = NEW.id
       OR (s.claim_id = NEW.claim_id AND s.by_id = NEW.by_id AND s.state = 'open'))
BEGIN SELECT RAISE(ABORT, 'INV key'); END;

CREATE TRIGGER kb_suggestion_frozen BEFORE UPDATE ON editorial_suggestion
WHEN OLD.state <> 'open' OR NEW.id IS NOT OLD.id OR NEW.claim_id IS NOT OLD.claim_id
  OR NEW.claim_version IS NOT OLD.claim_version OR NEW.base IS NOT OLD.base
  OR NEW.content IS NOT OLD.content OR NEW.note IS NOT OLD.note OR NEW.by_id IS NOT OLD.by_id
  OR NEW.created_at IS NOT OLD.created_at
BEGIN SELECT RAISE(ABORT, 'INV suggestion-frozen'); END;

CREATE TRIGGER kb_suggestion_kept BEFORE DELETE ON editorial_suggestion
BEGIN SELECT RAISE(ABORT, 'INV frozen'); END;

-- Comments -------------------------------------------------------------------------------------
-- They go only with a claim that goes: one that was never public.

CREATE TRIGGER kb_comment_key BEFORE INSERT ON editorial_comment
WHEN EXISTS (SELECT 1 FROM editorial_comment WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'INV key'); END;

CREATE TRIGGER kb_comment_frozen BEFORE UPDATE ON editorial_comment
BEGIN SELECT RAISE(ABORT, 'INV frozen'); END;

CREATE TRIGGER kb_comment_kept BEFORE DELETE ON editorial_comment
WHEN EXISTS (SELECT 1 FROM kb_claim c WHERE c.id = OLD.claim_id AND c.published_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'INV frozen'); END;
