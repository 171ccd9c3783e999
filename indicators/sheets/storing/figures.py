"""Writes staged figures, set by set: decides for each what it changes, then inserts, changes and supersedes.

What a row does not state (a blank cell, a column that is not there) is left as it is. s is a staged row, x a stored one.
"""

# ruff: noqa: S608 - SQL is put together from constants here, never from what a file says

import io

from django.utils.translation import gettext as _

from indicators.sheets.rows.report import Remark
from indicators.sheets.rows.staging import TABLE, copy_in

NOTE, STORED_NOTE = "btrim(replace(s.note, E'\\r', ''))", "btrim(replace({}, E'\\r', ''))"
# Stored columns have a prefix in a commitment, which holds its baseline: {0}, and {1} for `provisional`.
OF_FIGURE, OF_BASELINE = ("", "is_"), ("baseline_", "baseline_")
BESIDE_DIFFERS = f"""
    (s.as_of IS NOT NULL AND (s.as_of, s.as_of_precision) IS DISTINCT FROM (x.{{0}}as_of, x.{{0}}as_of_precision))
    OR (s.provisional IS NOT NULL AND s.provisional <> x.{{1}}provisional)
    OR (s.note <> '' AND {NOTE} <> {STORED_NOTE.format("x.{0}note")})
    OR (s.source_url <> '' AND s.source_url <> x.{{0}}source_url)
"""
BESIDE_THE_SAME = """
    {0}as_of = coalesce(s.as_of, x.{0}as_of),
    {0}as_of_precision = CASE WHEN s.as_of IS NULL THEN x.{0}as_of_precision ELSE s.as_of_precision END,
    {1}provisional = coalesce(s.provisional, x.{1}provisional),
    {0}note = coalesce(nullif(s.note, ''), x.{0}note),
    {0}source_url = coalesce(nullif(s.source_url, ''), x.{0}source_url)
"""


def staged_columns(*names, prefix=""):
    """{stored column: the staged one} of columns that are called the same but for the prefix."""
    return {f"{prefix}{name}": f"s.{name}" for name in names}


# What is true of one figure is not true of another: a row that brings another value says anew what is beside it.
ANOTHER = staged_columns("as_of", "as_of_precision", "note", "source_url", prefix="{0}")
ANOTHER |= {"{1}provisional": "coalesce(s.provisional, false)"}


def of_figure(columns):
    """{column of a yearly value or a target: what it becomes}."""
    return {name.format(*OF_FIGURE): expression for name, expression in columns.items()}


def of_baseline(columns):
    """{column of a commitment: what it becomes}."""
    return {name.format(*OF_BASELINE): expression for name, expression in columns.items()}


def assignments(columns):
    return ", ".join(f"{name} = {expression}" for name, expression in columns.items())


# Copies of the stored rows in question, because of temporary tables the planner knows what is in them.
STORED = {
    "stored_value": "SELECT * FROM indicators_yearlyvalue WHERE indicator_id IN (SELECT pk FROM staged_series)",
    "stored_target": "SELECT * FROM indicators_target"
    " WHERE superseded_at IS NULL AND commitment_id IN (SELECT pk FROM staged_place)",
}
ACTION = f"""
    CASE WHEN x.id IS NULL THEN 'new' WHEN {{differs}} THEN 'other' WHEN {{parts}} THEN 'parts'
        WHEN {BESIDE_DIFFERS.format(*OF_FIGURE)} THEN 'beside' ELSE 'same' END
"""

# What is stored of a staged figure (x), its indicator (i) and breakdown (b), as far as there is any of them.
STORED_OF_ROW = """
    LEFT JOIN staged_series i ON i.no = s.series
    LEFT JOIN staged_breakdown b ON b.no = s.breakdown
    LEFT JOIN stored_value x ON x.indicator_id = i.pk AND x.fiscal_year = s.fiscal_year AND x.kind = s.kind
        AND coalesce(x.breakdown_id, 0) = coalesce(b.pk, 0) AND (s.breakdown = 0 OR b.pk IS NOT NULL)
"""

