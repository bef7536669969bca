"""When a row reached the database, by its own clock: the sealer waits by it.

SQLite adds such a column by building the table anew, and the triggers go with the old one: they are put back.
"""

from importlib import import_module

import django.db.models.functions.datetime
from django.db import migrations, models

append_only = import_module("yizhan.shared.migrations.0002_audit_is_append_only")


def protect_again(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for verb in ("update", "delete"):
            schema_editor.execute(append_only.SQLITE.format(table="shared_auditentry", verb=verb))


class Migration(migrations.Migration):
    dependencies = [("shared", "0003_number_sequence")]
    operations = [
        # Backwards, SQLite builds the table anew once more; then the triggers are put back here.
        migrations.RunPython(migrations.RunPython.noop, protect_again),
        migrations.AddField(
            model_name="auditentry",
            name="written_at",
            field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
        ),
        migrations.RunPython(protect_again, migrations.RunPython.noop),
    ]
