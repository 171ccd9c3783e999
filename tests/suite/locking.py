"""What every statement that locks rows must be like; asked of each one that any test runs."""

import re

LOCKING = re.compile(r"\bFOR\s+(?:NO\s+KEY\s+)?(?:UPDATE|SHARE)\b|\bFOR\s+KEY\s+SHARE\b")
LOCKED_ALONE = re.compile(r'FOR (?:NO KEY )?UPDATE OF "?(?P<name>\w+)"?\s*$')
ORDER = re.compile(r"\bORDER BY (?P<columns>.+?)(?: LIMIT \d+)? FOR ")


def fault_of(statement):
    """Why a statement locks more than it should, or in an order of its own; empty where it does not."""
    if not LOCKING.search(statement):
        return ""
    plain = " ".join(statement.split())
    if "SKIP LOCKED" in plain:  # that waits for nobody
        return ""
    alone = LOCKED_ALONE.search(plain)
    if alone is None:
        return "" if reads_one_table(plain) else "locks every table that it joins"
    order = ORDER.search(plain)
    columns = set() if order is None else {column.strip() for column in order["columns"].split(",")}
    own = {f'"{alone["name"]}"."id" ASC', f"{alone['name']}.id"}
    return "" if columns <= own else f"locks in the order of {', '.join(sorted(columns))}"


def reads_one_table(statement):
    """Without an order of its own: of what Django locks itself (`update_or_create`) there is one row."""
    return " JOIN " not in statement and " ORDER BY " not in statement and statement.count(" FROM ") == 1


def refuse_wide_locks(execute, sql, params, many, context):
    """For `connection.execute_wrapper`."""
    fault = fault_of(str(sql))
    assert not fault, f"{fault}: {sql}"
    return execute(sql, params, many, context)
