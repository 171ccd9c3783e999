"""Writes staged figures, set by set: decides for each what it changes, then inserts, changes and supersedes.

What a row does not state (a blank cell, a column that is not there) is left as it is. s is a staged row, x a stored one.
"""

# ruff: noqa: S608 - SQL is put together from constants here, never from what a file says

import io

from indicators.imports.report import Remark
from indicators.imports.staging import TABLE
from plans.locks import said_closed
from plans.models import ClosedYear
from plans.row_locks import lock_years

NOTE, STORED_NOTE = "btrim(replace(s.note, E'\\r', ''))", "btrim(replace({}, E'\\r', ''))"
BESIDE_DIFFERS = f"""
    (s.as_of IS NOT NULL AND (s.as_of, s.as_of_precision) IS DISTINCT FROM (x.as_of, x.as_of_precision))
    OR (s.provisional IS NOT NULL AND s.provisional <> x.is_provisional)
    OR (s.note <> '' AND {NOTE} <> {STORED_NOTE.format("x.note")})
    OR (s.source_url <> '' AND s.source_url <> x.source_url)
"""
BESIDE = """
    as_of = coalesce(s.as_of, x.as_of),
    as_of_precision = CASE WHEN s.as_of IS NULL THEN x.as_of_precision ELSE s.as_of_precision END,
    is_provisional = coalesce(s.provisional, x.is_provisional),
    note = coalesce(nullif(s.note, ''), x.note),
    source_url = coalesce(nullif(s.source_url, ''), x.source_url)
"""
# Copies of the stored rows in question, because of temporary tables the planner knows what is in them.
STORED = {
    "stored_value": "SELECT * FROM indicators_yearlyvalue WHERE indicator_id IN (SELECT pk FROM staged_series)",
    "stored_target": "SELECT * FROM indicators_target"
    " WHERE superseded_at IS NULL AND commitment_id IN (SELECT pk FROM staged_place)",
}
ACTION = f"""
    CASE WHEN x.id IS NULL THEN 'new' WHEN {{differs}} THEN 'other' WHEN {BESIDE_DIFFERS} THEN 'beside' ELSE 'same' END
"""

# With both parts stored the database computes a value, and keeps a figure that disagrees with it as `published`.
VALUE_DIFFERS = """
    s.state <> x.state
    OR (s.dated, s.grade, s.text) IS DISTINCT FROM (x.dated, x.grade_id, x.text)
    OR (s.numerator IS NOT NULL AND s.numerator IS DISTINCT FROM x.numerator)
    OR (s.denominator IS NOT NULL AND s.denominator IS DISTINCT FROM x.denominator)
    OR CASE
        WHEN x.numerator IS NULL OR x.denominator IS NULL THEN s.value IS DISTINCT FROM x.value
        WHEN x.published IS NULL THEN s.value <> round(x.value, scale(s.value))
        ELSE s.value <> x.published
    END
"""
DECIDE_VALUES = f"""
    INSERT INTO decided SELECT s.no, i.pk, b.pk, x.id, {ACTION.format(differs=VALUE_DIFFERS)}
    FROM {TABLE} s
    JOIN staged_series i ON i.no = s.series
    LEFT JOIN staged_breakdown b ON b.no = s.breakdown
    LEFT JOIN stored_value x ON x.indicator_id = i.pk AND x.fiscal_year = s.fiscal_year AND x.kind = s.kind
        AND coalesce(x.breakdown_id, 0) = coalesce(b.pk, 0)
    WHERE s.kind IN ('actual', 'forecast') AND s.action = ''
"""
INSERT_VALUES = f"""
    INSERT INTO indicators_yearlyvalue (institution_id, indicator_id, fiscal_year, kind, breakdown_id, state, value,
        numerator, denominator, dated, grade_id, text, as_of, as_of_precision, is_provisional, printed, note, source_url,
        disclosure, entered_by_id)
    SELECT %(institution)s, d.parent_id, s.fiscal_year, s.kind, d.breakdown_id, s.state, s.value,
        s.numerator, s.denominator, s.dated, s.grade, s.text, s.as_of, s.as_of_precision, coalesce(s.provisional, false),
        s.printed, s.note, s.source_url, 'public', %(by)s
    FROM decided d JOIN {TABLE} s USING (no)
    WHERE s.kind IN ('actual', 'forecast') AND d.action = 'new'
    ORDER BY d.parent_id, s.fiscal_year, s.kind, coalesce(d.breakdown_id, 0)
"""
UPDATE_VALUES = f"""
    UPDATE indicators_yearlyvalue x SET
        state = s.state, value = s.value, dated = s.dated, grade_id = s.grade, text = s.text,
        numerator = CASE WHEN s.state = 'reported' THEN coalesce(s.numerator, x.numerator) ELSE s.numerator END,
        denominator = CASE WHEN s.state = 'reported' THEN coalesce(s.denominator, x.denominator) ELSE s.denominator END,
        published = CASE WHEN d.action = 'beside' THEN x.published END,
        printed = CASE WHEN d.action = 'beside' THEN x.printed ELSE s.printed END,
        entered_by_id = %(by)s, {BESIDE}
    FROM decided d JOIN {TABLE} s USING (no)
    WHERE s.kind IN ('actual', 'forecast') AND d.action IN ('other', 'beside') AND x.id = d.stored_id
"""

