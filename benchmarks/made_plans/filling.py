"""Fills an empty database with plans (plans.sql), by set-based SQL; triggers write the history, as for anybody."""

from contextlib import contextmanager
from pathlib import Path

PLANS = {"S": 1, "M": 50, "L": 1000}
STANDARDS, INDICATORS = 22, 150  # of each plan
SIZES = (10, 1000)  # indicators of the plans in sizes.sql
BATCH = 50  # plans in one transaction
PLAN_SQL, SIZES_SQL = ((Path(__file__).parent / name).read_text() for name in ("plans.sql", "sizes.sql"))
REQUIRED = """
    SELECT format('ALTER TABLE %I ALTER COLUMN %I', table_name, column_name),
        CASE data_type WHEN 'boolean' THEN 'false' WHEN 'text' THEN '''''' WHEN 'character varying' THEN '''''' ELSE '0' END
    FROM information_schema.columns
    WHERE table_name ~ '^(plans|measures|indicators)_' AND table_name !~ 'event$'
        AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO' AND data_type <> 'jsonb'
        AND data_type !~ '^(timestamp|date|uuid)'
"""
WITH_OUR_IDS = (
    "plans_institution",
    "plans_office",
    "plans_plan",
    "plans_strategy",
    "plans_standard",
    "measures_measure",
)
WITH_OUR_IDS += ("indicators_breakdown", "indicators_indicator", "indicators_commitment")


def fill(connection, plans):
    """Make this many plans; the connection is the owner's, with autocommit."""
    with connection.cursor() as cursor, short_of_nothing(cursor):
        cursor.execute("CREATE TEMPORARY TABLE made_plan (p integer)")
        for first in range(1, plans + 1, BATCH):
            cursor.execute("TRUNCATE made_plan")
            last = min(plans, first + BATCH - 1)
            cursor.execute("INSERT INTO made_plan SELECT generate_series(%s, %s)", [first, last])
            cursor.execute(PLAN_SQL)
    with connection.cursor() as cursor:
        for table in WITH_OUR_IDS:  # whoever adds a row gets an id beyond ours
            cursor.execute(f"SELECT setval('{table}_id_seq', (SELECT max(id) FROM {table}))")  # noqa: S608  names above
        cursor.execute("VACUUM ANALYZE")


def add_sizes(connection):
    """Make a plan of 10 and one of 1,000 indicators; the connection is the owner's, with autocommit."""
    with connection.cursor() as cursor, short_of_nothing(cursor):
        cursor.execute(SIZES_SQL)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@contextmanager
def short_of_nothing(cursor):
    """While the block runs, a required column that nobody names is empty or zero: plans.sql names what it means."""
    cursor.execute(REQUIRED)
    required = cursor.fetchall()
    for column, zero in required:
        cursor.execute(f"{column} SET DEFAULT {zero}")
    yield
    for column, _zero in required:
        cursor.execute(f"{column} DROP DEFAULT")
