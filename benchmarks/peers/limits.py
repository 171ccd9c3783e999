"""The SQL limit: what the database and its driver take for the same columns and rows, with nothing around them."""

# ruff: noqa: S608 - SQL is put together from constants here

COLUMNS = """
    v.id, n.slug AS institution, v.indicator_id AS indicator, i.code AS indicator_code,
    coalesce(nullif(i.name_ja, ''), i.name_en) AS indicator_name, coalesce(nullif(i.unit_ja, ''), i.unit_en) AS unit,
    v.fiscal_year, v.kind, v.breakdown_id AS breakdown, v.state, v.value, v.numerator, v.denominator, v.as_of,
    v.as_of_precision, v.is_provisional AS provisional, v.note, v.version, v.updated_at, v.published, v.dated,
    g.code AS grade, v.text, v.disclosure, v.source_url
"""
VALUES = f"""
    SELECT {COLUMNS} FROM indicators_yearlyvalue v JOIN indicators_indicator i ON i.id = v.indicator_id
    JOIN plans_institution n ON n.id = v.institution_id LEFT JOIN measures_grade g ON g.id = v.grade_id
"""
ORDER = "ORDER BY v.indicator_id, v.fiscal_year, v.id"
OF_PLAN = """v.indicator_id IN (
    SELECT c.indicator_id FROM indicators_commitment c JOIN plans_standard s ON s.id = c.standard_id
    JOIN plans_strategy t ON t.id = s.strategy_id JOIN plans_plan p ON p.id = t.plan_id WHERE p.slug = 'plan-{plan}'
)"""
OF_STANDARD = "v.indicator_id IN (SELECT indicator_id FROM indicators_commitment WHERE standard_id = {standard})"
EVERYTHING = f"{VALUES} {ORDER}"
ONE_PLAN = f"{VALUES} WHERE {OF_PLAN} {ORDER}"
SERIES = f"{VALUES} WHERE v.indicator_id = {{indicator}} {ORDER}"
STANDARD_YEAR = f"{VALUES} WHERE {OF_STANDARD} AND v.fiscal_year = 2024 {ORDER}"
FIRST_PAGE = f"{EVERYTHING} LIMIT 100"
LATER_PAGE = f"{VALUES} WHERE (v.indicator_id, v.fiscal_year, v.id) > {{after}} {ORDER} LIMIT 100"
SCORECARD = (
    """SELECT c.*, i.code, i.name_ja, i.name_en, i.unit_ja, i.unit_en, i.decimals, i.kind, i.status, i.disclosure, i.office_id,
        s.code, s.name_ja, s.name_en, t.id, t.code, t.name_ja, t.name_en, m.name_ja, m.name_en, m.status, p.*
    FROM indicators_commitment c JOIN indicators_indicator i ON i.id = c.indicator_id
    JOIN plans_standard s ON s.id = c.standard_id JOIN plans_strategy t ON t.id = s.strategy_id
    JOIN plans_plan p ON p.id = t.plan_id LEFT JOIN measures_measure m ON m.id = c.measure_id
    WHERE p.slug = 'plan-{plan}' ORDER BY t."order", s."order", c."order", c.id""",
    """SELECT g.commitment_id, g.fiscal_year, g.value, g.low, g.high, g.due_on, g.grade_id
    FROM indicators_target g JOIN indicators_commitment c ON c.id = g.commitment_id
    JOIN plans_standard s ON s.id = c.standard_id JOIN plans_strategy t ON t.id = s.strategy_id
    JOIN plans_plan p ON p.id = t.plan_id
    WHERE p.slug = 'plan-{plan}' AND g.superseded_at IS NULL ORDER BY g.commitment_id, g.fiscal_year""",
    f"""SELECT v.indicator_id, v.fiscal_year, v.state, v.value, v.grade_id, v.dated, v.is_provisional, v.disclosure
    FROM indicators_yearlyvalue v WHERE v.kind = 'actual' AND v.breakdown_id IS NULL AND {OF_PLAN}""",
)


def csv_of(query):
    return f"COPY ({query}) TO STDOUT WITH (FORMAT csv, HEADER)"


def json_of(query):
    """One JSON object a line, as PostgreSQL prints it by itself."""
    return f"COPY (SELECT row_to_json(r) FROM ({query}) AS r) TO STDOUT"


class Lines:
    """Takes what COPY sends, counts it and forgets it."""

    def __init__(self):
        self.size = self.lines = 0

    def write(self, chunk):
        self.size += len(chunk)
        self.lines += chunk.count(b"\n")
