"""Appeals of all rooms have one shape: who speaks and how it came stand on each."""

from django.conf import settings
from django.db import migrations, models


def agents_spoke_for_themselves(apps, schema_editor):
    """What an agent lodged came by their own sign-in; of the others nobody wrote down how they came."""
    appeal = apps.get_model("employers", "Appeal")
    appeal.objects.filter(lodged_by__role="agent").update(speaker="agent", came_by="signed_in")


class Migration(migrations.Migration):

    dependencies = [
        ('employers', '0003_steps_of_appeals_never_change'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='appeal',
            name='came_by',
            field=models.CharField(choices=[('counter', '到窗口当面说'), ('phone', '电话'), ('letter', '书面材料'), ('message', '微信或短信'), ('signed_in', '登录本系统提交'), ('unstated', '没有注明')], default='unstated', max_length=10, verbose_name='怎样提出'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='speaker',
            field=models.CharField(choices=[('employer', '用工主体本人或负责人'), ('agent', '用工主体的经办人'), ('colleague', '录入的同事')], default='employer', max_length=10, verbose_name='谁提出'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(('came_by__in', ['counter', 'phone', 'letter', 'message', 'signed_in', 'unstated']), ('speaker__in', ['employer', 'agent', 'colleague'])), name='appeal_voice_known'),
        ),
        migrations.RunPython(agents_spoke_for_themselves, migrations.RunPython.noop, elidable=True),
    ]