VALUE = staged_columns("state", "value", "dated", "text", "printed") | {"grade_id": "s.grade"}
# With both parts stored the database computes a value, and keeps a figure that disagrees with it as `published`.
VALUE_DIFFERS = """
    s.state <> x.state
    OR (s.dated, s.grade, s.text) IS DISTINCT FROM (x.dated, x.grade_id, x.text)
    OR CASE
        WHEN s.value IS NULL AND s.numerator IS NOT NULL AND s.denominator IS NOT NULL THEN CASE
            WHEN x.numerator IS NULL OR x.denominator IS NULL
                THEN round(i.factor * s.numerator / nullif(s.denominator, 0), scale(x.value)) IS DISTINCT FROM x.value
            ELSE s.numerator * x.denominator <> x.numerator * s.denominator
        END
        WHEN s.value IS NULL OR x.numerator IS NULL OR x.denominator IS NULL THEN s.value IS DISTINCT FROM x.value
        WHEN x.published IS NULL THEN s.value <> round(x.value, scale(s.value))
        ELSE s.value <> x.published
    END
"""
PARTS_DIFFER = """
    (s.numerator IS NOT NULL AND s.numerator IS DISTINCT FROM x.{0}numerator)
    OR (s.denominator IS NOT NULL AND s.denominator IS DISTINCT FROM x.{0}denominator)
"""
# Parts that the row does not state stay as long as they come to its figure, as far as that is printed.
PARTS_AGREE = """
    coalesce(round(i.factor * coalesce(s.numerator, x.{0}numerator)
        / nullif(coalesce(s.denominator, x.{0}denominator), 0), scale(s.value)) = s.value, false)
"""
DECIDE_VALUES = f"""
    INSERT INTO decided SELECT s.no, i.pk, b.pk, x.id, {ACTION.format(differs=VALUE_DIFFERS, parts=PARTS_DIFFER.format(""))},
        {PARTS_AGREE.format("")}
    FROM {TABLE} s {STORED_OF_ROW}
    WHERE s.kind IN ('actual', 'forecast') AND s.action = ''
"""
NEW_VALUE = VALUE | of_figure(ANOTHER) | staged_columns("fiscal_year", "kind", "numerator", "denominator")
NEW_VALUE |= {"institution_id": "%(institution)s", "indicator_id": "d.parent_id", "breakdown_id": "d.breakdown_id"}
NEW_VALUE |= {"disclosure": "'public'", "entered_by_id": "%(by)s"}
INSERT_VALUES = f"""
    INSERT INTO indicators_yearlyvalue ({", ".join(NEW_VALUE)}) SELECT {", ".join(NEW_VALUE.values())}
    FROM decided d JOIN {TABLE} s USING (no)
    WHERE s.kind IN ('actual', 'forecast') AND d.action = 'new'
    ORDER BY d.parent_id, s.fiscal_year, s.kind, coalesce(d.breakdown_id, 0)
"""
# `published` is said outright: the trigger takes a figure that disagrees with its parts only where it is not the old value.
UPDATE_VALUES = f"""
    UPDATE indicators_yearlyvalue x SET
        {assignments(VALUE)}, {{parts}}, numerator_as_of = NULL, denominator_as_of = NULL, entered_by_id = %(by)s, {{beside}}
    FROM decided d JOIN {TABLE} s USING (no)
    WHERE s.kind IN ('actual', 'forecast') AND d.action = '{{action}}' AND x.id = d.stored_id
"""
PARTS_OF_ANOTHER = """
    {0}numerator = CASE WHEN s.numerator IS NULL AND d.keeps_parts THEN x.{0}numerator ELSE s.numerator END,
    {0}denominator = CASE WHEN s.denominator IS NULL AND d.keeps_parts THEN x.{0}denominator ELSE s.denominator END
"""
PARTS_OF_THE_SAME = """
    {0}numerator = coalesce(s.numerator, x.{0}numerator), {0}denominator = coalesce(s.denominator, x.{0}denominator)
"""
UPDATE_OTHER_VALUES = UPDATE_VALUES.format(
    action="other",
    parts=PARTS_OF_ANOTHER.format("")
    + ", published = CASE WHEN s.numerator IS NOT NULL AND s.denominator IS NOT NULL AND NOT d.keeps_parts THEN s.value END",
    beside=f"confirmed_by_id = NULL, {assignments(of_figure(ANOTHER))}",
)
UPDATE_PARTS_OF_VALUES = UPDATE_VALUES.format(
    action="parts",
    parts=PARTS_OF_THE_SAME.format("") + ", published = CASE WHEN NOT d.keeps_parts THEN s.value END",
    beside=BESIDE_THE_SAME.format(*OF_FIGURE),
)
UPDATE_BESIDE_VALUES = f"""
    UPDATE indicators_yearlyvalue x SET entered_by_id = %(by)s, {BESIDE_THE_SAME.format(*OF_FIGURE)}
    FROM decided d JOIN {TABLE} s USING (no)
    WHERE s.kind IN ('actual', 'forecast') AND d.action = 'beside' AND x.id = d.stored_id
"""

