"""Which columns hold the figure of which kind of indicator: for people by name, for the database as a condition. Pure."""

FIGURES_OF = {
    "number": ("value",),
    "ratio": ("numerator", "denominator", "value", "published"),
    "yes_no": ("value", "dated"),
    "date": ("dated",),
    "grade": ("grade",),
    "text": ("text",),
}
FIGURES = ("numerator", "denominator", "value", "published", "dated", "grade", "text")
COLUMN_OF = {"grade": "grade_id"}
LIMIT = 10**20  # every figure stays below it, also one that is computed


def unfitting(kind, row):
    """SQL that is true where `row` (an alias) has a figure in a column that the indicator's `kind` does not have."""
    cases = " ".join(f"WHEN '{name}' THEN {has_any(row, others(name))}" for name in FIGURES_OF)
    is_no_answer = f"({kind} = 'yes_no' AND {row}.value NOT IN (0, 1))"
    return f"(CASE {kind} {cases} END) OR {is_no_answer}"


def others(kind):
    """The columns that a kind of indicator has no use for."""
    return [name for name in FIGURES if name not in FIGURES_OF[kind]]


def has_any(row, names):
    return " OR ".join(
        f"{row}.text <> ''" if name == "text" else f"{row}.{COLUMN_OF.get(name, name)} IS NOT NULL" for name in names
    )
