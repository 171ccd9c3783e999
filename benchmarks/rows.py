"""The rows of the table: what is asked, beside what, and what it should reach."""

from benchmarks.measuring.crowds import crowd
from benchmarks.measuring.memory import streamed_csv
from benchmarks.measuring.sheets import first_load, same_again, sheet_memory
from benchmarks.measuring.starts import second_start
from benchmarks.measuring.stopwatch import Single, Timed
from benchmarks.peers import limits
from benchmarks.targets import at_least, at_most

VALUES = "/api/v1/yearly-values/"
OF_PLAN = VALUES + "?plan=plan-{plan}"
SERIES = VALUES + "?indicator={indicator}"
SCORECARD = "/api/v1/plans/plan-{plan}/scorecard/?fiscal_year=2025"
ENOUGH = 8
PAGE = "/plans/plan-{plan}/scorecard/2025/"
SIZED_PAGE = "/plans/plan-of-%s/scorecard/2025/"


def hoshin(path):
    return lambda bench: bench.hoshin(path)


def peer(path):
    return lambda bench: bench.peer(path)


def copy(statement):
    return lambda bench: bench.copy(statement)


def select(*statements):
    return lambda bench: bench.select(*statements)


HELLO = {"hello": peer("/hello/")}
ONE_SELECT = {"one SELECT": peer("/one-select/plan-{plan}/")}


def in_pages(bench):
    """One plan's values as JSON, page after page of 1,000."""
    answers = [bench.hoshin(OF_PLAN + "&page_size=1000")]
    while answers[-1].next:
        answers.append(bench.hoshin(answers[-1].next))
    return answers


def page_100(bench):
    return bench.hoshin(bench.address_of_page_100)


def often(path):
    """Ask so often that each of the processes that answer has been asked."""

    def ask(bench):
        bench.tags[path] = [bench.hoshin(path).headers["etag"] for _ in range(ENOUGH)][-1]

    return ask


def not_modified(path):
    return lambda bench: bench.hoshin(path, status=304, If_None_Match=bench.tags[path])


def write(bench):
    bench.write()


def write_beside_sizes(bench):
    """The plans of other sizes are there, and nothing remembered of the data holds."""
    if bench.sizes:
        bench.write()


def has_many_plans(bench):
    return bench.plans > 3


def gzip_size(bench):
    return {"Hoshin": round(bench.hoshin(PAGE, Accept_Encoding="gzip").size / 1000, 1)}


def whole(name, path, statement, drf, *targets, **options):
    """Many values at once, beside the same by COPY and by plain DRF."""
    ask = {"Hoshin": hoshin(path), "SQL": copy(statement), "plain DRF": peer(drf)}
    return Timed(name, ask, targets, not_when_huge=("plain DRF",), **options)


def looked_up(name, path, query, drf, *targets, ask=None, **options):
    """A few values that have just changed, beside the same by SELECT and by plain DRF, and a view with one SELECT."""
    asked = {"Hoshin": hoshin(path), "SQL": select(query), "plain DRF": peer(drf)} | ONE_SELECT | (ask or {})
    return Timed(name, asked, (at_most(3, "one SELECT"), *targets), write, not_when_huge=("plain DRF",), **options)


def kept(name, path, beside, *targets, before=write):
    """An answer that is kept until the data change."""
    return Timed(name, {"Hoshin": hoshin(path), **beside}, targets, before, same_rows=False, grows=True)


def page(name, path, *targets):
    """A page, worked out anew and given again."""
    return (
        kept(f"{name}, cold", path, HELLO, *targets),
        kept(f"{name}, again", path, HELLO, at_most(15), before=often(path)),
    )


ALL = (
    whole("one plan, NDJSON", OF_PLAN + "&format=ndjson", limits.json_of(limits.ONE_PLAN), "/values/?plan=plan-{plan}",
          at_most(1.6, "SQL")),
    Timed("one plan, JSON in pages of 1,000", {"Hoshin": in_pages, "SQL": copy(limits.json_of(limits.ONE_PLAN))},
          (at_most(1.6, "SQL"),)),
    whole("one plan, CSV", OF_PLAN + "&format=csv", limits.csv_of(limits.ONE_PLAN), "/values/csv/?plan=plan-{plan}",
          at_most(2.5, "SQL")),
    whole("all values, CSV", VALUES + "?format=csv", limits.csv_of(limits.EVERYTHING), "/values/csv/",
          at_most(1.5, "SQL"), at_most(1 / 8, "plain DRF"), fits=has_many_plans),
    whole("all values, NDJSON", VALUES + "?format=ndjson", limits.json_of(limits.EVERYTHING), "/values/",
          at_most(2.5, "SQL"), at_most(1 / 8, "plain DRF"), fits=has_many_plans),
    looked_up("one indicator's series", SERIES, limits.SERIES, "/values/?indicator={indicator}", grows=True),
    looked_up("a standard's values in a year", VALUES + "?standard={standard}&fiscal_year=2024", limits.STANDARD_YEAR,
              "/values/?standard={standard}&fiscal_year=2024", grows=True),
    looked_up("page 1", VALUES, limits.FIRST_PAGE, "/paged-values/", grows=True),
    looked_up("page 100", "", limits.LATER_PAGE, "/paged-values/?page=100", at_most(1.1, "page 1"),
              ask={"Hoshin": page_100, "page 1": hoshin(VALUES)}, fits=has_many_plans),
    kept("scorecard API, cold", SCORECARD, {"SQL": select(*limits.SCORECARD)} | HELLO, at_most(2.5, "SQL")),
    kept("scorecard API, again", SCORECARD, HELLO, at_most(1.5, "hello"), before=often(SCORECARD)),
    Timed("scorecard API, 304", {"Hoshin": not_modified(SCORECARD), **HELLO}, (at_most(1.5, "hello"),),
          often(SCORECARD), same_rows=False),
    *page("scorecard page", PAGE, at_most(120)),
    Timed("scorecard page, 304", {"Hoshin": not_modified(PAGE), **HELLO}, (), often(PAGE), same_rows=False),
    Timed("scorecard page, 1,000 indicators, cold", {"Hoshin": hoshin(SIZED_PAGE % 1000), "10 indicators": hoshin(SIZED_PAGE % 10)},
          (at_most(20, "10 indicators"),), write_beside_sizes, same_rows=False),
    Single("scorecard page, gzip", "kB", gzip_size, (at_most(60),)),
    *page("plan page", "/plans/plan-{plan}/", at_most(120)),
    *page("indicator page", "/indicators/{indicator}/", at_most(120)),
    *page("start page", "/"),
    Single("memory while streaming all values, CSV", "MB above idle", streamed_csv, (at_most(50),)),
    Single("16 clients: the same series", "requests/s", crowd(SERIES), (at_least(0.30, "hello"),)),
    Single("16 clients: scorecard API", "requests/s", crowd(SCORECARD), (at_least(0.52, "hello"),)),
    Single("import of 100,000 rows, first", "s", first_load, (at_most(12),)),
    Single("import of 100,000 rows, no change", "s", same_again, (at_most(6),)),
    Single("import of 100,000 rows, memory", "MB", sheet_memory, (at_most(400),)),
    Single("second start of ./run", "s", second_start, (at_most(3),)),
)  # fmt: skip
