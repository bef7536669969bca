"""A county adds words and tighter limits to the rule book and writes down announced weather.

What is in force is never written over: a row may only be given its end, and no row is deleted.
"""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


ENDINGS = {
    "postings_localword": {"until_on", "retired_at", "retired_by_id", "retire_reason"},
    "postings_locallimit": {"until_on", "retired_at", "retired_by_id", "retire_reason"},
    "postings_weatheralert": {"ended_at", "ended_by_id"},
}
MODELS = {"postings_localword": "LocalWord", "postings_locallimit": "LocalLimit", "postings_weatheralert": "WeatherAlert"}

SQLITE = """
CREATE TRIGGER {table}_no_{name} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table}_append_only'); END;
"""
POSTGRES = """
CREATE TRIGGER {table}_no_{name} BEFORE {verb} ON {table} FOR EACH {each} EXECUTE FUNCTION yizhan_append_only();
"""


def guards(apps, schema_editor):
    for table, model in MODELS.items():
        fields = apps.get_model("postings", model)._meta.concrete_fields
        columns = [field.column for field in fields if field.column not in ENDINGS[table]]
        yield table, "update", f"UPDATE OF {', '.join(columns)}", "ROW"
        yield table, "delete", "DELETE", "ROW"
        if schema_editor.connection.vendor == "postgresql":
            yield table, "truncate", "TRUNCATE", "STATEMENT"


def protect(apps, schema_editor):
    template = SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES
    for table, name, verb, each in guards(apps, schema_editor):
        schema_editor.execute(template.format(table=table, name=name, verb=verb, each=each))


def unprotect(apps, schema_editor):
    on = "" if schema_editor.connection.vendor == "sqlite" else " ON {table}"
    for table, name, _verb, _each in guards(apps, schema_editor):
        schema_editor.execute(f"DROP TRIGGER {table}_no_{name}" + on.format(table=table))


