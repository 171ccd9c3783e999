"""What a person should look at after an import although every row is good."""

from django.db.models import Max
from django.utils.translation import gettext as _

from indicators.models import Indicator, YearlyValue
from indicators.sheets.rows.report import Remark
from indicators.sheets.rows.slots import name_of
from indicators.sheets.vocabulary import key_of

JUMP = 30  # times: a share written once as a fraction and once in per cent


def note_doubts(plan_index, row_reader, places, report):
    """Add the warnings that need the whole sheet."""
    seen = [place for place in places if place.series is not None]
    report.warnings += [
        *_same_names(plan_index, seen, row_reader.layout),
        *_more_decimals(seen, row_reader.layout),
        *_without_direction(seen, row_reader.layout),
        *_other_directions(seen, row_reader.layout),
        *_numbers_with_parts(seen, row_reader.layout),
        *_fractions(seen, row_reader.layout),
        *(_lone_names(places, row_reader.layout) if row_reader.gave_figures else []),
    ]
    if row_reader.layout.other_sheets:
        names = ", ".join(row_reader.layout.other_sheets)
        report.warnings.append(Remark(0, "", names, _("Only the first sheet with a header was read, not these.")))
    if not row_reader.layout.has_kinds and row_reader.gave_figures:
        report.warnings.append(
            Remark(0, "kind", "", _("The file does not say kinds: every figure was read as an actual."))
        )


def _lone_names(places, layout):
    """New names of the first level with nothing below them, in a file with figures: often headings and remarks."""
    used = {above for place in places for above in place.branch.path()[:-1]}
    used |= {place.branch for place in places if place.series is not None}
    for place in places:
        *above, branch = place.branch.path()
        if place.series is None and branch.pk is None and branch not in used and not any(map(name_of, above)):
            reason = _("Nothing is measured below it: is it a heading or a remark?")
            yield Remark(place.row, layout.heading_of(branch.level), name_of(branch), reason)


def _fractions(places, layout):
    """Percentages below 1 in a series that is not small: 0.305 where 30.5 is meant."""
    shares = {place.series: place for place in reversed(places) if place.series.is_percentage and place.series.least}
    small = {series: place for series, place in shares.items() if series.least < 1 and _digits(series.least) >= 2}
    if not small:
        return
    stored = YearlyValue.objects.filter(indicator__in=[series.pk for series in small if series.pk], value__gt=0)
    known = dict(stored.values_list("indicator").annotate(most=Max("value")))
    for series, place in small.items():
        most = max(series.most, known.get(series.pk) or 0)
        reason = _("%(least)s%% is beside %(most)s%%: write 30.5, not 0.305, for a share of 30.5%%.")
        if most < 1:
            reason = _(
                "All its figures are below 1%%, such as %(least)s%%: write 30.5, not 0.305, for a share of 30.5%%."
            )
        if most < 1 or most >= JUMP * series.least:
            numbers = {"least": f"{series.least:f}", "most": f"{most:f}"}
            yield Remark(place.row, layout.heading_of("indicator"), name_of(series), reason % numbers)


def _digits(number):
    return -number.normalize().as_tuple().exponent


def _same_names(plan_index, places, layout):
    """New indicators with the name of another one; plans share an indicator by code or mapping, never by name alone."""
    new = {place.series: place for place in reversed(places) if place.series.pk is None and not place.series.code}
    if not new:
        return
    named = {}
    for names in Indicator.objects.filter(institution=plan_index.institution).values_list("name_ja", "name_en"):
        for key in {key_of(name) for name in names if name}:
            named[key] = named.get(key, 0) + 1
    for series in new:
        for key in series.keys:
            named[key] = named.get(key, 0) + 1
    for series, place in new.items():
        if any(named[key] > 1 for key in series.keys):
            name = name_of(series)
            reason = _("Another indicator has this name; plans share one by code or mapping only.")
            yield Remark(place.row, layout.heading_of("indicator"), name, reason)


def _more_decimals(places, layout):
    for series, place in {place.series: place for place in reversed(places)}.items():
        printed = series.columns["decimals"]
        if series.pk is not None and series.seen_decimals > printed:
            numbers = {"seen": series.seen_decimals, "printed": printed}
            reason = _("Figures have %(seen)d decimals; the indicator is printed with %(printed)d.") % numbers
            yield Remark(place.row, layout.heading_of("indicator"), name_of(series), reason)


def _without_direction(places, layout):
    silent = [place for place in places if place.has_targets and place.pk is None and not place.comparator]
    silent = [
        place for place in silent if place.sheet_value("direction") is None and place.sheet_value("comparator") is None
    ]
    silent = [place for place in silent if place.series.direction in ("", "none")]
    if silent:
        reason = _("No direction is given for %(count)d indicators: their targets are not judged until one is set.")
        yield Remark(silent[0].row, layout.heading_of("direction"), "", reason % {"count": len(silent)})


def _other_directions(places, layout):
    for place in places:
        said, known = place.sheet_value("direction"), place.series.direction
        if place.series.pk is not None and said not in {None, known} and (said, known) != ("range", "keep"):
            directions = {"said": said, "known": known}
            reason = _("The file says “%(said)s”; the indicator itself says “%(known)s” and was left so.") % directions
            yield Remark(place.row, layout.heading_of("direction"), said, reason)


def _numbers_with_parts(places, layout):
    """Indicators stored as numbers for which the sheet has numerator and denominator."""
    for series, place in {place.series: place for place in reversed(places)}.items():
        if series.pk is not None and series.becomes_ratio:
            reason = _("It has a numerator and a denominator: the indicator is a ratio from now on.")
            yield Remark(place.row, layout.heading_of("indicator"), name_of(series), reason)
