import django.core.validators
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0005_plans_start_as_drafts'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='institution',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='institution',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='institution',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='institution',
            name='months_to_report',
            field=models.PositiveSmallIntegerField(blank=True, help_text='When the figures of a year are due. Leave empty to ask by data request only.', null=True, validators=[django.core.validators.MaxValueValidator(24)], verbose_name="months to report after the year's end"),
        ),
        migrations.AddField(
            model_name='institutionevent',
            name='months_to_report',
            field=models.PositiveSmallIntegerField(blank=True, help_text='When the figures of a year are due. Leave empty to ask by data request only.', null=True, validators=[django.core.validators.MaxValueValidator(24)], verbose_name="months to report after the year's end"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='institution',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "plans_institutionevent" ("created_at", "fiscal_year_start_month", "id", "is_fictional", "months_to_report", "name_en", "name_ja", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "small_count_threshold", "time_zone", "updated_at", "version", "website") SELECT new_values."created_at", new_values."fiscal_year_start_month", new_values."id", new_values."is_fictional", new_values."months_to_report", new_values."name_en", new_values."name_ja", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."slug", new_values."small_count_threshold", new_values."time_zone", new_values."updated_at", new_values."version", new_values."website" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='560eb3d734bc7602317eb3cc3c1593a3879122ba', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_04ead', referencing='REFERENCING NEW TABLE AS new_values ', table='plans_institution', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='institution',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "plans_institutionevent" ("created_at", "fiscal_year_start_month", "id", "is_fictional", "months_to_report", "name_en", "name_ja", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "small_count_threshold", "time_zone", "updated_at", "version", "website") SELECT new_values."created_at", new_values."fiscal_year_start_month", new_values."id", new_values."is_fictional", new_values."months_to_report", new_values."name_en", new_values."name_ja", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."slug", new_values."small_count_threshold", new_values."time_zone", new_values."updated_at", new_values."version", new_values."website" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='3ef27baa82a7f2b2f4bd37fa781398387bc6949b', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_7563d', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='plans_institution', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='institution',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "plans_institutionevent" ("created_at", "fiscal_year_start_month", "id", "is_fictional", "months_to_report", "name_en", "name_ja", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "small_count_threshold", "time_zone", "updated_at", "version", "website") SELECT old_values."created_at", old_values."fiscal_year_start_month", old_values."id", old_values."is_fictional", old_values."months_to_report", old_values."name_en", old_values."name_ja", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."slug", old_values."small_count_threshold", old_values."time_zone", old_values."updated_at", old_values."version", old_values."website" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='39f39a8466e0e85b2be35b066eab3f206ef90091', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_10fb4', referencing='REFERENCING OLD TABLE AS old_values ', table='plans_institution', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='institution',
            constraint=models.CheckConstraint(condition=models.Q(('months_to_report', None), ('months_to_report__lte', 24), _connector='OR'), name='institution_reports_within_two_years'),
        ),
    ]