# A target that is a day has no value beside it; one without any figure is its printed words.
TARGET = staged_columns("low", "high") | {"due_on": "s.dated", "grade_id": "s.grade"}
TARGET |= {"value": "CASE WHEN s.dated IS NULL THEN s.value END"}
TARGET_WORDS = "coalesce(nullif(s.text, ''), s.printed)"
TARGET_DIFFERS = f"""
    ({", ".join(TARGET.values())}) IS DISTINCT FROM ({", ".join(f"x.{column}" for column in TARGET)})
    OR (coalesce(s.value, s.low, s.high) IS NULL AND s.dated IS NULL AND s.grade IS NULL AND {TARGET_WORDS} <> x.printed)
"""
DECIDE_TARGETS = f"""
    INSERT INTO decided SELECT s.no, p.pk, NULL, x.id, {ACTION.format(differs=TARGET_DIFFERS, parts="false")}, false
    FROM {TABLE} s
    JOIN staged_place p ON p.no = s.place
    LEFT JOIN stored_target x ON x.commitment_id = p.pk AND x.fiscal_year = s.fiscal_year
    WHERE s.kind = 'target' AND s.action = ''
"""
SUPERSEDE_TARGETS = f"""
    UPDATE indicators_target x SET superseded_at = (SELECT plans_stamp())
    FROM decided d JOIN {TABLE} s USING (no)
    WHERE s.kind = 'target' AND d.action = 'other' AND x.id = d.stored_id
"""
NEW_TARGET = TARGET | of_figure(ANOTHER) | staged_columns("fiscal_year")
NEW_TARGET |= {
    "commitment_id": "d.parent_id",
    "printed": TARGET_WORDS,
    "decided_on": "CASE WHEN d.action = 'other' THEN %(decided_on)s::date END",
    "decided_by": "''",
    "approved_by_id": "CASE WHEN d.action = 'other' THEN %(by)s::bigint END",
    "reason": "CASE WHEN d.action = 'other' THEN %(reason)s ELSE '' END",
}
INSERT_TARGETS = f"""
    INSERT INTO indicators_target ({", ".join(NEW_TARGET)}) SELECT {", ".join(NEW_TARGET.values())}
    FROM decided d JOIN {TABLE} s USING (no)
    WHERE s.kind = 'target' AND d.action IN ('new', 'other') ORDER BY s.no
"""
UPDATE_TARGETS = f"""
    UPDATE indicators_target x SET {BESIDE_THE_SAME.format(*OF_FIGURE)}
    FROM decided d JOIN {TABLE} s USING (no)
    WHERE s.kind = 'target' AND d.action = 'beside' AND x.id = d.stored_id
"""

BASELINE_WORDS = "coalesce(nullif(s.printed, ''), s.dated::text, s.text)"
BASELINE = {"baseline": "s.value", "baseline_grade_id": "s.grade", "baseline_printed": BASELINE_WORDS}
NEW_BASELINE = BASELINE | of_baseline(ANOTHER | staged_columns("fiscal_year", "numerator", "denominator", prefix="{0}"))
BASELINE_DIFFERS = f"""
    (s.value, s.grade) IS DISTINCT FROM (x.baseline, x.baseline_grade_id)
    OR (s.value IS NULL AND s.grade IS NULL AND {BASELINE_WORDS} <> x.baseline_printed)
    OR s.fiscal_year <> x.baseline_fiscal_year
"""
BESIDE_BASELINE_DIFFERS = f"""
    (s.fiscal_year IS NOT NULL AND x.baseline_fiscal_year IS NULL) OR {BESIDE_DIFFERS.format(*OF_BASELINE)}
"""
DECIDE_BASELINES = f"""
    INSERT INTO decided SELECT s.no, x.id, NULL, x.id,
        CASE WHEN p.is_new THEN 'new' WHEN {BASELINE_DIFFERS} THEN 'other'
            WHEN {PARTS_DIFFER.format("baseline_")} OR {BESIDE_BASELINE_DIFFERS} THEN 'parts' ELSE 'same' END,
        {PARTS_AGREE.format("baseline_")}
    FROM {TABLE} s
    JOIN staged_place p ON p.no = s.place
    JOIN staged_series i ON i.no = s.series
    JOIN indicators_commitment x ON x.id = p.pk
    WHERE s.kind = 'baseline' AND s.action = ''
"""
UPDATE_BASELINES = f"""
    UPDATE indicators_commitment x SET
        {assignments(BASELINE)}, baseline_fiscal_year = coalesce(s.fiscal_year, x.baseline_fiscal_year), {{parts}}, {{beside}}
    FROM decided d JOIN {TABLE} s USING (no)
    WHERE s.kind = 'baseline' AND d.action = '{{action}}' AND x.id = d.stored_id
"""
UPDATE_OTHER_BASELINES = UPDATE_BASELINES.format(
    action="other",
    parts=PARTS_OF_ANOTHER.format("baseline_"),
    beside=assignments(of_baseline(ANOTHER)),
)
UPDATE_PARTS_OF_BASELINES = UPDATE_BASELINES.format(
    action="parts",
    parts=PARTS_OF_THE_SAME.format("baseline_"),
    beside=BESIDE_THE_SAME.format(*OF_BASELINE),
)

