"""A scan of the whole market with its progress; one more verdict on look-alikes."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('postings', '0009_words_limits_and_weather_of_a_county'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='LikeScan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('queued', '排队'), ('reading', '读取'), ('comparing', '比对'), ('saving', '保存'), ('done', '完成'), ('failed', '中断')], default='queued', max_length=9)),
                ('asked_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('read', models.PositiveIntegerField(default=0)),
                ('found', models.PositiveIntegerField(default=0)),
                ('saved', models.PositiveIntegerField(default=0)),
                ('new', models.PositiveIntegerField(default=0)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'reading', 'comparing', 'saving', 'done', 'failed'])), name='likescan_state_known'),
                    models.CheckConstraint(condition=models.Q(models.Q(('finished_at', None), ('state__in', ['comparing', 'queued', 'reading', 'saving'])), models.Q(models.Q(('state__in', ['comparing', 'queued', 'reading', 'saving']), _negated=True), ('finished_at__isnull', False)), _connector='OR'), name='likescan_finished_dated'),
                    models.UniqueConstraint(models.Value(1), condition=models.Q(('finished_at', None)), name='likescan_one_at_a_time', violation_error_message='已有一次扫描在进行。'),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name='likepair',
            name='likepair_words_known',
        ),
        migrations.AlterField(
            model_name='likepair',
            name='verdict',
            field=models.CharField(choices=[('open', '待判断'), ('same', '是重复'), ('different', '不是重复'), ('agency', '同一中介用多个名称')], default='open', max_length=9),
        ),
        migrations.AddConstraint(
            model_name='likepair',
            constraint=models.CheckConstraint(condition=models.Q(('likeness__in', ['text', 'phone']), ('similarity_bp__lte', 10000), ('verdict__in', ['open', 'same', 'different', 'agency'])), name='likepair_words_known'),
        ),
    ]
