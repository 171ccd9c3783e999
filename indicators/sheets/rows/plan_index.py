"""The plan as a sheet sees it: finds the branch, the indicator and the commitment that a row speaks of, or makes new ones."""

from django.utils.translation import gettext as _

from indicators.models import Commitment, Indicator
from indicators.readings.terms import Comparator, Promise, Trajectory
from indicators.sheets.columns.headings import ABOUT_THE_PLACE, HOW, LEVELS, OF_INDICATOR, OF_MEASURE, WHERE
from indicators.sheets.parsing import RefusedCell, parse_amount, parse_name
from indicators.sheets.rows.details import Details
from indicators.sheets.rows.slots import CommitmentSlot, IndicatorSlot, Level, RefusedError, in_both_languages, meant_by
from indicators.sheets.vocabulary import ANSWER_OF, COMPARATOR_OF, DIRECTION_OF, key_of, meaning_by_word, word_of
from measures.models import Grade, GradingScale, Measure
from plans.models import Standard, Strategy

LONGEST_CODE = 200
KINDS = {"number", "ratio", "yes_no", "date", "grade", "text"}
CHOICES = {
    "direction": DIRECTION_OF,
    "comparator": COMPARATOR_OF | {word: word for word in Comparator} | {"none": "", "なし": ""},
    "trajectory": {word: str(word) for word in Trajectory}
    | meaning_by_word({"line": "直線", "steps": "階段", "none": "なし"}),
    "promise": {word: str(word) for word in Promise},
    "key": {word: bool(answer) for word, answer in ANSWER_OF.items()},
    "indicator_kind": {word: word for word in KINDS},
}
PERCENT_WORDS = {"%", "percent", "パーセント", "pct"}
PROMISED = ("comparator", "tolerance", "trajectory", "promise", "is_key")
NAMES = ("id", "code", "name_ja", "name_en")
SERIES = (
    *NAMES,
    "unit_ja",
    "unit_en",
    "kind",
    "scale_id",
    "decimals",
    "direction",
    "factor",
    "office_id",
    "disclosure",
    "numerator_is_part",
)


