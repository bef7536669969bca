"""What employers say they paid: a word that the database refuses to change; nothing is owed less for it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


TABLE = "gigs_paystatement"
SQLITE = """
CREATE TRIGGER {table}_no_{name} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table}_append_only'); END;
"""
POSTGRES = """
CREATE TRIGGER {table}_no_{name} BEFORE {verb} ON {table} FOR EACH {each} EXECUTE FUNCTION yizhan_append_only();
"""


def guards(schema_editor):
    yield "update", "ROW"
    yield "delete", "ROW"
    if schema_editor.connection.vendor == "postgresql":
        yield "truncate", "STATEMENT"


def protect(apps, schema_editor):
    template = SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES
    for name, each in guards(schema_editor):
        schema_editor.execute(template.format(table=TABLE, name=name, verb=name.upper(), each=each))


def unprotect(apps, schema_editor):
    on = "" if schema_editor.connection.vendor == "sqlite" else f" ON {TABLE}"
    for name, _each in guards(schema_editor):
        schema_editor.execute(f"DROP TRIGGER {TABLE}_no_{name}{on}")


class Migration(migrations.Migration):

    dependencies = [
        ('gigs', '0005_workers_on_their_own_phone'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PayStatement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('paid_fen', models.BigIntegerField(verbose_name='一共付了')),
                ('paid_on', models.DateField(verbose_name='支付日期')),
                ('method', models.CharField(choices=[('cash', '现金'), ('bank', '银行转账（本人账户）'), ('mobile', '微信或支付宝（本人账户）'), ('unstated', '本人确认已收到，方式未说')], max_length=8, verbose_name='支付方式')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pay_statements', to='gigs.order')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('paid_fen__gt', 0)), name='paystatement_amount_positive', violation_error_message='付了多少要大于 0。'), models.CheckConstraint(condition=models.Q(('method__in', ['cash', 'bank', 'mobile'])), name='paystatement_method_known', violation_error_message='用工方要说清怎样付的：现金、银行转账、微信或支付宝。')],
            },
        ),
        migrations.RunPython(protect, unprotect),
    ]