class Migration(migrations.Migration):

    dependencies = [
        ('shared', '0002_audit_is_append_only'),
        ('accounts', '0003_paths_compare_by_bytes'),
        ('postings', '0008_revisions_need_no_index'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='LocalStamp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stamp', models.UUIDField(default=uuid.uuid4)),
                ('office', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
            ],
        ),
        migrations.CreateModel(
            name='LocalLimit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('reason', models.CharField(max_length=200, verbose_name='理由')),
                ('from_on', models.DateField(verbose_name='起始日')),
                ('until_on', models.DateField(blank=True, null=True, verbose_name='截止日')),
                ('added_at', models.DateTimeField()),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
                ('retire_reason', models.CharField(blank=True, max_length=200, verbose_name='停用理由')),
                ('name', models.CharField(choices=[('gig_days', '日工零工的一般有效期（天）'), ('short_days', '短期用工的一般有效期（天）'), ('long_days', '长期岗位的一般有效期（天）'), ('most_days', '有效期最长（天）'), ('household_people', '个人雇主一次最多招（人）'), ('household_posts', '个人雇主7天内最多发布（条）'), ('spread_x10', '报酬上限最多是下限的（倍）'), ('far_above_x10', '报酬超过当地95分位多少要核实（倍）'), ('phone_units', '同一电话用于几家单位即核实（家）'), ('age_cap', '年龄上限低于多少要写理由（岁）'), ('site_age_men', '施工现场男性满多少岁要确认（岁）'), ('site_age_women', '施工现场女性满多少岁要确认（岁）'), ('settle_days', '非全日制结算周期最长（天）'), ('hours_warn_x10', '每日工时提醒线（小时）'), ('hours_block_x10', '每日工时禁止线（小时）'), ('meeting_m', '集合地点距工作地点最远（公里）')], max_length=20, verbose_name='阈值')),
                ('value', models.PositiveIntegerField(verbose_name='数值')),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
                ('retired_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('name', 'age_cap'), ('value__gte', 60), ('value__lte', 70)), models.Q(('name', 'far_above_x10'), ('value__gte', 11), ('value__lte', 15)), models.Q(('name', 'gig_days'), ('value__gte', 1), ('value__lte', 3)), models.Q(('name', 'hours_block_x10'), ('value__gte', 80), ('value__lte', 120)), models.Q(('name', 'hours_warn_x10'), ('value__gte', 60), ('value__lte', 80)), models.Q(('name', 'household_people'), ('value__gte', 1), ('value__lte', 10)), models.Q(('name', 'household_posts'), ('value__gte', 1), ('value__lte', 5)), models.Q(('name', 'long_days'), ('value__gte', 7), ('value__lte', 30)), models.Q(('name', 'meeting_m'), ('value__gte', 1000), ('value__lte', 20000)), models.Q(('name', 'most_days'), ('value__gte', 30), ('value__lte', 90)), models.Q(('name', 'phone_units'), ('value__gte', 2), ('value__lte', 3)), models.Q(('name', 'settle_days'), ('value__gte', 1), ('value__lte', 15)), models.Q(('name', 'short_days'), ('value__gte', 3), ('value__lte', 15)), models.Q(('name', 'site_age_men'), ('value__gte', 50), ('value__lte', 70)), models.Q(('name', 'site_age_women'), ('value__gte', 45), ('value__lte', 70)), models.Q(('name', 'spread_x10'), ('value__gte', 11), ('value__lte', 20)), _connector='OR'), name='locallimit_never_looser_than_shipped', violation_error_message='本地阈值只能比全国标准更严。'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='locallimit_reasoned'), models.CheckConstraint(condition=models.Q(('until_on', None), models.Q(('retired_by__isnull', False), ('until_on__gte', models.F('from_on'))), _connector='OR'), name='locallimit_ends_after_it_begins'), models.UniqueConstraint(condition=models.Q(('until_on', None)), fields=('office', 'name'), name='locallimit_one_in_force', violation_error_message='这个阈值已有一条在用。')],
            },
        ),
        migrations.CreateModel(
            name='LocalWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('reason', models.CharField(max_length=200, verbose_name='理由')),
                ('from_on', models.DateField(verbose_name='起始日')),
                ('until_on', models.DateField(blank=True, null=True, verbose_name='截止日')),
                ('added_at', models.DateTimeField()),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
                ('retire_reason', models.CharField(blank=True, max_length=200, verbose_name='停用理由')),
                ('rule', models.CharField(choices=[('CR-005', 'CR-005 代他人招聘'), ('CR-013', 'CR-013 夸大用语'), ('CR-021', 'CR-021 正文里的联系方式'), ('CR-030', 'CR-030 民族、宗教'), ('CR-031', 'CR-031 性别'), ('CR-032', 'CR-032 婚育'), ('CR-033', 'CR-033 病原携带'), ('CR-034', 'CR-034 残疾'), ('CR-035', 'CR-035 户籍、地域'), ('CR-037', 'CR-037 相貌、属相'), ('CR-050', 'CR-050 向劳动者收费'), ('CR-051', 'CR-051 扣押证件'), ('CR-052', 'CR-052 招转培、培训贷'), ('CR-058', 'CR-058 以实物抵工资'), ('CR-070', 'CR-070 违法招聘'), ('CR-071', 'CR-071 隐瞒工作地点'), ('CR-072', 'CR-072 虚假招聘')], max_length=8, verbose_name='规则')),
                ('word', models.CharField(max_length=20, verbose_name='词语')),
                ('folded', models.CharField(max_length=20)),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
                ('retired_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('rule__in', ['CR-005', 'CR-013', 'CR-021', 'CR-030', 'CR-031', 'CR-032', 'CR-033', 'CR-034', 'CR-035', 'CR-037', 'CR-050', 'CR-051', 'CR-052', 'CR-058', 'CR-070', 'CR-071', 'CR-072'])), name='localword_rule_takes_words'), models.CheckConstraint(condition=models.Q(models.Q(('folded', ''), _negated=True), models.Q(('reason', ''), _negated=True)), name='localword_said_and_reasoned'), models.CheckConstraint(condition=models.Q(('until_on', None), models.Q(('retired_by__isnull', False), ('until_on__gte', models.F('from_on'))), _connector='OR'), name='localword_ends_after_it_begins'), models.UniqueConstraint(condition=models.Q(('until_on', None)), fields=('office', 'rule', 'folded'), name='localword_once_while_in_force', violation_error_message='这条规则已有这个词。')],
            },
        ),
        migrations.CreateModel(
            name='WeatherAlert',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('heat', '高温'), ('cold', '寒潮'), ('rain', '暴雨'), ('snow', '暴雪'), ('wind', '大风'), ('thunder', '雷电'), ('hail', '冰雹'), ('fog', '大雾'), ('ice', '道路结冰'), ('dust', '沙尘暴')], max_length=10, verbose_name='天气')),
                ('level', models.CharField(choices=[('blue', '蓝色'), ('yellow', '黄色'), ('orange', '橙色'), ('red', '红色')], max_length=6, verbose_name='预警等级')),
                ('from_at', models.DateTimeField(verbose_name='开始')),
                ('until_at', models.DateTimeField(verbose_name='结束')),
                ('added_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
            ],
            options={
                'indexes': [models.Index(fields=['office', 'until_at'], name='weatheralert_now')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['heat', 'cold', 'rain', 'snow', 'wind', 'thunder', 'hail', 'fog', 'ice', 'dust'])), name='weatheralert_kind_known'), models.CheckConstraint(condition=models.Q(('level__in', ['blue', 'yellow', 'orange', 'red'])), name='weatheralert_level_known'), models.CheckConstraint(condition=models.Q(('until_at__gt', models.F('from_at'))), name='weatheralert_ends_after_it_begins', violation_error_message='结束要晚于开始。'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='weatheralert_lifted_by_somebody')],
            },
        ),
        migrations.RunPython(protect, unprotect),
    ]
