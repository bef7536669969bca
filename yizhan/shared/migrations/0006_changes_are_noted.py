"""A line for every write of a posting or an employer, so that whoever keeps a copy reads only what changed.

The first line says nothing; by it a reader sees that none before its own was removed.
"""

import django.db.models.functions.datetime
from django.db import migrations, models

import yizhan.shared.changes.expressions


def begin(apps, schema_editor):
    apps.get_model("shared", "Change").objects.create(topic="begin", row_id=0)


class Migration(migrations.Migration):
    dependencies = [("shared", "0005_staged_sheets")]
    operations = [
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "topic",
                    models.CharField(
                        choices=[("begin", "开始"), ("posting", "招聘岗位"), ("employer", "用工单位")], max_length=8
                    ),
                ),
                ("row_id", models.BigIntegerField()),
                (
                    "xact",
                    models.BigIntegerField(
                        db_default=yizhan.shared.changes.expressions.TransactionNumber(), editable=False
                    ),
                ),
                (
                    "written_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["xact"], name="change_xact")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("topic__in", ["begin", "posting", "employer"])), name="change_topic_known"
                    ),
                    models.CheckConstraint(condition=models.Q(("row_id__gte", 0)), name="change_row_is_an_id"),
                ],
            },
        ),
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
