"""What was noticed on reading a sheet; of those that are there nobody knows it."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column."""

    dependencies = [("shared", "0016_which_worksheet_was_read")]

    operations = [migrations.AddField("importbatch", "notes", models.JSONField(default=dict))]
