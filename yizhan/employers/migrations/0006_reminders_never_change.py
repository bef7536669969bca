"""The database itself refuses to change or delete rows that say who was told what when."""

from django.db import migrations

DATED = ("employers_answerreminder",)

SQLITE = """
CREATE TRIGGER {table}_no_{name} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table}_append_only'); END;
"""
POSTGRES = """
CREATE TRIGGER {table}_no_{name} BEFORE {verb} ON {table} FOR EACH {each} EXECUTE FUNCTION yizhan_append_only();
"""


def guards(schema_editor):
    for table in DATED:
        yield table, "update", "UPDATE", "ROW"
        yield table, "delete", "DELETE", "ROW"
        if schema_editor.connection.vendor == "postgresql":
            yield table, "truncate", "TRUNCATE", "STATEMENT"


def protect(apps, schema_editor):
    template = SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES
    for table, name, verb, each in guards(schema_editor):
        schema_editor.execute(template.format(table=table, name=name, verb=verb, each=each))


def unprotect(apps, schema_editor):
    on = "" if schema_editor.connection.vendor == "sqlite" else " ON {table}"
    for table, name, _verb, _each in guards(schema_editor):
        schema_editor.execute(f"DROP TRIGGER {table}_no_{name}" + on.format(table=table))


class Migration(migrations.Migration):
    dependencies = [
        ("employers", "0005_facts_verified_how_and_employers_told"),
        ("shared", "0002_audit_is_append_only"),
    ]
    operations = [migrations.RunPython(protect, unprotect)]
