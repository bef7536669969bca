"""Workers on their own phone: nobody of the staff stands behind what they do; what they say of their pay is kept."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

#: SQLite writes a table anew to change its columns, and the triggers of the old one (migration 0002) go with it.
SQLITE = """
CREATE TRIGGER gigs_hoursstatement_no_{name} BEFORE {verb} ON gigs_hoursstatement
BEGIN SELECT RAISE(ABORT, 'gigs_hoursstatement_append_only'); END;
"""


def protect(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS gigs_hoursstatement_no_{verb.lower()}")
            schema_editor.execute(SQLITE.format(name=verb.lower(), verb=verb))


class Migration(migrations.Migration):
    dependencies = [
        ("gigs", "0004_notes_from_the_field"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, protect),
        migrations.RemoveConstraint(
            model_name="attendance",
            name="attendance_method_known",
        ),
        migrations.RemoveConstraint(
            model_name="attendance",
            name="attendance_out_after_in",
        ),
        migrations.RemoveConstraint(
            model_name="hoursstatement",
            name="hoursstatement_words_known",
        ),
        migrations.AddField(
            model_name="attendance",
            name="in_lat_e6",
            field=models.IntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="attendance",
            name="in_lng_e6",
            field=models.IntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="attendance",
            name="out_lat_e6",
            field=models.IntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="attendance",
            name="out_lng_e6",
            field=models.IntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="order",
            name="said_unpaid_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="attendance",
            name="in_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="attendance",
            name="in_method",
            field=models.CharField(
                choices=[
                    ("roster", "花名册签字"),
                    ("qr", "扫码"),
                    ("phone", "电话代录"),
                    ("foreman", "班组长代录"),
                    ("field", "现场离线登记"),
                    ("own", "本人手机"),
                ],
                max_length=7,
            ),
        ),
        migrations.AlterField(
            model_name="attendance",
            name="out_method",
            field=models.CharField(
                blank=True,
                choices=[
                    ("roster", "花名册签字"),
                    ("qr", "扫码"),
                    ("phone", "电话代录"),
                    ("foreman", "班组长代录"),
                    ("field", "现场离线登记"),
                    ("own", "本人手机"),
                ],
                max_length=7,
            ),
        ),
        migrations.AlterField(
            model_name="attendancecorrection",
            name="before_method",
            field=models.CharField(
                choices=[
                    ("roster", "花名册签字"),
                    ("qr", "扫码"),
                    ("phone", "电话代录"),
                    ("foreman", "班组长代录"),
                    ("field", "现场离线登记"),
                    ("own", "本人手机"),
                ],
                max_length=7,
            ),
        ),
        migrations.AlterField(
            model_name="attendancecorrection",
            name="method",
            field=models.CharField(
                blank=True,
                choices=[
                    ("roster", "花名册签字"),
                    ("qr", "扫码"),
                    ("phone", "电话代录"),
                    ("foreman", "班组长代录"),
                    ("field", "现场离线登记"),
                    ("own", "本人手机"),
                ],
                max_length=7,
            ),
        ),
        migrations.AlterField(
            model_name="hoursstatement",
            name="by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="hoursstatement",
            name="method",
            field=models.CharField(
                choices=[
                    ("roster", "花名册签字"),
                    ("qr", "扫码"),
                    ("phone", "电话代录"),
                    ("foreman", "班组长代录"),
                    ("field", "现场离线登记"),
                    ("own", "本人手机"),
                ],
                max_length=7,
            ),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(
                condition=models.Q(("said_unpaid_at__isnull", False)),
                fields=["office", "pay_on"],
                name="order_said_unpaid",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("in_method__in", ["roster", "qr", "phone", "foreman", "field", "own"]),
                    models.Q(
                        models.Q(("in_by", None), ("in_method", "own")),
                        models.Q(("in_by__isnull", False), models.Q(("in_method", "own"), _negated=True)),
                        _connector="OR",
                    ),
                ),
                name="attendance_method_known",
                violation_error_message="不认识的签到方式。",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("out_at", None), ("out_by", None), ("out_method", "")),
                    models.Q(
                        ("out_at__gt", models.F("in_at")),
                        ("out_method__in", ["roster", "qr", "phone", "foreman", "field", "own"]),
                        models.Q(
                            models.Q(("out_by", None), ("out_method", "own")),
                            models.Q(("out_by__isnull", False), models.Q(("out_method", "own"), _negated=True)),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="attendance_out_after_in",
                violation_error_message="签退要晚于签到。",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("in_lat_e6", None), ("in_lng_e6", None)),
                        models.Q(("in_lat_e6__isnull", False), ("in_lng_e6__isnull", False), ("in_method", "own")),
                        _connector="OR",
                    ),
                    models.Q(
                        models.Q(("out_lat_e6", None), ("out_lng_e6", None)),
                        models.Q(("out_lat_e6__isnull", False), ("out_lng_e6__isnull", False), ("out_method", "own")),
                        _connector="OR",
                    ),
                ),
                name="attendance_place_only_by_oneself",
                violation_error_message="位置只能由本人用自己的手机带上。",
            ),
        ),
        migrations.AddConstraint(
            model_name="hoursstatement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("side__in", ["worker", "employer"]),
                    models.Q(
                        models.Q(("by__isnull", False), ("method__in", ["roster", "qr", "phone", "foreman"])),
                        models.Q(("by", None), ("method", "own"), ("side", "worker")),
                        _connector="OR",
                    ),
                ),
                name="hoursstatement_words_known",
                violation_error_message="不认识的一方或方式。",
            ),
        ),
        migrations.RunPython(protect, migrations.RunPython.noop),
    ]
