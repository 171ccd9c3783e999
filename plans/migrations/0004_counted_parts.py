from django.db import migrations, models

NOTE_CHANGE = """
    CREATE FUNCTION plans_note_change(changed text) RETURNS void LANGUAGE plpgsql AS $$
    DECLARE
        setting text = 'hoshin.changing' || changed;
        here text = pg_current_xact_id()::text;
    BEGIN
        IF current_setting(setting, true) IS DISTINCT FROM here THEN
            INSERT INTO plans_change (part, transactions, mark) VALUES (changed, 1, (random() * (2 ^ 52))::bigint);
            PERFORM set_config(setting, here, true);
        END IF;
    END
    $$;
    CREATE OR REPLACE FUNCTION plans_note_change() RETURNS void LANGUAGE sql AS $$ SELECT plans_note_change('') $$;
"""
AS_BEFORE = """
    CREATE OR REPLACE FUNCTION plans_note_change() RETURNS void LANGUAGE plpgsql AS $$
    DECLARE
        here text = pg_current_xact_id()::text;
    BEGIN
        IF current_setting('hoshin.changing', true) IS DISTINCT FROM here THEN
            INSERT INTO plans_change (transactions, mark) VALUES (1, (random() * (2 ^ 52))::bigint);
            PERFORM set_config('hoshin.changing', here, true);
        END IF;
    END
    $$;
    DROP FUNCTION plans_note_change(text);
"""


class Migration(migrations.Migration):
    """Figures are counted apart: plans/database/data_version.py."""

    dependencies = [("plans", "0003_search")]

    operations = [
        migrations.AddField("change", "part", models.CharField(db_default="", editable=False)),
        migrations.RunSQL(NOTE_CHANGE, AS_BEFORE),
    ]
