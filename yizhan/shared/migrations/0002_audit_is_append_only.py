"""The database itself refuses to change, delete or empty the audit log, whoever asks."""

from django.db import migrations

TABLES = ("shared_auditentry", "shared_auditseal")

SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table}_append_only'); END;
"""

POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION yizhan_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%_append_only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""
POSTGRES_ROW = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION yizhan_append_only();
"""
POSTGRES_TRUNCATE = """
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION yizhan_append_only();
"""


def protect(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for table in TABLES:
            for verb in ("update", "delete"):
                schema_editor.execute(SQLITE.format(table=table, verb=verb))
        return
    schema_editor.execute(POSTGRES_FUNCTION, params=None)  # its "%" is no placeholder
    for table in TABLES:
        for verb in ("update", "delete"):
            schema_editor.execute(POSTGRES_ROW.format(table=table, verb=verb))
        schema_editor.execute(POSTGRES_TRUNCATE.format(table=table))


def unprotect(apps, schema_editor):
    verbs = ("update", "delete") if schema_editor.connection.vendor == "sqlite" else ("update", "delete", "truncate")
    on = "" if schema_editor.connection.vendor == "sqlite" else " ON {table}"
    for table in TABLES:
        for verb in verbs:
            schema_editor.execute(f"DROP TRIGGER {table}_no_{verb}" + on.format(table=table))


class Migration(migrations.Migration):
    dependencies = [("shared", "0001_audit_log_and_submissions")]
    operations = [migrations.RunPython(protect, unprotect)]
