"""The database itself refuses to change terms that were shown, and rows that say what happened when.

The ciphertext of a contact (and its keyed hashes) may be written again: keys are rotated, and a contact is erased when
its time is over. Everything else of a version of terms stands for good.
"""

from django.db import migrations

DATED = ("postings_postingstatuschange", "postings_headcountchange")
TERMS = "postings_postingterms"
REWRITABLE = {"contact_name", "contact_phone", "contact_phone_index", "contact_tail_index"}

SQLITE = """
CREATE TRIGGER {table}_no_{name} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table}_append_only'); END;
"""
POSTGRES = """
CREATE TRIGGER {table}_no_{name} BEFORE {verb} ON {table} FOR EACH {each} EXECUTE FUNCTION yizhan_append_only();
"""


def guards(apps, schema_editor):
    terms = apps.get_model("postings", "PostingTerms")
    columns = [f.column for f in terms._meta.concrete_fields if f.column not in REWRITABLE]
    yield TERMS, "update", f"UPDATE OF {', '.join(columns)}", "ROW"
    yield TERMS, "delete", "DELETE", "ROW"
    for table in DATED:
        yield table, "update", "UPDATE", "ROW"
        yield table, "delete", "DELETE", "ROW"
    if schema_editor.connection.vendor == "postgresql":
        for table in (TERMS, *DATED):
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
        ("postings", "0001_postings_terms_and_shifts"),
        ("shared", "0002_audit_is_append_only"),
    ]
    operations = [migrations.RunPython(protect, unprotect)]
