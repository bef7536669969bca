"""Two more reasons to send back: papers out of date, and a time that is over.

SQLite makes the table anew and loses its triggers (0005): they are taken off before and set up again behind, on both
databases alike.
"""

from django.conf import settings
from django.db import migrations, models

TABLE = "postings_decision"
SQLITE = """
CREATE TRIGGER {table}_no_{name} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table}_append_only'); END;
"""
POSTGRES = """
CREATE TRIGGER {table}_no_{name} BEFORE {verb} ON {table} FOR EACH {each} EXECUTE FUNCTION yizhan_append_only();
"""


def guards(schema_editor):
    yield "update", "UPDATE", "ROW"
    yield "delete", "DELETE", "ROW"
    if schema_editor.connection.vendor == "postgresql":
        yield "truncate", "TRUNCATE", "STATEMENT"


def guard(apps, schema_editor):
    template = SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES
    for name, verb, each in guards(schema_editor):
        schema_editor.execute(template.format(table=TABLE, name=name, verb=verb, each=each))


def lift(apps, schema_editor):
    on = "" if schema_editor.connection.vendor == "sqlite" else f" ON {TABLE}"
    for name, _verb, _each in guards(schema_editor):
        schema_editor.execute(f"DROP TRIGGER {TABLE}_no_{name}{on}")


class Migration(migrations.Migration):

    dependencies = [
        ('postings', '0011_an_office_may_ask_a_model'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(lift, guard),
        migrations.RemoveConstraint(
            model_name='decision',
            name='decision_says_why',
        ),
        migrations.AlterField(
            model_name='decision',
            name='reason',
            field=models.CharField(blank=True, choices=[('incomplete', '内容不完整'), ('unclear', '内容不清楚'), ('pay', '报酬写法有问题'), ('discrimination', '含歧视性内容'), ('fee', '向劳动者收费或扣证'), ('untrue', '内容不实或无法核实'), ('unsafe', '有安全隐患'), ('illegal', '违法招用'), ('duplicate', '重复发布'), ('papers', '资质过期'), ('time_over', '时间已过')], max_length=16),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('field', ''), ('outcome', 'approved'), ('reason', '')), models.Q(('outcome__in', ['returned', 'refused']), ('reason__in', ['incomplete', 'unclear', 'pay', 'discrimination', 'fee', 'untrue', 'unsafe', 'illegal', 'duplicate', 'papers', 'time_over']), models.Q(('field', ''), _negated=True)), _connector='OR'), name='decision_says_why', violation_error_message='退回和不通过要写明原因和要改的地方。'),
        ),
        migrations.RunPython(guard, lift),
    ]
