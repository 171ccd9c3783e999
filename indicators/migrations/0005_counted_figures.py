import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0004_search'),
        ('plans', '0004_counted_parts'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='yearlyvalue',
            name='note_change',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='yearlyvalue',
            trigger=pgtrigger.compiler.Trigger(name='note_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="PERFORM plans_note_change('figures'); RETURN NULL;", hash='12dba6512fae6e971610c7f6224286f13b77743e', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_note_change_2b6b8', table='indicators_yearlyvalue', when='AFTER')),
        ),
    ]
