"""The details of a hit: its path, and for an indicator its latest value and readings."""

from dataclasses import dataclass

from indicators.loading.lines import ReadingLoader
from indicators.models import Commitment, ValueState, YearlyValue
from indicators.search.terms import contains_any
from plans.text.languages import LANGUAGES, Wording

MOST_PLANS = 3  # of an indicator's uses that a hit names


@dataclass(frozen=True)
class Hit:
    """`path`: the rows above it, from the top; `lines`: readings of an indicator, `value` its latest figure."""

    kind: str
    row: object
    path: tuple
    value: object = None
    lines: tuple = ()
    more_lines: int = 0

    @property
    def name(self):
        return self.row.text if self.kind == "objective" else self.row.name

    @property
    def code(self):
        return getattr(self.row, "code", "")

    @property
    def url(self):
        """The page of the row, or its anchor on the page of its plan."""
        if self.kind in ("objective", "strategy", "standard"):
            return f"{self.path[0].get_absolute_url()}#{self.kind}-{self.row.pk}"
        return self.row.get_absolute_url()

    def other_name(self, words):
        """The name in the other language, if only that contains one of the words; else None."""
        if contains_any(self.name, words):
            return None
        column = "text" if self.kind == "objective" else "name"
        names = [Wording(getattr(self.row, f"{column}_{language}"), language) for language in LANGUAGES]
        return next((name for name in names if contains_any(name, words)), None)


def hits_by_kind(groups, user):
    """{kind: its hits}, in a fixed number of queries."""
    indicators = groups["indicator"].rows
    values = latest_values(indicators, user)
    readings = latest_readings(values, user)
    found = {}
    for kind, group in groups.items():
        found[kind] = [build_hit(kind, row, values.get(row.pk), readings.get(row.pk, ())) for row in group.rows]
    return found


def build_hit(kind, row, value, lines):
    if kind != "indicator":
        return Hit(kind, row, path_to(kind, row))
    return Hit(kind, row, path_to(kind, row), value, tuple(lines[:MOST_PLANS]), max(len(lines) - MOST_PLANS, 0))


def path_to(kind, row):
    above = {
        "institution": tuple,
        "plan": lambda: (row.institution,),
        "objective": lambda: (row.plan,),
        "strategy": lambda: (row.plan,),
        "standard": lambda: (row.strategy.plan, row.strategy),
        "measure": lambda: (row.standard.strategy.plan, row.standard.strategy, row.standard),
        "indicator": lambda: (row.institution, row.office),
        "office": lambda: (row.institution, row.parent),
    }
    return tuple(row for row in above[kind]() if row is not None and row.name)


def latest_values(indicators, user):
    """{indicator id: its last reported figure that the reader may see}."""
    if not indicators:
        return {}
    values = YearlyValue.objects.visible_to(user).actuals().filter(state=ValueState.REPORTED, indicator__in=indicators)
    latest = values.order_by("indicator_id", "-fiscal_year").distinct("indicator_id").select_related("grade")
    return {value.indicator_id: value for value in latest}


def latest_readings(values, user):
    """{indicator id: the readings of its last figure, one for each plan}."""
    if not values:
        return {}
    loader = ReadingLoader(list(Commitment.objects.visible_to(user).filter(indicator__in=values)), user=user)
    readings = {}
    for commitment in loader.commitments:
        line = loader.line(commitment, values[commitment.indicator_id].fiscal_year)
        readings.setdefault(commitment.indicator_id, []).append(line)
    return readings
