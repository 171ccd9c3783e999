"""Locks that a transaction takes before it writes, in one order wherever it takes several: imports, years, rows by id."""

from typing import TypeVar

from django.db import connection
from django.db.models import Manager, Model, QuerySet

M = TypeVar("M", bound=Model)

IMPORTS = 0  # a year that no institution has: whoever imports into one waits for the import under way

LOCK_YEARS = """
    SELECT pg_advisory_xact_lock_shared(hashint8(%s), fiscal_year)
    FROM (SELECT DISTINCT unnest(%s::integer[]) AS fiscal_year ORDER BY 1) AS years
"""
LOCK_IMPORTS = "SELECT pg_advisory_xact_lock(hashint8(%s), %s)"


def lock_rows(rows: QuerySet[M] | Manager[M], *, for_removal: bool = False) -> QuerySet[M]:
    """The queryset's rows, locked until the transaction ends, and nothing that they refer to.

    Others may meanwhile store what refers to them, unless they are to be removed.
    """
    return rows.order_by("pk").select_for_update(of=("self",), no_key=not for_removal)


def lock_years(institution_id, fiscal_years):
    """Keep fiscal years from being closed until the transaction ends; waits for a closing under way.

    The triggers on figures and reports do so too, but with the row in hand, when a closing may already wait for it.
    """
    with connection.cursor() as cursor:
        cursor.execute(LOCK_YEARS, [institution_id, list(fiscal_years)])


def lock_imports(institution_id):
    """Let nobody else import into the institution until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK_IMPORTS, [institution_id, IMPORTS])
