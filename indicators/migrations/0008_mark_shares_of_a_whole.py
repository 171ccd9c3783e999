from django.db import migrations

# A ratio in % is taken for a share of a whole where something is known of it and nothing of it ever passed 100.
MARK_SHARES = """
    UPDATE indicators_indicator i SET numerator_is_part = true
    WHERE i.kind = 'ratio' AND (i.unit_ja IN ('%', '％') OR i.unit_en IN ('%', '％'))
        AND EXISTS (
            SELECT FROM indicators_yearlyvalue v WHERE v.indicator_id = i.id AND v.value IS NOT NULL
            UNION ALL
            SELECT FROM indicators_target t JOIN indicators_commitment c ON c.id = t.commitment_id
            WHERE c.indicator_id = i.id AND coalesce(t.value, t.low, t.high) IS NOT NULL
        )
        AND NOT EXISTS (
            SELECT FROM indicators_yearlyvalue v
            WHERE v.indicator_id = i.id
                AND (v.value NOT BETWEEN 0 AND 100 OR v.published NOT BETWEEN 0 AND 100 OR v.numerator > v.denominator)
        )
        AND NOT EXISTS (
            SELECT FROM indicators_commitment c
            LEFT JOIN indicators_target t ON t.commitment_id = c.id
            WHERE c.indicator_id = i.id
                AND (c.baseline NOT BETWEEN 0 AND 100 OR t.value NOT BETWEEN 0 AND 100 OR t.low NOT BETWEEN 0 AND 100
                    OR t.high NOT BETWEEN 0 AND 100)
        );
    UPDATE indicators_indicatorevent e SET numerator_is_part = true
    FROM indicators_indicator i
    WHERE i.id = e.pgh_obj_id AND i.numerator_is_part AND NOT e.numerator_is_part;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0007_numerator_is_part'),
        ('plans', '0007_keep_two_months_to_report'),
    ]

    operations = [
        migrations.RunSQL(MARK_SHARES, migrations.RunSQL.noop),
    ]
