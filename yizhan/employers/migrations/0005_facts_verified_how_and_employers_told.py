"""How a fact was verified stands beside it; that employers were told of letters without an answer is a row."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_paths_compare_by_bytes'),
        ('employers', '0004_appeals_say_who_speaks_and_how_it_came'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AnswerReminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('letters', models.PositiveSmallIntegerField()),
                ('told_by', models.CharField(choices=[('phone', '电话告知'), ('counter', '当面告知'), ('message', '微信或短信告知'), ('paper', '送达书面提醒')], max_length=8)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('employer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='employers.employer')),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('letters__gte', 1), ('told_by__in', ['phone', 'counter', 'message', 'paper'])), name='answerreminder_says_what_and_how'),
                ],
                'indexes': [
                    models.Index(fields=['employer', 'at'], name='answerreminder_of_employer'),
                ],
            },
        ),
        migrations.AddField(
            model_name='conductfact',
            name='verified_how',
            field=models.CharField(blank=True, choices=[('both_sides', '向双方电话或当面核实'), ('pay_record', '查看转账、工资条或台账'), ('papers', '查看证件、协议等材料'), ('visit', '到现场查看'), ('authority', '有关部门认定')], max_length=12),
        ),
        migrations.AddConstraint(
            model_name='conductfact',
            constraint=models.CheckConstraint(condition=models.Q(('verified_how', ''), models.Q(('verified_at__isnull', False), ('verified_how__in', ['both_sides', 'pay_record', 'papers', 'visit', 'authority'])), _connector='OR'), name='conductfact_verified_how_known'),
        ),
    ]
