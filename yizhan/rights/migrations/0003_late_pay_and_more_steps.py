"""More lines of a course; wages may fall due after the end. SQLite rebuilds a table whose constraint changes and loses
its triggers with the old one, so they are taken off before and put on after."""

from importlib import import_module

from django.db import migrations, models

guards = import_module("yizhan.rights.migrations.0002_course_and_facts_never_change")


class Migration(migrations.Migration):

    dependencies = [
        ('rights', '0002_course_and_facts_never_change'),
    ]

    operations = [
        migrations.RunPython(guards.unprotect, guards.protect),
        migrations.RemoveConstraint(
            model_name='case',
            name='case_ends_after_it_began',
        ),
        migrations.RemoveConstraint(
            model_name='casestep',
            name='casestep_words_known',
        ),
        migrations.RemoveConstraint(
            model_name='casestep',
            name='casestep_handed_with_a_reason',
        ),
        migrations.AlterField(
            model_name='casestep',
            name='kind',
            field=models.CharField(choices=[('opened', '开案'), ('told', '已告知渠道和时限'), ('followed', '跟进'), ('claimed', '向对方讨要（有凭据）'), ('promised', '对方答应履行（有凭据）'), ('channel', '登记办理日期'), ('handed', '移交经办'), ('closed', '结案'), ('reopened', '重新办理'), ('mended', '补充或更正案情'), ('still', '登记时效中止'), ('evidence', '存入证据'), ('removed', '销毁证据'), ('printed', '打印交给本人')], max_length=8),
        ),
        migrations.AlterField(
            model_name='casestep',
            name='reason',
            field=models.CharField(blank=True, choices=[('absent', '原经办人休假或离岗'), ('expert', '需要熟悉这类事的人'), ('conflict', '原经办人与用工方有利害关系'), ('asked', '本人要求换人'), ('nobody', '办理的人都已离开，站长指派')], max_length=8),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('ended_on', None), ('kind', 'arrears'), ('ended_on__gte', models.F('happened_on')), _connector='OR'), name='case_ends_after_it_began', violation_error_message='结束不能早于发生（欠薪的除外）。'),
        ),
        migrations.AddConstraint(
            model_name='casestep',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['opened', 'told', 'followed', 'claimed', 'promised', 'channel', 'handed', 'closed', 'reopened', 'mended', 'still', 'evidence', 'removed', 'printed']), ('channel__in', ['', 'mediation', 'inspection', 'arbitration', 'payment_order', 'court', 'legal_aid', 'union', 'police', 'recognition', 'platform', 'insurance']), ('reason__in', ['', 'absent', 'expert', 'conflict', 'asked', 'nobody'])), name='casestep_words_known', violation_error_message='不认识的步骤。'),
        ),
        migrations.AddConstraint(
            model_name='casestep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'handed'), ('reason__in', ['absent', 'expert', 'conflict', 'asked', 'nobody'])), models.Q(models.Q(('kind', 'handed'), _negated=True), ('reason', '')), _connector='OR'), name='casestep_handed_with_a_reason', violation_error_message='移交要有原因。'),
        ),
        migrations.RunPython(guards.protect, guards.unprotect),
    ]