# A target that is a day has no value beside it; one without any figure is its printed words.
TARGET = "CASE WHEN s.dated IS NULL THEN s.value END, s.low, s.high, s.dated, s.grade"
TARGET_WORDS = "coalesce(nullif(s.text, ''), s.printed)"
TARGET_DIFFERS = f"""
    ({TARGET}) IS DISTINCT FROM (x.value, x.low, x.high, x.due_on, x.grade_id)
    OR (coalesce(s.value, s.low, s.high) IS NULL AND s.dated IS NULL AND s.grade IS NULL AND {TARGET_WORDS} <> x.printed)
"""
DECIDE_TARGETS = f"""
    INSERT INTO decided SELECT s.no, p.pk, NULL, x.id, {ACTION.format(differs=TARGET_DIFFERS)}
    FROM {TABLE} s
    JOIN staged_place p ON p.no = s.place
    LEFT JOIN stored_target x ON x.commitment_id = p.pk AND x.fiscal_year = s.fiscal_year
    WHERE s.kind = 'target' AND s.action = ''
"""
SUPERSEDE_TARGETS = f"""
    UPDATE indicators_target x SET superseded_at = %(moment)s
    FROM decided d JOIN {TABLE} s USING (no)
    WHERE s.kind = 'target' AND d.action = 'other' AND x.id = d.stored_id
"""
INSERT_TARGETS = f"""
    INSERT INTO indicators_target (commitment_id, fiscal_year, value, low, high, due_on, grade_id, as_of, as_of_precision,
        is_provisional, printed, note, source_url, decided_on, decided_by, approved_by_id, reason)
    SELECT d.parent_id, s.fiscal_year, {TARGET}, s.as_of, s.as_of_precision,
        coalesce(s.provisional, false), {TARGET_WORDS}, coalesce(nullif(s.note, ''), x.note, ''),
        coalesce(nullif(s.source_url, ''), x.source_url, ''),
        CASE WHEN d.action = 'other' THEN %(decided_on)s::date END, '',
        CASE WHEN d.action = 'other' THEN %(by)s::bigint END, CASE WHEN d.action = 'other' THEN %(reason)s ELSE '' END
    FROM decided d JOIN {TABLE} s USING (no) LEFT JOIN indicators_target x ON x.id = d.stored_id
    WHERE s.kind = 'target' AND d.action IN ('new', 'other') ORDER BY s.no
"""
UPDATE_TARGETS = f"""
    UPDATE indicators_target x SET {BESIDE}
    FROM decided d JOIN {TABLE} s USING (no)
    WHERE s.kind = 'target' AND d.action = 'beside' AND x.id = d.stored_id
"""

