from django.core.management.base import BaseCommand
from django.db import connection, transaction
from psycopg2 import sql

from plans.history import append_only_tables

APP_ROLE = "hoshin_app"


class Command(BaseCommand):
    help = "Give the serving role hoshin_app its rights on every table; run it as the owner after each migrate."

    @transaction.atomic
    def handle(self, *args, **options):
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP_ROLE])
            if cursor.fetchone() is None:
                self.stderr.write(
                    f"There is no role {APP_ROLE}: one role does everything, and history is not protected."
                )
                return
            grant(cursor)


def grant(cursor):
    role = sql.Identifier(APP_ROLE)
    cursor.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(role))
    cursor.execute(sql.SQL("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}").format(role))
    cursor.execute(sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(role))
    cursor.execute(sql.SQL("REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {}").format(role))
    for table in append_only_tables():
        order = sql.SQL("REVOKE UPDATE, DELETE, TRUNCATE ON {} FROM {}")
        cursor.execute(order.format(sql.Identifier(table), role))
