from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection, transaction
from psycopg2 import sql

from plans.database.history import append_only_tables, event_tables


class Command(BaseCommand):
    help = "Give the role that serves its rights on every table; run it as the owner after each migrate."

    @transaction.atomic
    def handle(self, *args, **options):
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            (owner,) = cursor.fetchone()
            if owner == settings.APP_ROLE:
                self.stderr.write(f"{owner} does everything: history is not protected from the role that serves.")
            else:
                grant(cursor, sql.Identifier(settings.APP_ROLE))


def grant(cursor, role):
    cursor.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(role))
    cursor.execute(sql.SQL("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}").format(role))
    cursor.execute(sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(role))
    cursor.execute(sql.SQL("REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {}").format(role))
    cursor.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    for rights, tables in (("UPDATE, DELETE, TRUNCATE", append_only_tables()), ("INSERT", event_tables())):
        for table in tables:
            order = sql.SQL("REVOKE {} ON {} FROM {}")
            cursor.execute(order.format(sql.SQL(rights), sql.Identifier(table), role))
