"""The database itself refuses to change a wording that people agreed to."""

from django.db import migrations

SQLITE = """
CREATE TRIGGER people_consenttext_no_update BEFORE UPDATE ON people_consenttext
BEGIN SELECT RAISE(ABORT, 'people_consenttext_append_only'); END;
"""
POSTGRES = """
CREATE TRIGGER people_consenttext_no_update BEFORE UPDATE ON people_consenttext
FOR EACH ROW EXECUTE FUNCTION yizhan_append_only();
"""


def protect(apps, schema_editor):
    schema_editor.execute(SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES)


def unprotect(apps, schema_editor):
    on = "" if schema_editor.connection.vendor == "sqlite" else " ON people_consenttext"
    schema_editor.execute("DROP TRIGGER people_consenttext_no_update" + on)


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_wordings_say_who_made_them"),
        ("shared", "0002_audit_is_append_only"),
    ]
    operations = [migrations.RunPython(protect, unprotect)]
