from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0005_counted_figures'),
    ]

    operations = [
        migrations.AlterField(
            model_name='override',
            name='status',
            field=models.CharField(choices=[('achieved', 'Achieved'), ('on_track', 'On track'), ('at_risk', 'At risk'), ('off_track', 'Off track'), ('no_data', 'No data'), ('not_judged', 'Not judged')], verbose_name='status'),
        ),
        migrations.AlterField(
            model_name='overrideevent',
            name='status',
            field=models.CharField(choices=[('achieved', 'Achieved'), ('on_track', 'On track'), ('at_risk', 'At risk'), ('off_track', 'Off track'), ('no_data', 'No data'), ('not_judged', 'Not judged')], verbose_name='status'),
        ),
    ]
