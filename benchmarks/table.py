"""The measurements as a table for people."""

COLUMNS = ("Hoshin", "SQL", "plain DRF", "one SELECT", "hello")


def show(results):
    for result in results:
        database = result["database"]
        print(
            f"\nScale {result['scale']}: {database['plans']:,} plans, {database['yearly values']:,} yearly values, medians of"
            f" {result['runs']} runs taken in turn. PostgreSQL {database['postgresql']}, fsync {database['fsync']}, nothing"
            " throttled, no compression, a connection for each request.\n"
        )
        print_rows([line for row in result["rows"] for line in lines_of(row)])
    if len(results) > 1:
        show_growth(results[0], results[-1])


def lines_of(row):
    """One line for a row and its first target, one more for each other target."""
    cells = [row["name"], row["unit"], *(shown(row["figures"].get(column)) for column in COLUMNS)]
    verdicts = [(f"{v['measured']:g}", v["target"], "yes" if v["met"] else "NO") for v in row["targets"]]
    first, *others = verdicts or [("", "", "")]
    return [[*cells, *first], *([""] * len(cells) + list(verdict) for verdict in others)]


def shown(figure):
    if figure is None:
        return ""
    return f"{figure:,.0f}" if figure >= 100 else f"{figure:.3g}"


def print_rows(rows):
    rows = [["row", "unit", *COLUMNS, "measured", "target", "met"], *rows]
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    for row in rows:
        left = (0, 1, len(row) - 2, len(row) - 1)
        cells = (
            f"{cell:<{w}}" if n in left else f"{cell:>{w}}" for n, (cell, w) in enumerate(zip(row, widths, strict=True))
        )
        print("  ".join(cells).rstrip())


def show_growth(small, large):
    """What the same question takes with more data: at most 1.3 times as long, by the clock of a view that does nothing."""
    before = {row["name"]: in_floors(row) for row in small["rows"] if row["grows"]}
    print(f"\nGrowth from scale {small['scale']} to {large['scale']} (target ≤ 1.3):")
    for row in large["rows"]:
        if row["name"] in before:
            print(f"  {row['name']}: × {in_floors(row) / before[row['name']]:.2f}")


def in_floors(row):
    """Hoshin's time as a multiple of the simplest view's, so that a machine that was busy meanwhile does not count."""
    figures = row["figures"]
    return figures["Hoshin"] / figures.get("one SELECT", figures.get("hello"))
