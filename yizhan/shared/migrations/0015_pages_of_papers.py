"""How many pages a paper has; of those that are there nobody knows it."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """A column that may be empty, and its bounds."""

    dependencies = [("shared", "0014_codes_go_by_mail_too")]

    operations = [
        migrations.AddField("sealedfile", "pages", models.PositiveSmallIntegerField(null=True)),
        migrations.AddConstraint(
            "sealedfile",
            models.CheckConstraint(
                condition=models.Q(("pages", None), models.Q(("pages__gte", 1), ("pages__lte", 11)), _connector="OR"),
                name="sealedfile_pages_counted",
                violation_error_message="页数不对。",
            ),
        ),
    ]
