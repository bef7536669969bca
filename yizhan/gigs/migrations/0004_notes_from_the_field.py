"""What a device noted while there was no network, with what became of it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("gigs", "0003_corrections_of_attendance"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FieldEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(editable=False, unique=True)),
                ("what", models.CharField(choices=[("in", "到了"), ("out", "走了")], max_length=3)),
                ("moment", models.DateTimeField()),
                ("noted_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("entered", "已登记"),
                            ("same", "和已登记的一样"),
                            ("conflict", "和已登记的不一致"),
                            ("refused", "不能登记"),
                        ],
                        max_length=8,
                    ),
                ),
                ("refusal", models.CharField(blank=True, max_length=40)),
                (
                    "decision",
                    models.CharField(
                        blank=True, choices=[("kept", "保留已登记的"), ("taken", "改用现场的")], max_length=5
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("by", models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            )),
                ("decided_by", models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            )),
                ("order", models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="field_entries", to="gigs.order"
            )),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                condition=models.Q(
                    ("what__in", ["in", "out"]), ("outcome__in", ["entered", "same", "conflict", "refused"])
                ),
                name="fieldentry_words_known",
                violation_error_message="看不懂的现场记录。",
            ),
                    models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("decided_by", None), ("decision", "")),
                    models.Q(
                        ("decision__in", ["kept", "taken"]),
                        ("outcome__in", ["conflict", "refused"]),
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="fieldentry_decided_whole",
                violation_error_message="只有没登记上的现场记录要决定，决定要有人和时间。",
            ),
                ],
                "indexes": [
                    models.Index(
                condition=models.Q(("decision", ""), ("outcome__in", ["conflict", "refused"])),
                fields=["sent_at"],
                name="fieldentry_open",
            ),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="attendance",
            name="attendance_method_known",
        ),
        migrations.RemoveConstraint(
            model_name="attendance",
            name="attendance_out_after_in",
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
                ],
                max_length=7,
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
                ],
                max_length=7,
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.CheckConstraint(
                condition=models.Q(("in_method__in", ["roster", "qr", "phone", "foreman", "field"])),
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
                        ("out_by__isnull", False),
                        ("out_method__in", ["roster", "qr", "phone", "foreman", "field"]),
                    ),
                    _connector="OR",
                ),
                name="attendance_out_after_in",
                violation_error_message="签退要晚于签到。",
            ),
        ),
    ]
