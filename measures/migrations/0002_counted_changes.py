import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('measures', '0001_doing'),
        ('plans', '0002_counted_changes'),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name='budgetline',
            trigger=pgtrigger.compiler.Trigger(name='note_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM plans_note_change(); RETURN NULL;', hash='ddef4a171121e1c5a2d2f562ac91ce7660530a50', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_note_change_8a7b9', table='measures_budgetline', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='crosslisting',
            trigger=pgtrigger.compiler.Trigger(name='note_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM plans_note_change(); RETURN NULL;', hash='4493a8fbab12f426197bf0068a68c252672dd345', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_note_change_778b8', table='measures_crosslisting', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='evidence',
            trigger=pgtrigger.compiler.Trigger(name='note_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM plans_note_change(); RETURN NULL;', hash='e40c0f7b9d5a2a548e27a554320ad8b4727c8a40', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_note_change_37189', table='measures_evidence', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feedback',
            trigger=pgtrigger.compiler.Trigger(name='note_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM plans_note_change(); RETURN NULL;', hash='bae0317cf8aca69e8d73426d78e0f63fe879f66f', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_note_change_9e26d', table='measures_feedback', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='grade',
            trigger=pgtrigger.compiler.Trigger(name='note_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM plans_note_change(); RETURN NULL;', hash='7f379b03ac312b460823568c63e4ddd3dd0f7cdb', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_note_change_7f0c4', table='measures_grade', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='gradingscale',
            trigger=pgtrigger.compiler.Trigger(name='note_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM plans_note_change(); RETURN NULL;', hash='42be1a815f5511ac702f423e78d7911f34dc8357', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_note_change_874ab', table='measures_gradingscale', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='measure',
            trigger=pgtrigger.compiler.Trigger(name='note_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM plans_note_change(); RETURN NULL;', hash='c67c23f9c6f0786bfcec3e5bd3e5d75a6321c978', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_note_change_e4936', table='measures_measure', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='measureevidence',
            trigger=pgtrigger.compiler.Trigger(name='note_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM plans_note_change(); RETURN NULL;', hash='84ffb94e5276095c3bb6361845c59af71a39091f', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_note_change_634a9', table='measures_measureevidence', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='milestone',
            trigger=pgtrigger.compiler.Trigger(name='note_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM plans_note_change(); RETURN NULL;', hash='752a8972152eea77b357d5aa346dbd919cf58bb1', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_note_change_4aa22', table='measures_milestone', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='planscale',
            trigger=pgtrigger.compiler.Trigger(name='note_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM plans_note_change(); RETURN NULL;', hash='e47ba542f0c29db91e845d27963161e894878f78', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_note_change_64bd4', table='measures_planscale', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='progressreport',
            trigger=pgtrigger.compiler.Trigger(name='note_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM plans_note_change(); RETURN NULL;', hash='bdccb6c5ebee0d69b08abc25c38c80d00c7dafe4', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_note_change_cad99', table='measures_progressreport', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reportevidence',
            trigger=pgtrigger.compiler.Trigger(name='note_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM plans_note_change(); RETURN NULL;', hash='8328e5c0bed677a0baa429efa5866b394ac37568', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_note_change_6c37c', table='measures_reportevidence', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='responsibility',
            trigger=pgtrigger.compiler.Trigger(name='note_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM plans_note_change(); RETURN NULL;', hash='2617383a7b3c8d97a0ca730c20d8c4136e512030', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_note_change_f5762', table='measures_responsibility', when='AFTER')),
        ),
    ]
