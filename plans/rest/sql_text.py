"""Rows printed by the database itself: a record as JSON text, a cell as a spreadsheet may safely see it."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Func, JSONField, Subquery, TextField

from plans.rest.columns import CODE, DAY, JSON, MOMENT, NUMBER, TEXT, TRUTH
from plans.sheets.cells import HARMLESS_SQL

TO_MOMENT = """to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
IN_JSON = {
    TEXT: "coalesce(to_json(({})::text)::text, 'null')",
    CODE: "coalesce(to_json(({})::text)::text, 'null')",
    NUMBER: "coalesce(({})::text, 'null')",
    TRUTH: "coalesce(({})::text, 'null')",
    DAY: "coalesce(to_json(({})::date)::text, 'null')",
    MOMENT: f"coalesce('\"' || {TO_MOMENT} || '\"', 'null')",
    JSON: "coalesce(({})::text, 'null')",
}
IN_CSV = {
    TEXT: HARMLESS_SQL,
    TRUTH: "({})::text",
    MOMENT: TO_MOMENT,
    JSON: "({})::text",
}


class Template(Func):
    """One expression inside a piece of SQL, in which {} stands for it as often as needed."""

    def __init__(self, expression, *, sql):
        self.sql = sql
        super().__init__(expression, output_field=TextField())

    def as_sql(self, compiler, connection, **options):
        sql, params = compiler.compile(self.source_expressions[0])
        return self.sql.replace("{}", sql), list(params) * self.sql.count("{}")


def csv_cell(column):
    """A column as a cell: text that a spreadsheet would run gets an apostrophe, numbers stay as they are."""
    return Template(column.expression, sql=IN_CSV[column.kind]) if column.kind in IN_CSV else column.expression


def sheet_cell(column):
    """A column as a cell of a sheet with types: moments and lists as text, all else as it is."""
    return Template(column.expression, sql=IN_CSV[column.kind]) if column.kind in (MOMENT, JSON) else column.expression


class JsonRecord(Func):
    """A whole record as JSON text, with the columns' names as keys."""

    def __init__(self, columns):
        self.columns = tuple(columns)
        super().__init__(*[column.expression for column in self.columns], output_field=TextField())

    def as_sql(self, compiler, connection, **options):
        pieces, params = [], []
        for column, expression in zip(self.columns, self.source_expressions, strict=True):
            sql, given = compiler.compile(expression)
            before = "," if pieces else "{"
            pieces.append(f"""'{before}"{column.name}":' || {IN_JSON[column.kind].replace("{}", sql)}""")
            params += list(given) * IN_JSON[column.kind].count("{}")
        return " || ".join([*pieces, "'}'"]), params


class JsonList(Subquery):
    """The rows of a queryset's `values()` as a JSON list of objects, in its order."""

    template = "(SELECT coalesce(json_agg(row_to_json(listed)), '[]') FROM (%(subquery)s) AS listed)"
    output_field = JSONField()


def json_ids(queryset):
    """The one column of a queryset's `values("…")` as a JSON list, in its order."""
    return Func(ArraySubquery(queryset), function="to_json", output_field=JSONField())
