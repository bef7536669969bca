"""Nobody is promised to two places at once, unless staff said so with a reason.

A trigger on both databases, not an exclusion constraint: a promise that was overridden must still stand in the way of
the next one that was not, which `EXCLUDE ... WHERE` cannot say. On PostgreSQL a lock on the person makes the look and
the insert one step; on SQLite writers queue anyway.
"""

from django.db import migrations

SQLITE = """
CREATE TRIGGER workers_commitment_{verb}_overlap BEFORE {verb} ON workers_commitment
WHEN NEW.released_at IS NULL AND NEW.overridden_reason = '' AND EXISTS (
  SELECT 1 FROM workers_commitment o
  WHERE o.person_id = NEW.person_id AND o.released_at IS NULL AND o.id IS NOT NEW.id
    AND o.starts_at < NEW.ends_at AND NEW.starts_at < o.ends_at)
BEGIN SELECT RAISE(ABORT, 'commitment_no_overlap'); END;
"""

POSTGRES = """
CREATE FUNCTION yizhan_commitment_overlap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.released_at IS NULL AND NEW.overridden_reason = '' THEN
    PERFORM pg_advisory_xact_lock(7305, (NEW.person_id % 2147483647)::int);
    IF EXISTS (
      SELECT 1 FROM workers_commitment o
      WHERE o.person_id = NEW.person_id AND o.released_at IS NULL AND o.id IS DISTINCT FROM NEW.id
        AND o.starts_at < NEW.ends_at AND NEW.starts_at < o.ends_at) THEN
      RAISE EXCEPTION 'commitment_no_overlap' USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'commitment_no_overlap';
    END IF;
  ELSIF NEW.released_at IS NULL THEN
    PERFORM pg_advisory_xact_lock(7305, (NEW.person_id % 2147483647)::int);
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER workers_commitment_overlap BEFORE INSERT OR UPDATE ON workers_commitment
FOR EACH ROW EXECUTE FUNCTION yizhan_commitment_overlap();
"""


def forbid(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for verb in ("insert", "update"):
            schema_editor.execute(SQLITE.format(verb=verb))
    else:
        schema_editor.execute(POSTGRES, params=None)


def allow(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for verb in ("insert", "update"):
            schema_editor.execute(f"DROP TRIGGER workers_commitment_{verb}_overlap")
    else:
        schema_editor.execute("DROP TRIGGER workers_commitment_overlap ON workers_commitment")
        schema_editor.execute("DROP FUNCTION yizhan_commitment_overlap()")


class Migration(migrations.Migration):
    dependencies = [("workers", "0001_seekers_wishes_promises_visits")]
    operations = [migrations.RunPython(forbid, allow)]
