"""One row after another: texts become figures at places, or refusals. Nothing is written here."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.sheets.columns.headings import ABOUT_THE_PLACE, LEVELS, WHAT
from indicators.sheets.columns.unpivoting import SheetFigure
from indicators.sheets.parsing import ParsedCell, RefusedCell, settle_bound, settle_kind
from indicators.sheets.rows.cells import Cells, breakdown_words, said_short
from indicators.sheets.rows.parts import agrees, factor_between, ratio_of
from indicators.sheets.rows.places import CommitmentSlot, RefusedError, keeping
from indicators.sheets.rows.report import MOST_CELLS, Became, Remark
from indicators.sheets.rows.staging import Staged
from indicators.sheets.rows.times import time_of
from indicators.sheets.vocabulary import KIND_OF, OVER_YEARS, half_width, key_of

BLANK = ParsedCell()
PARTS = ("numerator", "denominator")
YEARLY = {"actual", "forecast"}
TO_ONE_DECIMAL = ParsedCell(value=Decimal("0.0"))  # how a ratio is printed that only its parts are given of


@dataclass(frozen=True)
class SheetRow:
    """One reading, the place that it speaks of, and its other texts by field."""

    reading: SheetFigure
    place: CommitmentSlot
    said: dict


class RowReader:
    """Reads a table's figures in the light of an outline; keeps refusals and warnings in the report."""

    def __init__(self, outline, layout, mapping, report, *, start_month=4):
        self.outline, self.layout, self.report = outline, layout, report
        self.start_month = start_month
        self.cells = Cells(kinds=mapping.kinds)
        self.plan_names, self.sources = {}, set()
        self.definitions = []  # (row's number, place's number) of rows that say what there is, and give no figure
        self.breakdowns = {(): 0}
        self.known_places, self.levels_above = {}, ("", "", "")
        if layout.not_read:
            reason = _("These columns hold no figures and were not read; a mapping can say what they are.")
            report.warnings.append(Remark(0, "", ", ".join(layout.not_read), reason))
        if layout.unit:
            reason = _("The unit above the table was taken where a row says none.")
            report.warnings.append(Remark(0, layout.heading_of("unit"), layout.unit, reason))
        for figure in layout.figures:
            if re.search(r"(?<![^\W_])[0-9]{2} ?年度", half_width(figure.heading)):
                doubt = said_short(figure.heading, figure.fiscal_year)
                report.warnings.append(Remark(layout.last_header_row, figure.heading, "", doubt))

    def staged(self, readings, plan_name=""):
        """The figures of all rows, one after another; rows of other plans than `plan_name` are not read."""
        wanted = key_of(plan_name)
        for reading in readings:
            if reading.skipped:
                self.report.rows_read += 1
                self.report.rows_skipped.append(Remark(reading.row, *reading.skipped))
                continue
            name = " ".join(reading.texts[0].split())
            self.plan_names.setdefault(name, reading.row)
            if wanted and name and key_of(name) != wanted:
                continue
            self.report.rows_read += 1
            self.report.warnings += [Remark(reading.row, *doubt) for doubt in reading.doubts]
            self._note_blanks(reading)
            try:
                figure = self._read(reading)
            except RefusedError as refused:
                column = self._column(reading, refused.field)
                self.report.rows_refused.append(Remark(reading.row, column, refused.value[:200], refused.reason))
                continue
            if figure is not None:
                yield figure

    def _note_blanks(self, reading):
        """Where years stand in a column a level left blank means one without a name; people may mean the one above."""
        if self.layout.has_years_across:
            return
        filled, changed, blank = [], False, None
        for at, above in enumerate(self.levels_above):
            text = reading.texts[1 + at].strip()
            changed = changed or (bool(text) and text != above)
            filled.append(text or ("" if changed else above))
            blank = at if blank is None and filled[at] and not text else blank
        self.levels_above = filled
        if blank is not None and reading.texts[1 + LEVELS.index("indicator")].strip():
            reason = _("Left blank below “%(name)s”: it was not filled in, and is read as one without a name.")
            column = self.layout.heading_of(LEVELS[blank])
            self.report.warnings.append(Remark(reading.row, column, "", reason % {"name": filled[blank][:80]}))

    @property
    def gave_figures(self):
        """Whether any row gave a figure."""
        without = len(self.definitions) + len(self.report.rows_refused) + len(self.report.rows_skipped)
        return self.report.rows_read > without

    @property
    def only_source(self):
        """The one source that every row names, or nothing."""
        return next(iter(self.sources)) if len(self.sources) == 1 else ""

    def _column(self, reading, name):
        return reading.heading if name == "value" else self.layout.heading_of(name)

    def _warn(self, row, name, reason):
        remark = Remark(row.reading.row, self._column(row.reading, name), row.said[name][:200], reason)
        self.report.warnings.append(remark)

    def _read(self, reading):
        if reading.problem:
            raise RefusedError("value", "", reading.problem)
        said = dict(zip(WHAT, reading.texts[len(ABOUT_THE_PLACE) :], strict=True))
        place, sayings = self._place(reading.texts[: len(ABOUT_THE_PLACE)], reading.row)
        with keeping(sayings, reading.row):
            return self._read_at(place, reading, said)

    def _read_at(self, place, reading, said):
        self.sources.add(self.cells.text("source_url", said["source_url"]))
        if place.series is None:
            _refuse_figures(said)
            return self._define(place)
        figure = self._figure(said, place.series)
        says_nothing = figure.is_blank and not any(said[name].strip() for name in PARTS)
        says_year = said["fiscal_year"].strip() and not says_nothing
        outlook = self.cells.year(said["fiscal_year"]).outlook if says_year else ""
        kind = self._kind(said, outlook, is_needed=not says_nothing)
        if says_nothing and kind not in YEARLY and said["printed"].strip():
            figure = replace(figure, state="not_collected", printed=said["printed"].strip())
        elif says_nothing:
            return self._define(place)
        if kind != "target":
            figure = self._without_bound(figure, said, place.series)
        kind, provisional = self._settled(figure, kind, said, outlook)
        return self._stage(SheetRow(reading, place, said), figure, kind, provisional)

    def _place(self, texts, row):
        """The place that these texts name, and what they say of it; each different row of texts is looked at once."""
        known = self.known_places.get(texts)
        if known is None:
            try:
                known = self.outline.place_of(texts, row)
            except RefusedError as refused:
                known = refused
            self.known_places[texts] = known
        if isinstance(known, RefusedError):
            raise known
        return known

    def _define(self, place):
        self.definitions.append((self.report.rows_read, place.no))

    def _kind(self, said, outlook, *, is_needed):
        if said["kind"].strip():
            return self.cells.kind(said["kind"])
        if outlook in KIND_OF:
            return outlook
        if is_needed and self.layout.says_kinds:
            raise RefusedError(
                "kind", "", _("The row does not say whether it is a baseline, target, actual or forecast.")
            )
        return "actual"

    def _figure(self, said, series):
        cell = said["value"]
        figure = self.cells.figure(cell, series.unit, series.kind) if cell.strip() else BLANK
        if not said["state"].strip():
            return figure
        state = self.cells.state(said["state"])
        if state != "reported" and figure.state == "reported":
            raise RefusedError("state", said["state"], _("The state says that there is no figure, and there is one."))
        if state == "reported" and not figure.is_blank and figure.state != "reported":
            raise RefusedError("value", cell, _("The state says that there is a figure, and there is none."))
        return figure if state == "reported" else replace(figure, state=state)

    @staticmethod
    def _without_bound(figure, said, series):
        settled = settle_bound(figure, series.unit)
        if isinstance(settled, RefusedCell):
            raise RefusedError("value", said["value"], settled.reason)
        return settled

    def _settled(self, figure, kind, said, outlook):
        """(kind, provisional) of a figure, from its row, the words beside its year and its own."""
        if outlook and not figure.outlook:
            figure = replace(figure, outlook=outlook, printed=said["fiscal_year"].strip())
        settled = settle_kind(figure, kind)
        if isinstance(settled, RefusedCell):
            raise RefusedError("value", said["value"], settled.reason)
        kind, provisional = settled
        stated = self.cells.provisional(said["provisional"])
        return kind, provisional if stated is None else stated

    def _stage(self, row, figure, kind, provisional):
        """The figure as it goes to the database; None where it only defines something."""
        said, place = row.said, row.place
        time = time_of(said, figure, kind, self.cells, self.start_month)
        for name, doubt in time.doubts:
            self._warn(row, name, doubt)
        if kind not in YEARLY and figure.state not in {"", "reported"} and figure.is_dash:
            return self._define(place)
        parts = tuple(self.cells.part(name, said[name]) if said[name].strip() else None for name in PARTS)
        is_computed = not said["value"].strip() and parts != (None, None)
        place.series.see(TO_ONE_DECIMAL if is_computed else figure, row.reading.decimals)
        self._count(row, figure)
        figure = self._with_parts(row, figure, kind, parts)
        staged = Staged(
            no=self.report.rows_read,
            row_no=row.reading.row,
            heading=row.reading.heading,
            cell=said["value"],
            place=place.no,
            series=place.series.no,
            kind=kind,
            fiscal_year=time.fiscal_year,
            breakdown=self._breakdown(said["breakdown"], kind),
            state=figure.state,
            value=figure.value,
            low=figure.low,
            high=figure.high,
            numerator=parts[0],
            denominator=parts[1],
            dated=figure.dated,
            grade=self._grade(row, figure),
            text=figure.text if place.series.kind == "text" else "",
            as_of=time.as_of,
            as_of_precision=time.precision,
            provisional=provisional,
            printed=self._printed(said, figure, kind),
            note="; ".join(filter(None, (self.cells.text("note", said["note"]), figure.remark, time.rest))),
            source_url=self.cells.text("source_url", said["source_url"]),
        )
        self._check(row, figure, kind)
        place.has_targets = place.has_targets or kind == "target"
        if staged.printed and len(self.report.cells) < MOST_CELLS:
            self.report.cells.append(Became.of(staged, figure))
        return staged

    def _count(self, row, figure):
        """Words that say what is counted: of one indicator they must agree; those that span years are doubted."""
        row.place.series.count(figure.counter, row.said["value"], row.reading.row)
        over = [word for word in figure.remark.split("; ") if word in OVER_YEARS]
        if over:
            reason = _("“%(word)s” speaks of several years; the figure was read as one of a single year.")
            self._warn(row, "value", reason % {"word": over[0]})

    def _with_parts(self, row, figure, kind, parts):
        """The figure, in the light of its parts: computed from them where it is blank, doubted where it disagrees."""
        numerator, denominator = parts
        if numerator is None and denominator is None:
            return figure
        row.place.series.has_parts = True
        if denominator == 0:
            return self._undivided(row, figure, kind)
        series = row.place.series
        computed = ratio_of(numerator, denominator, series.ratio_factor)
        if figure.is_blank and computed is None:
            raise RefusedError("value", "", _("One part of the ratio is missing, and so is the value."))
        if figure.is_blank:  # a yearly value is computed by the database
            figure = replace(figure, state="reported", value=None if kind in YEARLY else computed)
        if figure.value is not None and computed is not None:
            self._compare(row, figure.value, kind, computed, parts)
        if kind == "target":
            self._warn(row, "numerator", _("A target has no parts; they went to the note."))
            return replace(figure, remark="; ".join(filter(None, (figure.remark, f"{numerator}/{denominator}"))))
        return figure

    def _compare(self, row, printed, kind, computed, parts):
        """A figure beside what its parts come to: the first row of a new indicator may show by which power of ten it counts."""
        series, number = row.place.series, row.reading.row
        if agrees(printed, computed):
            series.learn_factor(series.ratio_factor, number)
            return
        says = {"computed": f"{computed:.4f}"}
        factor = None if series.is_percentage else factor_between(printed, *parts)
        if factor is None:
            told = _("The parts come to %(computed)s, which is used; the printed figure is kept beside it.")
            beside = _("The parts come to %(computed)s; the printed figure is used.")
            self._warn(row, "value", (told if kind in YEARLY else beside) % says)
            return
        known_in, says["factor"], says["known"] = series.factor_row, f"{factor:f}", f"{series.ratio_factor:f}"
        if series.learn_factor(factor, number):
            if known_in == 0:
                self._warn(
                    row, "value", _("The parts come to %(computed)s: the indicator takes the factor %(factor)s.") % says
                )
            return
        reason = _(
            "The parts come to %(computed)s by the factor %(known)s; the figure needs the factor %(factor)s."
            " Correct the row, or the indicator’s factor."
        )
        raise RefusedError("value", row.said["value"], reason % says)

    @staticmethod
    def _undivided(row, figure, kind):
        says_why = figure.state == "cannot_compute" or (figure.is_blank and kind in YEARLY)
        if not says_why:
            reason = _("The denominator is 0, so the value cannot be calculated: write a state.")
            raise RefusedError("denominator", row.said["denominator"], reason)
        return replace(figure, state="cannot_compute")

    @staticmethod
    def _check(row, figure, kind):
        if figure.comparator == "range" and kind != "target":
            raise RefusedError("value", row.said["value"], _("Only a target can be a range."))
        if kind == "target" and figure.comparator:
            row.place.word(figure.comparator, row.said["value"], row.reading.row)

    def _printed(self, said, figure, kind):
        printed = self.cells.text("printed", said["printed"]) or figure.printed
        return printed or ("" if kind in YEARLY or figure.state == "reported" else said["state"].strip())

    def _breakdown(self, cell, kind):
        pairs = self.cells.breakdown(cell) if cell else ()
        if pairs and kind not in YEARLY:
            raise RefusedError(
                "breakdown", breakdown_words(cell), _("Targets and baselines stand for the whole, not for a part.")
            )
        return self.breakdowns.setdefault(pairs, len(self.breakdowns))

    def _grade(self, row, figure):
        if row.place.series.kind != "grade" or figure.state != "reported":
            return None
        grade = self.outline.grades.get((row.place.series.scale, figure.text))
        if grade is None:
            raise RefusedError(
                "value", row.said["value"], _("The scale has no grade “%(grade)s”.") % {"grade": figure.text}
            )
        return grade


def _refuse_figures(said):
    for name in ("value", "numerator", "denominator", "state"):
        if said[name].strip():
            raise RefusedError(
                name, said[name], _("The row gives a figure and names no indicator; a blank cell is not filled in.")
            )
