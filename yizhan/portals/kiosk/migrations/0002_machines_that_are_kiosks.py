"""Which offices have a kiosk stands in rows: the pages of their desks ask whether somebody calls.

What was set up before is read from the audit log: it says of which office, and whether a machine was ended since.
"""

from collections import Counter

import django.db.models.deletion
from django.db import migrations, models


def read_from_the_log(apps, schema_editor):
    machine = apps.get_model("kiosk", "Machine")
    said = apps.get_model("shared", "AuditEntry").objects.filter(action__in=["kiosk.set_up", "kiosk.ended"])
    standing, since = Counter(), {}
    for action, office, at in said.order_by("pk").values_list("action", "object_id", "at"):
        standing[office] = max(0, standing[office] + (1 if action == "kiosk.set_up" else -1))
        since[office] = at
    known = set(apps.get_model("accounts", "Office").objects.values_list("pk", flat=True))
    for office in sorted(known & standing.keys()):
        machine.objects.bulk_create(
            machine(office_id=office, since_at=since[office]) for _one in range(standing[office])
        )


class Migration(migrations.Migration):
    dependencies = [("kiosk", "0001_help_calls"), ("shared", "0001_audit_log_and_submissions")]
    operations = [
        migrations.CreateModel(
            name="Machine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.office"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ended_at", None), ("ended_at__gte", models.F("since_at")), _connector="OR"),
                        name="machine_ends_after_it_began",
                    )
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at", None)), fields=["office"], name="machine_in_use"
                    )
                ],
            },
        ),
        migrations.RunPython(read_from_the_log, migrations.RunPython.noop),
    ]
