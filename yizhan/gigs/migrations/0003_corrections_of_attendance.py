"""What was noted of coming and going before and after it was put right; the database refuses to change either."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


TABLE = "gigs_attendancecorrection"
SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table}_append_only'); END;
"""
POSTGRES = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} FOR EACH {each} EXECUTE FUNCTION yizhan_append_only();
"""


def verbs(schema_editor):
    yield "UPDATE", "ROW"
    yield "DELETE", "ROW"
    if schema_editor.connection.vendor == "postgresql":
        yield "TRUNCATE", "STATEMENT"


def protect(apps, schema_editor):
    template = SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES
    for verb, each in verbs(schema_editor):
        schema_editor.execute(template.format(table=TABLE, verb=verb, each=each))


def unprotect(apps, schema_editor):
    on = "" if schema_editor.connection.vendor == "sqlite" else f" ON {TABLE}"
    for verb, _each in verbs(schema_editor):
        schema_editor.execute(f"DROP TRIGGER {TABLE}_no_{verb}{on}")


class Migration(migrations.Migration):
    dependencies = [
        ("gigs", "0002_what_was_said_and_booked_never_changes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AttendanceCorrection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("before_in_at", models.DateTimeField()),
                ("before_out_at", models.DateTimeField(blank=True, null=True)),
                ("in_at", models.DateTimeField(blank=True, null=True, verbose_name="签到")),
                ("out_at", models.DateTimeField(blank=True, null=True, verbose_name="签退")),
                (
                    "before_method",
                    models.CharField(
                        choices=[
                            ("roster", "花名册签字"),
                            ("qr", "扫码"),
                            ("phone", "电话代录"),
                            ("foreman", "班组长代录"),
                        ],
                        max_length=7,
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("roster", "花名册签字"),
                            ("qr", "扫码"),
                            ("phone", "电话代录"),
                            ("foreman", "班组长代录"),
                        ],
                        max_length=7,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("misread", "录入时看错"),
                            ("person", "登记到别人名下"),
                            ("both", "双方核对后改正"),
                            ("field", "与现场离线登记核对"),
                        ],
                        max_length=7,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="corrections", to="gigs.order"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason__in", ["misread", "person", "both", "field"])),
                        name="attendancecorrection_has_a_reason",
                        violation_error_message="更正考勤要选原因。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("in_at", None), ("method", ""), ("out_at", None)),
                            models.Q(
                                ("in_at__isnull", False),
                                models.Q(("out_at", None), ("out_at__gt", models.F("in_at")), _connector="OR"),
                                models.Q(("method", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="attendancecorrection_out_after_in",
                        violation_error_message="签退要晚于签到。",
                    ),
                ],
            },
        ),
        migrations.RunPython(protect, unprotect),
    ]
