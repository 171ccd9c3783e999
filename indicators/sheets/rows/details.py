"""Details of measures and indicators in a sheet: offices, definition, decimals, disclosure, share of a whole."""

from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import F, OuterRef, Subquery
from django.utils.translation import gettext as _

from indicators.models import Definition, Indicator
from indicators.sheets.columns.headings import OF_MEASURE
from indicators.sheets.numerals import DECIMAL_DIGITS
from indicators.sheets.parsing import RefusedCell, parse_amount, parse_text
from indicators.sheets.rows.report import Remark
from indicators.sheets.rows.slots import RefusedError, in_both_languages, meant_by, name_of
from indicators.sheets.vocabulary import ANSWER_OF, meaning_by_word
from measures.models import Responsibility, ResponsibilityRole
from plans.access.member_csv import normalised, offices_by_word
from plans.database.locks import said_closed
from plans.models import ClosedYear, Disclosure

BATCH = 2000
OFFICES = (*OF_MEASURE, "owner_office")
ROLE_OF = dict(zip(OF_MEASURE, (ResponsibilityRole.LEAD, ResponsibilityRole.SUPPORT), strict=True))
DISCLOSURE_OF = {str(level): str(level) for level in Disclosure} | meaning_by_word(
    {
        "public": "公開 一般公開",
        "staff": "学内限定 学内 学内公開 教職員限定",
        "executives": "役員限定 役員",
        "planning": "企画担当限定 企画担当",
    }
)


@dataclass(frozen=True)
class NamedOffices:
    """The ids of the offices in a cell, in order; `cell`: its text."""

    ids: tuple
    cell: str = field(compare=False)

    def __str__(self):
        return self.cell


@dataclass
class DetailChanges:
    """What changes: offices of measures, columns of known indicators, first definitions of indicators."""

    measures: list = field(default_factory=list)
    series: list = field(default_factory=list)
    first_definitions: list = field(default_factory=list)

    def places(self, places):
        """The first of the places of each measure and indicator that changes."""
        first = {}
        for place in reversed(places):
            first |= {place.branch: place, place.series: place}
        return {first[thing] for thing in (*self.measures, *self.series, *self.first_definitions)}


