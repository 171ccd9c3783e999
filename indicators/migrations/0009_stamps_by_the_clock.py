from django.db import migrations

from plans.database.trigger_migrations import MakeTriggersLast, StampByFunction


class Migration(migrations.Migration):
    """As in plans: triggers that no setting switches off, events that only the owner writes, stamps by the clock."""

    dependencies = [("indicators", "0008_mark_shares_of_a_whole"), ("plans", "0008_stamps_by_the_clock")]

    operations = [StampByFunction(), MakeTriggersLast()]
