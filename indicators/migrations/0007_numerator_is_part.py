import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0006_override_status_words'),
        ('measures', '0003_search'),
        ('plans', '0006_months_to_report'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='indicator',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='indicator',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='indicator',
            name='delete_delete',
        ),
        migrations.RemoveConstraint(
            model_name='indicator',
            name='indicator_direction_is_known',
        ),
        migrations.AddField(
            model_name='indicator',
            name='numerator_is_part',
            field=models.BooleanField(default=False, help_text='A share of a whole, such as women among students: never below 0 or above 100%.', verbose_name='numerator is part of the denominator'),
        ),
        migrations.AddField(
            model_name='indicatorevent',
            name='numerator_is_part',
            field=models.BooleanField(default=False, help_text='A share of a whole, such as women among students: never below 0 or above 100%.', verbose_name='numerator is part of the denominator'),
        ),
        migrations.AlterField(
            model_name='indicator',
            name='direction',
            field=models.CharField(choices=[('up', 'more is better'), ('down', 'less is better'), ('range', 'within a range'), ('keep', 'to be kept'), ('none', 'neither')], default='up', verbose_name='direction'),
        ),
        migrations.AlterField(
            model_name='indicatorevent',
            name='direction',
            field=models.CharField(choices=[('up', 'more is better'), ('down', 'less is better'), ('range', 'within a range'), ('keep', 'to be kept'), ('none', 'neither')], default='up', verbose_name='direction'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='indicator',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "indicators_indicatorevent" ("code", "created_at", "decimals", "denominator_time_basis", "direction", "disclosure", "formula", "frequency", "id", "institution_id", "is_ambitious", "kind", "merged_into_id", "method_en", "method_ja", "name_en", "name_ja", "numerator_is_part", "numerator_time_basis", "office_id", "origin", "over_breakdowns", "over_time", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scale_id", "source_en", "source_ja", "status", "time_basis", "unit_en", "unit_ja", "updated_at", "version") SELECT new_values."code", new_values."created_at", new_values."decimals", new_values."denominator_time_basis", new_values."direction", new_values."disclosure", new_values."formula", new_values."frequency", new_values."id", new_values."institution_id", new_values."is_ambitious", new_values."kind", new_values."merged_into_id", new_values."method_en", new_values."method_ja", new_values."name_en", new_values."name_ja", new_values."numerator_is_part", new_values."numerator_time_basis", new_values."office_id", new_values."origin", new_values."over_breakdowns", new_values."over_time", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."scale_id", new_values."source_en", new_values."source_ja", new_values."status", new_values."time_basis", new_values."unit_en", new_values."unit_ja", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='5310a8b7f1c25a7d0a71c202c2f3291374cfb303', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_6ab67', referencing='REFERENCING NEW TABLE AS new_values ', table='indicators_indicator', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='indicator',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "indicators_indicatorevent" ("code", "created_at", "decimals", "denominator_time_basis", "direction", "disclosure", "formula", "frequency", "id", "institution_id", "is_ambitious", "kind", "merged_into_id", "method_en", "method_ja", "name_en", "name_ja", "numerator_is_part", "numerator_time_basis", "office_id", "origin", "over_breakdowns", "over_time", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scale_id", "source_en", "source_ja", "status", "time_basis", "unit_en", "unit_ja", "updated_at", "version") SELECT new_values."code", new_values."created_at", new_values."decimals", new_values."denominator_time_basis", new_values."direction", new_values."disclosure", new_values."formula", new_values."frequency", new_values."id", new_values."institution_id", new_values."is_ambitious", new_values."kind", new_values."merged_into_id", new_values."method_en", new_values."method_ja", new_values."name_en", new_values."name_ja", new_values."numerator_is_part", new_values."numerator_time_basis", new_values."office_id", new_values."origin", new_values."over_breakdowns", new_values."over_time", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."scale_id", new_values."source_en", new_values."source_ja", new_values."status", new_values."time_basis", new_values."unit_en", new_values."unit_ja", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='896467ff4dee9b6fe5ea4fbe1424bdf7c087cbb6', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_4281e', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='indicators_indicator', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='indicator',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "indicators_indicatorevent" ("code", "created_at", "decimals", "denominator_time_basis", "direction", "disclosure", "formula", "frequency", "id", "institution_id", "is_ambitious", "kind", "merged_into_id", "method_en", "method_ja", "name_en", "name_ja", "numerator_is_part", "numerator_time_basis", "office_id", "origin", "over_breakdowns", "over_time", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scale_id", "source_en", "source_ja", "status", "time_basis", "unit_en", "unit_ja", "updated_at", "version") SELECT old_values."code", old_values."created_at", old_values."decimals", old_values."denominator_time_basis", old_values."direction", old_values."disclosure", old_values."formula", old_values."frequency", old_values."id", old_values."institution_id", old_values."is_ambitious", old_values."kind", old_values."merged_into_id", old_values."method_en", old_values."method_ja", old_values."name_en", old_values."name_ja", old_values."numerator_is_part", old_values."numerator_time_basis", old_values."office_id", old_values."origin", old_values."over_breakdowns", old_values."over_time", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."scale_id", old_values."source_en", old_values."source_ja", old_values."status", old_values."time_basis", old_values."unit_en", old_values."unit_ja", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='11aee2681cd6be13eb9baf1b2a71af3c9be372e3', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_f068f', referencing='REFERENCING OLD TABLE AS old_values ', table='indicators_indicator', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='indicator',
            constraint=models.CheckConstraint(condition=models.Q(('direction__in', ['up', 'down', 'range', 'keep', 'none'])), name='indicator_direction_is_known'),
        ),
        migrations.AddConstraint(
            model_name='indicator',
            constraint=models.CheckConstraint(condition=models.Q(('numerator_is_part', False), ('kind', 'ratio'), models.Q(('kind', 'number'), ('unit_ja__in', ('%', '％'))), models.Q(('kind', 'number'), ('unit_en__in', ('%', '％'))), _connector='OR'), name='part_of_a_whole_is_a_share', violation_error_message='Only a ratio or a percentage has a numerator that is part of its denominator.'),
        ),
    ]