# What is there and will be written, locked as the verbs lock it: commitments before their targets, each table by id.
LOCK = f"""
    SELECT x.id FROM {{table}} x WHERE x.id IN (
        SELECT d.{{id}} FROM decided d JOIN {TABLE} s USING (no)
        WHERE s.kind IN ({{kinds}}) AND d.action IN ('other', 'parts', 'beside')
    ) ORDER BY x.id FOR NO KEY UPDATE OF x
"""
LOCK_COMMITMENTS = LOCK.format(table="indicators_commitment", id="parent_id", kinds="'baseline', 'target'")
LOCK_TARGETS = LOCK.format(table="indicators_target", id="stored_id", kinds="'target'")
LOCK_VALUES = LOCK.format(table="indicators_yearlyvalue", id="stored_id", kinds="'actual', 'forecast'")

YEARLY, TARGETS, BASELINES = ("actual", "forecast"), ("target",), ("baseline",)
CHANGES = {"other", "parts", "beside"}
WRITES = [  # in this order, each where there is a figure of these kinds for which this was decided
    (LOCK_COMMITMENTS, (*BASELINES, *TARGETS), CHANGES),
    (LOCK_TARGETS, TARGETS, CHANGES),
    (LOCK_VALUES, YEARLY, CHANGES),
    (INSERT_VALUES, YEARLY, {"new"}),
    (UPDATE_OTHER_VALUES, YEARLY, {"other"}),
    (UPDATE_PARTS_OF_VALUES, YEARLY, {"parts"}),
    (UPDATE_BESIDE_VALUES, YEARLY, {"beside"}),
    (SUPERSEDE_TARGETS, TARGETS, {"other"}),
    (INSERT_TARGETS, TARGETS, {"new", "other"}),
    (UPDATE_TARGETS, TARGETS, {"beside"}),
    (UPDATE_OTHER_BASELINES, BASELINES, {"other"}),
    (UPDATE_PARTS_OF_BASELINES, BASELINES, {"parts"}),
]

# What another figure does not take over from the one that it replaces.
STORED_BESIDE = """
    SELECT s.row_no, s.heading, s.cell, x.{0}numerator, x.{0}denominator, x.{value}, s.value,
        s.state = 'reported' AND NOT d.keeps_parts AND x.{0}numerator IS NOT NULL AND x.{0}denominator IS NOT NULL
            AND (s.numerator IS NULL OR s.denominator IS NULL) AND x.{value} IS NOT NULL AND s.value IS NOT NULL,
        (x.{0}note <> '' AND s.note = '') OR (x.{0}as_of IS NOT NULL AND s.as_of IS NULL)
            OR (x.{0}source_url <> '' AND s.source_url = '')
    FROM decided d JOIN {TABLE} s USING (no) JOIN {stored} x ON x.id = d.stored_id
    WHERE d.action = 'other' AND s.kind = ANY(%s)
"""
LEFT_BEHIND = [
    (YEARLY, STORED_BESIDE.format("", value="value", stored="stored_value", TABLE=TABLE)),
    (BASELINES, STORED_BESIDE.format("baseline_", value="baseline", stored="indicators_commitment", TABLE=TABLE)),
]


