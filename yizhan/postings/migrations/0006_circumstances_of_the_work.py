"""Terms say where people meet, how long the break is, what is lifted, whether it is outdoors or on a building site.

SQLite makes the table anew and loses its triggers, PostgreSQL's name the columns they guard: both are set up again,
so that the new columns are as unchangeable as the old ones.
"""

from django.db import migrations, models

TERMS = "postings_postingterms"
REWRITABLE = {"contact_name", "contact_phone", "contact_phone_index", "contact_tail_index"}

SQLITE = """
CREATE TRIGGER {table}_no_{name} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table}_append_only'); END;
"""
POSTGRES = """
CREATE TRIGGER {table}_no_{name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION yizhan_append_only();
"""


def guard(apps, schema_editor):
    terms = apps.get_model("postings", "PostingTerms")
    columns = [f.column for f in terms._meta.concrete_fields if f.column not in REWRITABLE]
    template = SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES
    for name, verb in (("update", f"UPDATE OF {', '.join(columns)}"), ("delete", "DELETE")):
        schema_editor.execute(template.format(table=TERMS, name=name, verb=verb))


def lift(apps, schema_editor):
    on = "" if schema_editor.connection.vendor == "sqlite" else f" ON {TERMS}"
    for name in ("update", "delete"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {TERMS}_no_{name}{on}")


class Migration(migrations.Migration):

    dependencies = [
        ('postings', '0005_decisions_never_change'),
    ]

    operations = [
        migrations.RunPython(lift, guard),
        migrations.AddField(
            model_name='postingterms',
            name='break_minutes',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='中间休息（分钟）'),
        ),
        migrations.AddField(
            model_name='postingterms',
            name='fare_paid',
            field=models.BooleanField(default=False, verbose_name='报销路费'),
        ),
        migrations.AddField(
            model_name='postingterms',
            name='is_outdoors',
            field=models.BooleanField(default=False, verbose_name='露天作业'),
        ),
        migrations.AddField(
            model_name='postingterms',
            name='is_site',
            field=models.BooleanField(default=False, verbose_name='建筑施工现场作业'),
        ),
        migrations.AddField(
            model_name='postingterms',
            name='load_kg',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='最重一件（公斤）'),
        ),
        migrations.AddField(
            model_name='postingterms',
            name='loads_per_hour',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='每小时搬运次数'),
        ),
        migrations.AddField(
            model_name='postingterms',
            name='meeting_lat_e6',
            field=models.IntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='postingterms',
            name='meeting_lng_e6',
            field=models.IntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='postingterms',
            name='meeting_place',
            field=models.CharField(blank=True, default='', max_length=100, verbose_name='集合地点'),
        ),
        migrations.AddField(
            model_name='postingterms',
            name='meeting_time',
            field=models.TimeField(blank=True, null=True, verbose_name='集合时间'),
        ),
        migrations.AddField(
            model_name='postingterms',
            name='protection',
            field=models.JSONField(blank=True, default=list, verbose_name='提供的防护用品'),
        ),
        migrations.AddConstraint(
            model_name='postingterms',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('meeting_lat_e6', None), ('meeting_lng_e6', None)), models.Q(('meeting_lat_e6__isnull', False), ('meeting_lng_e6__isnull', False), models.Q(('meeting_place', ''), _negated=True)), _connector='OR'), name='postingterms_meeting_point_whole', violation_error_message='集合地点的坐标要成对，并写明地点。'),
        ),
        migrations.AddConstraint(
            model_name='postingterms',
            constraint=models.CheckConstraint(condition=models.Q(('break_minutes', None), models.Q(('break_minutes__gte', 1), ('break_minutes__lte', 360)), _connector='OR'), name='postingterms_break_in_range', violation_error_message='中间休息是 1 到 360 分钟。'),
        ),
        migrations.AddConstraint(
            model_name='postingterms',
            constraint=models.CheckConstraint(condition=models.Q(('load_kg', None), models.Q(('load_kg__gte', 1), ('load_kg__lte', 100)), _connector='OR'), name='postingterms_load_in_range', violation_error_message='最重一件是 1 到 100 公斤。'),
        ),
        migrations.AddConstraint(
            model_name='postingterms',
            constraint=models.CheckConstraint(condition=models.Q(('loads_per_hour', None), models.Q(('loads_per_hour__gte', 1), ('loads_per_hour__lte', 200)), _connector='OR'), name='postingterms_loads_in_range', violation_error_message='每小时搬运次数是 1 到 200。'),
        ),
        migrations.RunPython(guard, lift),
    ]
