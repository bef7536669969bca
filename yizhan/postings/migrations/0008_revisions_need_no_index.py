"""Readers follow the table of changes; nobody sums revisions any more, so their index goes. The columns go later."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("postings", "0007_appeals_say_who_speaks_and_how_it_came")]
    operations = [migrations.RemoveIndex(model_name="posting", name="posting_revision")]
