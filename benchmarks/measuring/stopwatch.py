"""Medians, taken in turn: every round asks each contestant of each row once, so that a busy minute is busy for all."""

from dataclasses import dataclass, field
from statistics import median
from time import perf_counter

BUDGET = 45  # seconds after which a slow contestant is not asked again
COUNTED = ("Hoshin", "SQL", "plain DRF")


class DifferentAnswersError(Exception):
    """Two contestants did not answer the same rows, so their times cannot be compared."""


def always(bench):
    return True


def nothing(bench):
    pass


@dataclass(frozen=True)
class Timed:
    """A row in milliseconds. `ask`: {contestant: function of the bench}; `before` is done, untimed, before Hoshin is asked."""

    name: str
    ask: dict
    targets: tuple = ()
    before: object = nothing
    same_rows: bool = True
    fits: object = always
    grows: bool = False
    not_when_huge: tuple = ()
    unit: str = "ms"

    def asked(self, bench):
        """The contestants at this scale."""
        return {who: ask for who, ask in self.ask.items() if not (bench.is_huge and who in self.not_when_huge)}


@dataclass(frozen=True)
class Single:
    """A row that is measured once, after all others; `measure` answers {contestant: figure}."""

    name: str
    unit: str
    measure: object
    targets: tuple = ()
    fits: object = always
    grows: bool = False


@dataclass
class Clock:
    """The times of one contestant, in milliseconds."""

    times: list = field(default_factory=list)

    @property
    def is_spent(self):
        return sum(self.times) > BUDGET * 1000

    def time(self, ask, bench):
        start = perf_counter()
        ask(bench)
        self.times.append((perf_counter() - start) * 1000)


def measured(rows, bench, runs, say):
    """The rows as plain data: {"name", "unit", "grows", "figures": {contestant: figure}, "targets"}."""
    timed = [row for row in rows if isinstance(row, Timed)]
    clocks = {row.name: {who: Clock() for who in row.asked(bench)} for row in timed}
    for row in timed:
        warm_up(row, bench)
    for number in range(1, runs + 1):
        say(f"Round {number} of {runs} …")
        for row in timed:
            take_turns(row, bench, clocks[row.name])
    return [as_data(row, figures_of(row, clocks, bench, say)) for row in rows]


def warm_up(row, bench):
    """Ask all once, untimed, and see that they tell the same rows."""
    row.before(bench)
    answers = {who: ask(bench) for who, ask in row.asked(bench).items()}
    counts = {who: rows_of(answer) for who, answer in answers.items() if row.same_rows and who in COUNTED}
    if len(set(counts.values())) > 1:
        raise DifferentAnswersError(f"{row.name}: {counts}")


def rows_of(answer):
    if isinstance(answer, list):
        return sum(map(rows_of, answer))
    return answer if isinstance(answer, int) else answer.rows


def take_turns(row, bench, clocks):
    row.before(bench)
    for who, ask in row.asked(bench).items():
        if not clocks[who].is_spent:
            clocks[who].time(ask, bench)


def figures_of(row, clocks, bench, say):
    if isinstance(row, Timed):
        return {who: round(median(clock.times), 3) for who, clock in clocks[row.name].items()}
    say(f"{row.name} …")
    return row.measure(bench)


def as_data(row, figures):
    judged = [target.judge(figures) for target in row.targets]
    return {
        "name": row.name,
        "unit": row.unit,
        "grows": row.grows,
        "figures": figures,
        "targets": [verdict for verdict in judged if verdict is not None],
    }
