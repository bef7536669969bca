"""Which worksheet a batch was read from; of those that are there nobody knows it."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two columns, 0 of 0 where it is not known."""

    dependencies = [("shared", "0015_pages_of_papers")]

    operations = [
        migrations.AddField("importbatch", "page", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("importbatch", "pages", models.PositiveSmallIntegerField(default=0)),
    ]
