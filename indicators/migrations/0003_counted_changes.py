import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0002_same_standard_same_institution'),
        ('measures', '0002_counted_changes'),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name='breakdown',
            trigger=pgtrigger.compiler.Trigger(name='note_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM plans_note_change(); RETURN NULL;', hash='ec3a08a45db865c7faa1cf5d1793b1197617d340', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_note_change_dc3f0', table='indicators_breakdown', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commitment',
            trigger=pgtrigger.compiler.Trigger(name='note_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM plans_note_change(); RETURN NULL;', hash='4d9082529e27e1f085ef20f451c1d6df8ecb47a6', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_note_change_97a57', table='indicators_commitment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='definition',
            trigger=pgtrigger.compiler.Trigger(name='note_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM plans_note_change(); RETURN NULL;', hash='46090b6cb5f38dd3fe2f96c3bdfc3770723941d5', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_note_change_ddfb3', table='indicators_definition', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='indicator',
            trigger=pgtrigger.compiler.Trigger(name='note_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM plans_note_change(); RETURN NULL;', hash='b892850dab6eb2960ba0f229f41894eb22eaa5d0', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_note_change_3099e', table='indicators_indicator', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='override',
            trigger=pgtrigger.compiler.Trigger(name='note_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM plans_note_change(); RETURN NULL;', hash='46e3560cc353839579646e142179becb5a7b3dfe', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_note_change_d1cab', table='indicators_override', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='target',
            trigger=pgtrigger.compiler.Trigger(name='note_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM plans_note_change(); RETURN NULL;', hash='89a7537effe36a7e2ecc7133d5f1c5838ebb85f7', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_note_change_52baa', table='indicators_target', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='valueevidence',
            trigger=pgtrigger.compiler.Trigger(name='note_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM plans_note_change(); RETURN NULL;', hash='c1daec4893ae4b24e79f32ab6b3749fbf44d7ebb', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_note_change_8f353', table='indicators_valueevidence', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='yearlyvalue',
            trigger=pgtrigger.compiler.Trigger(name='note_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM plans_note_change(); RETURN NULL;', hash='140987210b7dd44e872e15e516e09535eae5bf08', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_note_change_2b6b8', table='indicators_yearlyvalue', when='AFTER')),
        ),
    ]
