from django.db import migrations

MEASURE = """
    ALTER TABLE indicators_commitment ADD CONSTRAINT commitment_stands_where_its_measure_stands
        FOREIGN KEY (measure_id, standard_id) REFERENCES measures_measure (id, standard_id)
        ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
"""
NO_MEASURE = """
    ALTER TABLE indicators_commitment DROP CONSTRAINT commitment_stands_where_its_measure_stands;
"""
INSTITUTION = """
    ALTER TABLE indicators_yearlyvalue ADD CONSTRAINT yearly_value_belongs_to_the_institution_of_its_indicator
        FOREIGN KEY (indicator_id, institution_id) REFERENCES indicators_indicator (id, institution_id)
        ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
"""
NO_INSTITUTION = """
    ALTER TABLE indicators_yearlyvalue DROP CONSTRAINT yearly_value_belongs_to_the_institution_of_its_indicator;
"""


class Migration(migrations.Migration):
    """Columns that repeat what another row says are held to it by composite foreign keys, and follow it when it moves."""

    dependencies = [("indicators", "0001_numbers")]

    operations = [
        migrations.RunSQL(MEASURE, NO_MEASURE),
        migrations.RunSQL(INSTITUTION, NO_INSTITUTION),
    ]