def new_baselines(cursor, places):
    """{place number: the baseline's columns} for commitments that are about to be made."""
    new = [place.no for place in places if place.pk is None and place.series is not None]
    columns = ", ".join(NEW_BASELINE.values())
    cursor.execute(
        f"SELECT s.place, {columns} FROM {TABLE} s WHERE kind = 'baseline' AND action = '' AND place = ANY(%s)", [new]
    )
    return {place: dict(zip(NEW_BASELINE, row, strict=True)) for place, *row in cursor}


def decide(cursor, plan_index, new_places, new_breakdowns):
    """Decide for every staged figure whether it is new, another one, the same, or differs beside the figure only.

    After `find_stored`; `new_places` and `new_breakdowns` ({number: id}) are what was made since.
    """
    cursor.execute("DROP TABLE IF EXISTS decided")
    if new_places:
        link_places(cursor, plan_index.places, new_places)
        link_series(cursor, plan_index.series)
    if new_breakdowns:
        _fill(cursor, "staged_breakdown", new_breakdowns.items())
    cursor.execute(
        "CREATE TEMPORARY TABLE decided (no integer, parent_id bigint, breakdown_id bigint, stored_id bigint, action text,"
        " keeps_parts boolean) ON COMMIT DROP"
    )
    for sql in (DECIDE_VALUES, DECIDE_TARGETS, DECIDE_BASELINES):
        cursor.execute(sql)
    cursor.execute("ANALYZE decided")


def find_stored(cursor, plan_index, breakdowns):
    """Copy the stored rows of the indicators and commitments in the sheet into temporary tables.

    `breakdowns`: {number: id} of those that are known.
    """
    cursor.execute(f"DROP TABLE IF EXISTS {', '.join(STORED)}")
    link_series(cursor, plan_index.series)
    link_places(cursor, plan_index.places)
    _link(cursor, "staged_breakdown", breakdowns.items())
    for table, rows in STORED.items():
        cursor.execute(f"CREATE TEMPORARY TABLE {table} ON COMMIT DROP AS {rows}")
        cursor.execute(f"ANALYZE {table}")


def link_series(cursor, series):
    """Link the staged figures to stored indicators, with the factor of their ratios."""
    factors = ((one.no, one.pk, one.ratio_factor) for one in series if one.pk)
    _link(cursor, "staged_series", factors, "factor numeric")


def link_places(cursor, places, new_places=()):
    known = ((place.no, place.pk, place in new_places) for place in places if place.pk)
    _link(cursor, "staged_place", known, "is_new boolean")


def _link(cursor, table, rows, *columns):
    columns = ", ".join(("no integer", "pk bigint", *columns))
    cursor.execute(f"DROP TABLE IF EXISTS {table}")
    cursor.execute(f"CREATE TEMPORARY TABLE {table} ({columns}) ON COMMIT DROP")
    _fill(cursor, table, rows)


def _fill(cursor, table, rows):
    lines = io.StringIO("".join("\t".join(map(str, row)) + "\n" for row in rows))
    copy_in(cursor, table, lines)
    cursor.execute(f"ANALYZE {table}")


def write(cursor, report, **given):
    """Write what was decided; `given`: institution and by (ids), decided_on, reason."""
    cursor.execute(f"SELECT DISTINCT s.kind, d.action FROM decided d JOIN {TABLE} s USING (no)")
    decided = set(cursor.fetchall())
    for kinds, sql in LEFT_BEHIND:
        if any((kind, "other") in decided for kind in kinds):
            cursor.execute(sql, [list(kinds)])
            report.warnings += [remark for row in cursor.fetchall() for remark in _left_behind(*row)]
    for sql, kinds, actions in WRITES:
        if not decided.isdisjoint((kind, action) for kind in kinds for action in actions):
            cursor.execute(sql, given)


def _left_behind(row, heading, cell, numerator, denominator, old, new, has_parts, has_words):
    """Warnings about parts, notes, dates and sources of a figure that another one replaces."""
    if has_parts:
        named = {"parts": f"{numerator:f}/{denominator:f}", "old": f"{old:.4f}", "new": f"{new:f}"}
        reason = _("The saved parts %(parts)s belong to %(old)s, not to %(new)s; they were dropped.") % named
        yield Remark(row, heading, cell[:200], reason)
    if has_words:
        reason = _("It replaces another figure, whose note, date and source were not taken over.")
        yield Remark(row, heading, cell[:200], reason)


def count_stored(cursor, first_rows):
    """The number of rows that changed something: those whose figure was written, and the first of each place made or changed."""
    cursor.execute("SELECT no FROM decided WHERE action <> 'same'")
    return len({no for (no,) in cursor} | set(first_rows))
