from django.db import migrations

# Until now every institution's figures were due two months after the year's end; that is written down for its past, too.
KEEP_TWO_MONTHS = """
    UPDATE plans_institution SET months_to_report = 2;
    UPDATE plans_institutionevent SET months_to_report = 2 WHERE months_to_report IS NULL;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),  # what the triggers of the history call
        ('plans', '0006_months_to_report'),
    ]

    operations = [
        migrations.RunSQL(KEEP_TWO_MONTHS, migrations.RunSQL.noop),
    ]
