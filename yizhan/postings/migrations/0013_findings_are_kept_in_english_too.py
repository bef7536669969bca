"""What a rule said is kept in English too; empty in the rows that are there."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("postings", "0012_more_reasons_to_send_back"),
    ]

    operations = [
        migrations.AddField(
            model_name="rulehit",
            name="message_en",
            field=models.CharField(blank=True, db_default="", default="", max_length=300),
        ),
    ]