class Details:
    """Reads cells of details, and compares them with those of the institution, loaded on demand."""

    def __init__(self, institution):
        self.institution = institution
        self.offices, self.slugs_by_word = {}, {}  # slug → id; every way to name one → slugs

    def read_cell(self, name, cell):
        """`name`: one of these columns; raises RefusedError."""
        if name == "owner_office":
            return self._owner(cell)
        if name in OF_MEASURE:
            return self._offices(name, cell)
        return READERS.get(name, _wording)(name, cell)

    def changes(self, places, layout, report):
        """DetailChanges of these places; a definition in other words is left, with a warning."""
        measures = dict.fromkeys(place.branch for place in places if place.branch.sheet_values)
        series = dict.fromkeys(
            place.series for place in places if place.series is not None and place.series.sheet_values
        )
        for one in series:
            if one.sheet_value("numerator_is_part") and not one.may_be_a_share:
                _said, row = one.sheet_values.pop("numerator_is_part")
                reason = _("Only a ratio or a percentage has a numerator that is part of its denominator.")
                heading = layout.heading_of("numerator_is_part")
                report.warnings.append(Remark(row, heading, name_of(one), reason))
        changes = DetailChanges(
            measures=[one for one in measures if any(self._is_another_team(one, name) for name in one.sheet_values)],
            series=[one for one in series if one.pk is not None and one.changed_columns],
        )
        for one in series:
            wording, known = _wording_of(one), self.definitions.get(one.pk) if _wording_of(one) else None
            if wording and known is None:
                changes.first_definitions.append(one)
            elif wording and any(text and _fold(text) != _fold(known[of]) for of, text in wording.items()):
                text, row = one.sheet_values.get("definition") or one.sheet_values["definition_en"]
                reason = _(
                    "The indicator is defined in other words, which were left; a definition is changed on its page."
                )
                report.warnings.append(Remark(row, layout.heading_of("definition"), text[:200], reason))
        guarded = self._guarding_years(changes.first_definitions)
        for one, year in guarded.items():
            text, row = one.sheet_values.get("definition") or one.sheet_values["definition_en"]
            reason = _("%(why)s The definition was not saved.") % {"why": said_closed(year)}
            report.warnings.append(Remark(row, layout.heading_of("definition"), text[:200], reason))
        changes.first_definitions = [one for one in changes.first_definitions if one not in guarded]
        return changes

    def _guarding_years(self, series):
        """{known indicator: a closed year that guards its definition}."""
        known = {one.pk: one for one in series if one.pk is not None}
        if not known:
            return {}
        closed = ClosedYear.objects.filter(institution=self.institution, created_at__gte=OuterRef("created_at"))
        years = closed.order_by("fiscal_year").values("fiscal_year")[:1]
        rows = Indicator.objects.filter(pk__in=known).annotate(year=Subquery(years)).exclude(year=None)
        return {known[pk]: year for pk, year in rows.values_list("pk", "year")}

    def write(self, changes):
        """All measures and indicators must be in the database by now."""
        for name, role in ROLE_OF.items():
            self._write_teams([one for one in changes.measures if name in one.sheet_values], name, role)
        if changes.series:
            rows = [Indicator(pk=one.pk, **one.columns) for one in changes.series]
            Indicator.objects.bulk_update(
                rows, ["office", "decimals", "disclosure", "numerator_is_part"], batch_size=BATCH
            )
        wordings = [(one.pk, _wording_of(one)) for one in changes.first_definitions]
        rows = [Definition(indicator_id=pk, wording_ja=said["ja"], wording_en=said["en"]) for pk, said in wordings]
        Definition.objects.bulk_create(rows, batch_size=BATCH)

    @cached_property
    def definitions(self):
        """{indicator's id: its latest wording by language}."""
        rows = Definition.objects.filter(indicator__institution=self.institution)
        rows = rows.order_by("indicator", F("valid_from").asc(nulls_first=True))
        return {pk: {"ja": ja, "en": en} for pk, ja, en in rows.values_list("indicator", "wording_ja", "wording_en")}

    # Offices

    def load_offices(self):
        """Before rows are read, since these go to the database meanwhile."""
        offices = list(self.institution.offices.all())
        self.offices = {office.slug: office.pk for office in offices}
        self.slugs_by_word = offices_by_word(offices)

    @cached_property
    def teams(self):
        """{(measure's id, role): its responsibilities in order}."""
        parts = Responsibility.objects.filter(role__in=ROLE_OF.values(), office__institution=self.institution)
        found = {}
        for part in parts.order_by("order", "id"):
            found.setdefault((part.measure_id, part.role), []).append(part)
        return found

    def _offices(self, name, cell):
        if normalised(cell.strip()) in self.slugs_by_word:
            return NamedOffices((self._office(name, cell),), cell.strip())
        parts = cell.replace("；", ";").replace("\n", ";").split(";")
        ids = dict.fromkeys(self._office(name, part) for part in parts if part.strip())
        return NamedOffices(tuple(ids), cell.strip())

    def _owner(self, cell):
        named = self._offices("owner_office", cell)
        if len(named.ids) != 1:
            raise RefusedError("owner_office", cell, _("An indicator has one owner office."))
        return named

    def _office(self, name, text):
        text = text.strip()
        slugs = {text} & self.offices.keys() or self.slugs_by_word.get(normalised(text), set())
        if len(slugs) > 1:
            said = {"count": len(slugs), "slugs": ", ".join(sorted(slugs))}
            reason = _("There are %(count)d offices of this name: write the slug (%(slugs)s).")
            raise RefusedError(name, text, reason % said)
        if not slugs:
            raise RefusedError(name, text, _("The institution has no office “%(office)s”.") % {"office": text[:80]})
        return self.offices[next(iter(slugs))]

    def _is_another_team(self, measure, name):
        return tuple(part.office_id for part in self._team(measure, name)) != measure.sheet_values[name][0].ids

    def _team(self, measure, name):
        return self.teams.get((measure.pk, ROLE_OF[name]), [])

    def _write_teams(self, measures, name, role):
        """The offices of a role become those of the sheet, in its order; an office that stays keeps its person."""
        gone, moved, made = [], [], []
        for measure in measures:
            there = {part.office_id: part for part in self._team(measure, name)}
            wanted = {office: order for order, office in enumerate(measure.sheet_values[name][0].ids, start=1)}
            gone += [part.pk for office, part in there.items() if office not in wanted]
            for office, order in wanted.items():
                part = there.get(office) or Responsibility(measure_id=measure.pk, office_id=office, role=role)
                (made if part.pk is None else moved).append(part)
                part.order = order
        Responsibility.objects.filter(pk__in=gone).delete()
        Responsibility.objects.bulk_update(moved, ["order"], batch_size=BATCH)
        Responsibility.objects.bulk_create(made, batch_size=BATCH)


def _decimals(name, cell):
    number = parse_amount(cell)
    if isinstance(number, RefusedCell) or number is None or number % 1 or not 0 <= number <= DECIMAL_DIGITS:
        raise RefusedError(
            name, cell, _("The decimals are a whole number from 0 to %(most)d.") % {"most": DECIMAL_DIGITS}
        )
    return int(number)


def _disclosure(name, cell):
    return meant_by(name, cell, DISCLOSURE_OF)


def _answer(name, cell):
    return bool(meant_by(name, cell, ANSWER_OF))


READERS = {"decimals": _decimals, "disclosure": _disclosure, "numerator_is_part": _answer}


def _wording(name, cell):
    text = parse_text(cell)
    if isinstance(text, RefusedCell):
        raise RefusedError(name, cell, text.reason)
    return text.replace("\r\n", "\n")


def _wording_of(series):
    """{ja, en} of the sheet's definition, or None."""
    text, english = series.sheet_value("definition") or "", series.sheet_value("definition_en") or ""
    return in_both_languages(text, english) if text else {"ja": "", "en": english} if english else None


def _fold(text):
    return " ".join(text.split())
