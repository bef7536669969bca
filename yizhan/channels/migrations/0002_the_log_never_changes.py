"""The database itself refuses to change or delete a line about what went out."""

from django.db import migrations

TABLE = "channels_outgoing"


def protect(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for verb in ("update", "delete"):
            schema_editor.execute(
                f"CREATE TRIGGER {TABLE}_no_{verb} BEFORE {verb} ON {TABLE} "
                f"BEGIN SELECT RAISE(ABORT, '{TABLE}_append_only'); END;"
            )
        return
    for verb, each in (("update", "ROW"), ("delete", "ROW"), ("truncate", "STATEMENT")):
        schema_editor.execute(
            f"CREATE TRIGGER {TABLE}_no_{verb} BEFORE {verb} ON {TABLE} "
            f"FOR EACH {each} EXECUTE FUNCTION yizhan_append_only();"
        )


def unprotect(apps, schema_editor):
    on = "" if schema_editor.connection.vendor == "sqlite" else f" ON {TABLE}"
    verbs = ("update", "delete") if schema_editor.connection.vendor == "sqlite" else ("update", "delete", "truncate")
    for verb in verbs:
        schema_editor.execute(f"DROP TRIGGER {TABLE}_no_{verb}" + on)


class Migration(migrations.Migration):
    dependencies = [("channels", "0001_channels_and_what_went_out"), ("shared", "0002_audit_is_append_only")]
    operations = [migrations.RunPython(protect, unprotect)]
