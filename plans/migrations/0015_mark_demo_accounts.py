from django.db import migrations

# The accounts that load_demo made before it marked them.
MARK = """
    UPDATE plans_user SET is_demo = true
    WHERE email LIKE '%@eit.example'
        AND username IN ('planner', 'reporter', 'approver', 'evaluator', 'executive', 'viewer')
        AND id IN (
            SELECT m.user_id FROM plans_membership m JOIN plans_institution i ON i.id = m.institution_id
            WHERE i.slug = 'example' AND i.is_fictional
        );
"""


class Migration(migrations.Migration):

    dependencies = [('plans', '0014_demo_accounts_are_marked')]

    operations = [migrations.RunSQL(MARK, migrations.RunSQL.noop)]