BASELINE = """
    s.value AS baseline, s.fiscal_year AS baseline_fiscal_year, s.as_of AS baseline_as_of,
    s.as_of_precision AS baseline_as_of_precision, s.numerator AS baseline_numerator,
    s.denominator AS baseline_denominator, s.grade AS baseline_grade_id,
    coalesce(s.provisional, false) AS baseline_provisional,
    coalesce(nullif(s.printed, ''), s.dated::text, s.text) AS baseline_printed, s.note AS baseline_note,
    s.source_url AS baseline_source_url
"""
BASELINE_DIFFERS = f"""
    (s.value, s.grade) IS DISTINCT FROM (x.baseline, x.baseline_grade_id)
    OR (s.value IS NULL AND s.grade IS NULL AND coalesce(nullif(s.printed, ''), s.dated::text, s.text) <> x.baseline_printed)
    OR (s.fiscal_year IS NOT NULL AND s.fiscal_year IS DISTINCT FROM x.baseline_fiscal_year)
    OR (s.numerator IS NOT NULL AND s.numerator IS DISTINCT FROM x.baseline_numerator)
    OR (s.denominator IS NOT NULL AND s.denominator IS DISTINCT FROM x.baseline_denominator)
    OR (s.as_of IS NOT NULL
        AND (s.as_of, s.as_of_precision) IS DISTINCT FROM (x.baseline_as_of, x.baseline_as_of_precision))
    OR (s.provisional IS NOT NULL AND s.provisional <> x.baseline_provisional)
    OR (s.note <> '' AND {NOTE} <> {STORED_NOTE.format("x.baseline_note")})
    OR (s.source_url <> '' AND s.source_url <> x.baseline_source_url)
"""
DECIDE_BASELINES = f"""
    INSERT INTO decided SELECT s.no, x.id, NULL, x.id,
        CASE WHEN p.is_new THEN 'new' WHEN {BASELINE_DIFFERS} THEN 'other' ELSE 'same' END
    FROM {TABLE} s JOIN staged_place p ON p.no = s.place JOIN indicators_commitment x ON x.id = p.pk
    WHERE s.kind = 'baseline' AND s.action = ''
"""
UPDATE_BASELINES = f"""
    UPDATE indicators_commitment x SET
        baseline = s.value, baseline_grade_id = s.grade,
        baseline_fiscal_year = coalesce(s.fiscal_year, x.baseline_fiscal_year),
        baseline_numerator = coalesce(s.numerator, x.baseline_numerator),
        baseline_denominator = coalesce(s.denominator, x.baseline_denominator),
        baseline_as_of = coalesce(s.as_of, x.baseline_as_of),
        baseline_as_of_precision = CASE WHEN s.as_of IS NULL THEN x.baseline_as_of_precision ELSE s.as_of_precision END,
        baseline_provisional = coalesce(s.provisional, x.baseline_provisional),
        baseline_printed = coalesce(nullif(s.printed, ''), s.dated::text, s.text),
        baseline_note = coalesce(nullif(s.note, ''), x.baseline_note),
        baseline_source_url = coalesce(nullif(s.source_url, ''), x.baseline_source_url)
    FROM decided d JOIN {TABLE} s USING (no)
    WHERE s.kind = 'baseline' AND d.action = 'other' AND x.id = d.stored_id
"""

# What is there and will be written, locked as the verbs lock it: commitments before their targets, each table by id.
LOCKS = (
    f"""
    SELECT x.id FROM indicators_commitment x WHERE x.id IN (
        SELECT d.parent_id FROM decided d JOIN {TABLE} s USING (no)
        WHERE s.kind IN ('baseline', 'target') AND d.action IN ('other', 'beside')
    ) ORDER BY x.id FOR NO KEY UPDATE OF x
    """,
    f"""
    SELECT x.id FROM indicators_target x WHERE x.id IN (
        SELECT d.stored_id FROM decided d JOIN {TABLE} s USING (no)
        WHERE s.kind = 'target' AND d.action IN ('other', 'beside')
    ) ORDER BY x.id FOR NO KEY UPDATE OF x
    """,
    f"""
    SELECT x.id FROM indicators_yearlyvalue x WHERE x.id IN (
        SELECT d.stored_id FROM decided d JOIN {TABLE} s USING (no)
        WHERE s.kind IN ('actual', 'forecast') AND d.action IN ('other', 'beside')
    ) ORDER BY x.id FOR NO KEY UPDATE OF x
    """,
)

