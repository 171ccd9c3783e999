from django.db import migrations

from plans.database.trigger_migrations import MakeTriggersLast, StampByFunction

CLOCK = """
    CREATE FUNCTION plans_stamp() RETURNS timestamptz LANGUAGE sql VOLATILE PARALLEL SAFE
    AS 'SELECT pg_catalog.clock_timestamp()'
"""


class Migration(migrations.Migration):
    """Triggers that no setting switches off, events that only the owner writes, stamps by the clock: plans/database/triggers.py."""

    dependencies = [("plans", "0007_keep_two_months_to_report")]

    operations = [
        migrations.RunSQL(CLOCK, "DROP FUNCTION plans_stamp()"),
        StampByFunction(),
        MakeTriggersLast(),
    ]
