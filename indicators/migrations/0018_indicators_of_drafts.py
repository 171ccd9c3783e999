from django.db import migrations

# Each query of rows that a reader may see asks this once. As a function of its own it is planned once a connection and not with
# every query, where its eight joins would take longer to plan than most answers take; without a draft it is over at once.
INDICATORS_OF_DRAFTS = """
    CREATE FUNCTION indicators_of_drafts() RETURNS SETOF bigint LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 100 AS $$
    DECLARE
        drafted bigint[] := ARRAY(
            SELECT s.id FROM plans_plan p JOIN plans_strategy t ON t.plan_id = p.id
                JOIN plans_standard s ON s.strategy_id = t.id
            WHERE p.state = 'draft'
        );
    BEGIN
        IF drafted = '{}' THEN
            RETURN;
        END IF;
        RETURN QUERY
            SELECT c.indicator_id
            FROM plans_plan p JOIN plans_strategy t ON t.plan_id = p.id JOIN plans_standard s ON s.strategy_id = t.id
                JOIN indicators_commitment c ON c.standard_id = s.id JOIN indicators_indicator i ON i.id = c.indicator_id
            WHERE p.state = 'draft' AND p.created_at <= i.created_at AND NOT EXISTS (
                SELECT FROM indicators_commitment o
                WHERE o.indicator_id = c.indicator_id AND o.standard_id <> ALL (drafted)
            );
    END $$
"""


class Migration(migrations.Migration):
    """The indicators that came with a draft and serve nothing else: indicators/models/drafts.py says why."""

    dependencies = [("indicators", "0017_ratios_anew_with_another_unit")]

    operations = [migrations.RunSQL(INDICATORS_OF_DRAFTS, "DROP FUNCTION indicators_of_drafts()")]
