from django.db import migrations

# The history of accounts begins with each account as it stands, so that the first change has something to differ from.
BEGIN = """
    INSERT INTO plans_userevent (
        pgh_created_at, pgh_label, pgh_context, pgh_obj_id, id, version, created_at, updated_at, is_superuser, username,
        first_name, last_name, is_staff, is_active, date_joined, email, language, password_changed_at
    )
    SELECT plans_stamp(), 'insert', '{"reason": "as it stood when the history of accounts began"}'::jsonb, id, id, version,
        created_at, updated_at, is_superuser, username, first_name, last_name, is_staff, is_active, date_joined, email,
        language, password_changed_at
    FROM plans_user;
"""


class Migration(migrations.Migration):

    dependencies = [('plans', '0012_accounts_have_a_history')]

    operations = [migrations.RunSQL(BEGIN, migrations.RunSQL.noop)]
