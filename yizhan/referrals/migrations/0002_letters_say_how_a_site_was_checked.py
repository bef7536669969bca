"""A letter says how it was made sure that somebody past the county's age may go to a building site (CR-046)."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_paths_compare_by_bytes'),
        ('people', '0002_consent_texts_first_version'),
        ('postings', '0009_words_limits_and_weather_of_a_county'),
        ('referrals', '0001_letters_receipts_handovers'),
        ('workers', '0002_promises_do_not_overlap'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='referral',
            name='site_check',
            field=models.CharField(blank=True, choices=[('not_building', '已问雇主：不是施工作业（看护、做饭、保洁等）'), ('allowed', '已问雇主和主管部门：本地规定允许')], default='', max_length=16),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(('site_check__in', ['', 'not_building', 'allowed'])), name='referral_site_check_known', violation_error_message='不认识的核实方式。'),
        ),
    ]
