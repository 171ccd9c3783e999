import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


NOTE_CHANGE = """
    CREATE FUNCTION plans_note_change() RETURNS void LANGUAGE plpgsql AS $$
    DECLARE
        here text = pg_current_xact_id()::text;
    BEGIN
        IF current_setting('hoshin.changing', true) IS DISTINCT FROM here THEN
            INSERT INTO plans_change (transactions, mark) VALUES (1, (random() * (2 ^ 52))::bigint);
            PERFORM set_config('hoshin.changing', here, true);
        END IF;
    END
    $$;
"""
FORGET_CHANGES = "DROP FUNCTION plans_note_change();"


class Migration(migrations.Migration):
    """Every transaction that writes leaves a row in plans_change, once, whatever it writes: plans/database/data_version.py."""

    dependencies = [
        ('plans', '0001_promise'),
    ]

    operations = [
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('transactions', models.BigIntegerField(editable=False)),
                ('mark', models.BigIntegerField(editable=False)),
            ],
        ),
        migrations.RunSQL(NOTE_CHANGE, FORGET_CHANGES),
        pgtrigger.migrations.AddTrigger(
            model_name='closedyear',
            trigger=pgtrigger.compiler.Trigger(name='note_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM plans_note_change(); RETURN NULL;', hash='b3735edef431d32407918708c37fbf207c3c22b0', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_note_change_17395', table='plans_closedyear', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='institution',
            trigger=pgtrigger.compiler.Trigger(name='note_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM plans_note_change(); RETURN NULL;', hash='6d895d5b5d6c8341084674b7d9d0c7224352ef91', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_note_change_1e8df', table='plans_institution', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='note_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM plans_note_change(); RETURN NULL;', hash='edcc9e431ff5297a783caf2d85be9ecbd5f2cdef', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_note_change_789c6', table='plans_membership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='objective',
            trigger=pgtrigger.compiler.Trigger(name='note_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM plans_note_change(); RETURN NULL;', hash='0f87c6801e040dc6e44cceb4a5cd8dea1c8d201e', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_note_change_110a1', table='plans_objective', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='office',
            trigger=pgtrigger.compiler.Trigger(name='note_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM plans_note_change(); RETURN NULL;', hash='ef21f28e706d323396b13cc2877cac66e4c68352', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_note_change_13f12', table='plans_office', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='officeadministration',
            trigger=pgtrigger.compiler.Trigger(name='note_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM plans_note_change(); RETURN NULL;', hash='75c19027801d521fa34fd9a57ac676899c33083f', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_note_change_569cc', table='plans_officeadministration', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='officeduty',
            trigger=pgtrigger.compiler.Trigger(name='note_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM plans_note_change(); RETURN NULL;', hash='5f2a09049ac9c59dafdea896b0c296a22e84b0e8', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_note_change_bff86', table='plans_officeduty', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='plan',
            trigger=pgtrigger.compiler.Trigger(name='note_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM plans_note_change(); RETURN NULL;', hash='ee46fa3f83265da74492379b612976a1d67ec414', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_note_change_02d41', table='plans_plan', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='standard',
            trigger=pgtrigger.compiler.Trigger(name='note_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM plans_note_change(); RETURN NULL;', hash='42e286be46e1bc399b3628ffce9c4e7f967d971a', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_note_change_4e946', table='plans_standard', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='strategy',
            trigger=pgtrigger.compiler.Trigger(name='note_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM plans_note_change(); RETURN NULL;', hash='b26e051722de053df9a24ac0712c4023c8beae89', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_note_change_7691d', table='plans_strategy', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='note_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM plans_note_change(); RETURN NULL;', hash='a1936adaeaa9e22cc7daefdd0a34103a1454e6c2', level='STATEMENT', operation='INSERT OR UPDATE OF "username", "first_name", "last_name", "is_active", "is_superuser" OR DELETE OR TRUNCATE', pgid='pgtrigger_note_change_4d2e0', table='plans_user', when='AFTER')),
        ),
    ]