class PlanIndex:
    """The stored rows of a plan and its institution, and those that a sheet adds. Nothing is written here."""

    def __init__(self, institution, plan, mapping):
        self.institution, self.plan, self.mapping = institution, plan, mapping
        self.root = Level("plan", pk=plan.pk)
        self.series, self.places = [], []
        self.by_code, self.by_id, self.at = {}, {}, {}
        self.scales, self.grades = {}, {}
        self.details = Details(institution)
        if institution.pk is not None:
            self._load_indicators()
        if plan.pk is not None:
            self._load_branches()

    def place_of(self, texts, row):
        """(CommitmentSlot, statements for `noted_statements`) of a row; `texts` in the order of ABOUT_THE_PLACE. Raises RefusedError."""
        said = dict(zip(ABOUT_THE_PLACE, texts, strict=True))
        words = {name: self._text(name, said[name]) for name in WHERE if said[name].strip()}
        branch = self._branch(words)
        of_measure = branch.sheet_values, self._details(said, OF_MEASURE, branch.level == "measure")
        details = self._details(said, OF_INDICATOR, not {"indicator", "indicator_code"}.isdisjoint(words))
        if not {"indicator", "indicator_code"} & words.keys():
            return self._place(branch, None, row), (of_measure,)
        stated = {name: self._choice(name, said[name]) for name in HOW if said[name].strip() and name != "scale"}
        place = self._place(branch, self._series(branch, words, stated.pop("indicator_kind", None), said["scale"]), row)
        return place, (of_measure, (place.sheet_values, stated), (place.series.sheet_values, details))

    def _details(self, said, names, there_is_one):
        """{name: read cell} of the details of a measure or indicator."""
        filled = [name for name in names if said[name].strip()]
        if filled and not there_is_one:
            reason = {
                OF_MEASURE: _(
                    "The row names no measure, whose offices these could be; an indicator has an owner_office."
                )
            }
            reason = reason.get(names) or _("The row names no indicator, of which this could be said.")
            raise RefusedError(filled[0], said[filled[0]], reason)
        return {name: self.details.read_cell(name, said[name]) for name in filled}

    def _text(self, name, cell):
        text = parse_name(cell)
        if isinstance(text, RefusedCell):
            raise RefusedError(name, cell, text.reason)
        if name.endswith("_code") and len(text) > LONGEST_CODE:
            raise RefusedError(name, cell, _("A code has at most %(limit)d characters.") % {"limit": LONGEST_CODE})
        return "%" if name.startswith("unit") and word_of(text) in PERCENT_WORDS else text

    def _choice(self, name, cell):
        if name == "tolerance":
            amount = parse_amount(cell)
            if isinstance(amount, RefusedCell) or (amount is not None and amount < 0):
                raise RefusedError(name, cell, getattr(amount, "reason", None) or _("A tolerance is not negative."))
            return amount
        return meant_by(name, cell, CHOICES[name])

    def _branch(self, words):
        """The lowest level that the row names. A level left out above a named one is one without a name."""
        has_indicator = "indicator" in words or "indicator_code" in words
        named = [level for level in LEVELS[:3] if level in words or f"{level}_code" in words]
        lowest = LEVELS.index(named[-1]) if named else -1
        lowest = max(lowest, 1) if has_indicator else lowest
        if lowest < 0:
            raise RefusedError(
                "strategy",
                "",
                _(
                    "The row names neither a strategy nor a standard, measure or indicator;"
                    " cells left blank are not filled in from above."
                ),
            )
        branch = self.root
        for level in LEVELS[: lowest + 1]:
            code, english = words.get(f"{level}_code", ""), words.get(f"{level}_en", "")
            branch = branch.child(level, words.get(level) or code, code=code, english=english)
        return branch

    def _series(self, branch, words, kind, scale):
        name, unit = words.get("indicator") or words["indicator_code"], words.get("unit", "")
        code = words.get("indicator_code", "")
        mapped = self.mapping.indicators.get(key_of(name)) if not code else None
        if mapped is not None and mapped not in self.by_code:
            raise RefusedError(
                "indicator", name, _("The mapping names a code that there is not: %(code)s.") % {"code": mapped}
            )
        known = (
            self.by_code.get(code or mapped)
            or self._known_indicator(branch, name, unit, code)
            or (None if code else self.by_code.get(name))
        )
        if known is None:
            return self._new_series(words, kind, scale.strip())
        if not known.is_in(unit):
            raise RefusedError(
                "unit",
                unit,
                _("The indicator %(code)s is measured in %(unit)s.") % {"code": known.code or name, "unit": known.unit},
            )
        known.learn_unit(unit)
        return known

    def _known_indicator(self, branch, name, unit, code):
        """The indicator at this level with this name and unit; one with another code is another one."""
        found = [
            place.series
            for place in branch.places.get(key_of(name), [])
            if place.series.is_in(unit) and (not code or not place.series.code)
        ]
        if len(found) > 1:
            raise RefusedError(
                "indicator",
                name,
                _("There are %(count)d of this name here: write the code or the unit.") % {"count": len(found)},
            )
        return found[0] if found else None

    def _new_series(self, words, kind, scale):
        if kind == "grade" and scale not in self.scales:
            raise RefusedError("scale", scale, _("A grade needs a scale that the institution has."))
        code = words.get("indicator_code", "")
        return self._add_series(
            IndicatorSlot(
                no=len(self.series),
                names=in_both_languages(words.get("indicator") or code, words.get("indicator_en", "")),
                units=in_both_languages(words.get("unit", ""), words.get("unit_en", "")),
                code=code,
                kind=kind or "number",
                scale=self.scales[scale] if kind == "grade" else None,
            )
        )

    def _add_series(self, series):
        self.series.append(series)
        if series.code:
            self.by_code[series.code] = series
        return series

    def _place(self, branch, series, row):
        place = self.at.get((branch, series)) or self._add_place(CommitmentSlot(len(self.places), branch, series))
        place.row = place.row or row
        return place

    def _add_place(self, place):
        self.places.append(place)
        self.at[place.branch, place.series] = place
        if place.series is not None:
            place.branch.add_place(place)
        return place

    def _load_indicators(self):
        self.scales = dict(GradingScale.objects.filter(institution=self.institution).values_list("code", "id"))
        grades = Grade.objects.filter(scale__institution=self.institution)
        self.grades = {(scale, code): pk for scale, code, pk in grades.values_list("scale_id", "code", "id")}
        coded = Indicator.objects.filter(institution=self.institution).exclude(code="")
        for row in coded.values(*SERIES):
            self._stored_indicator(row)

    def _stored_indicator(self, row):
        if row["id"] not in self.by_id:
            self.by_id[row["id"]] = self._add_series(
                IndicatorSlot(
                    no=len(self.series),
                    names={"ja": row["name_ja"], "en": row["name_en"]},
                    units={"ja": row["unit_ja"], "en": row["unit_en"]},
                    code=row["code"],
                    kind=row["kind"],
                    pk=row["id"],
                    scale=row["scale_id"],
                    decimals=row["decimals"],
                    factor=row["factor"],
                    office=row["office_id"],
                    disclosure=row["disclosure"],
                    is_share=row["numerator_is_part"],
                    direction=row["direction"],
                )
            )
        return self.by_id[row["id"]]

    def _load_branches(self):
        strategies = self._load_levels("strategy", Strategy.objects.filter(plan=self.plan), lambda row: self.root)
        standards = self._load_levels(
            "standard", Standard.objects.of_plan(self.plan), lambda row: strategies[row["strategy_id"]], "strategy_id"
        )
        measures = self._load_levels(
            "measure", Measure.objects.of_plan(self.plan), lambda row: standards[row["standard_id"]], "standard_id"
        )
        promised = Commitment.objects.of_plan(self.plan).order_by("id")
        columns = [f"indicator__{name}" for name in SERIES]
        for row in promised.values("id", "standard_id", "measure_id", *PROMISED, *columns):
            series = self._stored_indicator({name: row[f"indicator__{name}"] for name in SERIES})
            branch = measures[row["measure_id"]] if row["measure_id"] else standards[row["standard_id"]]
            had = {name: row[name] for name in PROMISED}
            self._add_place(CommitmentSlot(len(self.places), branch, series, pk=row["id"], stored_columns=had))

    def _load_levels(self, level, rows, parent_of, *columns):
        found = {}
        for row in rows.order_by("order", "id").values(*NAMES, "order", *columns):
            names = {"ja": row["name_ja"], "en": row["name_en"]}
            found[row["id"]] = parent_of(row).add(Level(level, names, row["code"], row["id"], order=row["order"]))
        return found
