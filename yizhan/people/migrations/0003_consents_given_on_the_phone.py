"""Consents that people give by themselves on their own phone have a channel of their own.

Until now they stood under 小程序, and were the only ones there through which no member of staff had gone.
"""

from django.db import migrations, models

BEFORE = ["counter", "kiosk", "mini", "village", "proxy", "phone", "import"]


def known(values):
    return models.CheckConstraint(
        condition=models.Q(("channel__in", values)),
        name="consent_channel_known",
        violation_error_message="不认识的渠道。",
    )


def move(before, after):
    def run(apps, schema_editor):
        consents = apps.get_model("people", "Consent").objects
        consents.filter(channel=before, given_through=None).update(channel=after)

    return run


class Migration(migrations.Migration):
    dependencies = [("people", "0002_consent_texts_first_version")]
    operations = [
        migrations.RemoveConstraint(model_name="consent", name="consent_channel_known"),
        migrations.AlterField(
            model_name="consent",
            name="channel",
            field=models.CharField(
                choices=[
                    ("counter", "窗口"),
                    ("kiosk", "一体机"),
                    ("mini", "小程序"),
                    ("village", "下乡"),
                    ("proxy", "代办"),
                    ("phone", "电话"),
                    ("import", "批量导入"),
                    ("own_page", "本人手机网页"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(model_name="consent", constraint=known([*BEFORE, "own_page"])),
        migrations.RunPython(move("mini", "own_page"), move("own_page", "mini")),
    ]
