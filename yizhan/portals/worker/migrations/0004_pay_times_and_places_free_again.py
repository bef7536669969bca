"""Kept searches hold pay, days of the week and hours; of a place that is free again everybody is told once."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0003_consents_given_on_the_phone'),
        ('postings', '0011_an_office_may_ask_a_model'),
        ('worker', '0003_county_of_saved_searches'),
    ]

    operations = [
        migrations.CreateModel(
            name='ToldFreeAgain',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name='savedsearch',
            name='hours',
            field=models.CharField(blank=True, choices=[('day', '白天的班'), ('night', '晚上、夜里的班')], default='', max_length=5),
        ),
        migrations.AddField(
            model_name='savedsearch',
            name='least_daily_fen',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='savedsearch',
            name='weekdays',
            field=models.CharField(blank=True, default='', max_length=7),
        ),
        migrations.AddConstraint(
            model_name='savedsearch',
            constraint=models.CheckConstraint(condition=models.Q(('hours__in', ['', 'day', 'night'])), name='savedsearch_hours_known', violation_error_message='不认识的班次。'),
        ),
        migrations.AddField(
            model_name='toldfreeagain',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
        ),
        migrations.AddField(
            model_name='toldfreeagain',
            name='posting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='postings.posting'),
        ),
        migrations.AddConstraint(
            model_name='toldfreeagain',
            constraint=models.UniqueConstraint(fields=('person', 'posting'), name='toldfreeagain_once', violation_error_message='这个活又有名额，已经告诉过本人。'),
        ),
    ]