# Said outright, because triggers that find it unsaid catch an exception for every row, at a cost that grows with the rows.
NO_TRIGGER_IGNORED = "SELECT set_config('pgtrigger.ignore', '{}', true)"


def new_baselines(cursor, places):
    """{place number: the baseline's columns} for commitments that are about to be made."""
    new = [place.no for place in places if place.pk is None and place.series is not None]
    cursor.execute(
        f"SELECT s.place, {BASELINE} FROM {TABLE} s WHERE kind = 'baseline' AND action = '' AND place = ANY(%s)", [new]
    )
    names = [column.name for column in cursor.description]
    return {row[0]: dict(zip(names[1:], row[1:], strict=True)) for row in cursor}


def decide(cursor, places, new_places, series, breakdowns):
    """Say for every staged figure whether it is new, another one, the same, or differs beside the figure only."""
    cursor.execute(f"DROP TABLE IF EXISTS staged_place, staged_series, staged_breakdown, decided, {', '.join(STORED)}")
    _link(cursor, "staged_place", ((place.no, place.pk, place in new_places) for place in places if place.pk))
    _link(cursor, "staged_series", ((one.no, one.pk, False) for one in series if one.pk))
    _link(cursor, "staged_breakdown", ((no, pk, False) for no, pk in breakdowns.items()))
    cursor.execute(
        "CREATE TEMPORARY TABLE decided (no integer, parent_id bigint, breakdown_id bigint, stored_id bigint, action text)"
        " ON COMMIT DROP"
    )
    for table, rows in STORED.items():
        cursor.execute(f"CREATE TEMPORARY TABLE {table} ON COMMIT DROP AS {rows}")
        cursor.execute(f"ANALYZE {table}")
    for sql in (DECIDE_VALUES, DECIDE_TARGETS, DECIDE_BASELINES):
        cursor.execute(sql)
    cursor.execute("ANALYZE decided")


def _link(cursor, table, rows):
    cursor.execute(f"CREATE TEMPORARY TABLE {table} (no integer, pk bigint, is_new boolean) ON COMMIT DROP")
    lines = io.StringIO("".join(f"{no}\t{pk}\t{is_new}\n" for no, pk, is_new in rows))
    cursor.copy_expert(f"COPY {table} FROM STDIN", lines)
    cursor.execute(f"ANALYZE {table}")


def refuse_closed_years(cursor, institution, report):
    """Figures that would change a closed year are refused; the same figures again are no change. No year is closed meanwhile."""
    cursor.execute(f"SELECT DISTINCT fiscal_year FROM {TABLE} WHERE fiscal_year IS NOT NULL")
    lock_years(institution.pk, [year for (year,) in cursor])
    closed = list(ClosedYear.objects.filter(institution=institution).values_list("fiscal_year", flat=True))
    cursor.execute(
        f"""
        DELETE FROM decided d USING {TABLE} s
        WHERE s.no = d.no AND s.kind IN ('actual', 'forecast') AND d.action <> 'same' AND s.fiscal_year = ANY(%s)
        RETURNING s.row_no, s.heading, s.cell, s.fiscal_year
        """,
        [closed],
    )
    for row, heading, cell, year in cursor.fetchall():
        report.rows_refused.append(Remark(row, heading, cell[:200], said_closed(year)))


def write(cursor, **given):
    """Write what was decided; `given`: institution and by (ids), moment, decided_on, reason."""
    cursor.execute(NO_TRIGGER_IGNORED)
    for sql in (
        *LOCKS,
        INSERT_VALUES,
        UPDATE_VALUES,
        SUPERSEDE_TARGETS,
        INSERT_TARGETS,
        UPDATE_TARGETS,
        UPDATE_BASELINES,
    ):
        cursor.execute(sql, given)


def count_stored(cursor, first_rows):
    """How many rows changed something: those whose figure was written, and the first one of each place made or changed."""
    cursor.execute("SELECT no FROM decided WHERE action <> 'same'")
    return len({no for (no,) in cursor} | set(first_rows))
