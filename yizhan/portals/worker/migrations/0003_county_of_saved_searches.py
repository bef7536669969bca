from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('worker', '0002_saved_searches'),
    ]

    operations = [
        migrations.AddField(
            model_name='savedsearch',
            name='area',
            field=models.CharField(blank=True, default='', max_length=6),
        ),
    ]
