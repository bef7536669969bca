"""The database itself refuses to change a case's course and facts. Only their texts may be written again: keys rotate,
and texts are emptied when the person's time is over."""

from django.db import migrations

TABLES = ("CaseStep", "CaseFact")
REWRITABLE = {"note", "value"}

SQLITE = """
CREATE TRIGGER {table}_no_{name} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table}_append_only'); END;
"""
POSTGRES = """
CREATE TRIGGER {table}_no_{name} BEFORE {verb} ON {table} FOR EACH {each} EXECUTE FUNCTION yizhan_append_only();
"""


def guards(apps, schema_editor):
    for name in TABLES:
        model = apps.get_model("rights", name)
        table = model._meta.db_table
        columns = [field.column for field in model._meta.concrete_fields if field.column not in REWRITABLE]
        yield table, "update", f"UPDATE OF {', '.join(chr(34) + column + chr(34) for column in columns)}", "ROW"
        yield table, "delete", "DELETE", "ROW"
        if schema_editor.connection.vendor == "postgresql":
            yield table, "truncate", "TRUNCATE", "STATEMENT"


def protect(apps, schema_editor):
    template = SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES
    for table, name, verb, each in guards(apps, schema_editor):
        schema_editor.execute(template.format(table=table, name=name, verb=verb, each=each))


def unprotect(apps, schema_editor):
    on = "" if schema_editor.connection.vendor == "sqlite" else " ON {table}"
    for table, name, _verb, _each in guards(apps, schema_editor):
        schema_editor.execute(f"DROP TRIGGER {table}_no_{name}" + on.format(table=table))


class Migration(migrations.Migration):
    dependencies = [
        ("rights", "0001_cases_and_their_course"),
        ("shared", "0002_audit_is_append_only"),
    ]
    operations = [migrations.RunPython(protect, unprotect)]
