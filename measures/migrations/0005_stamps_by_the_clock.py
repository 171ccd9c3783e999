from django.db import migrations

from plans.database.trigger_migrations import MakeTriggersLast, StampByFunction


class Migration(migrations.Migration):
    """As in plans: triggers that no setting switches off, events that only the owner writes, stamps by the clock."""

    dependencies = [("measures", "0004_evidence_filed_by"), ("plans", "0008_stamps_by_the_clock")]

    operations = [StampByFunction(), MakeTriggersLast()]
