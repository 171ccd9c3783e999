"""One row after another: texts become figures at places, or refusals. Nothing is written here."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.sheets.columns.headings import ABOUT_THE_PLACE, LEVELS, WHAT
from indicators.sheets.columns.sheet_figures import SheetFigure
from indicators.sheets.parsing import ParsedCell, RefusedCell, settle_bound, settle_kind
from indicators.sheets.rows.cells import Cells, breakdown_words, said_short
from indicators.sheets.rows.ratio_parts import agrees, factor_between, ratio_of
from indicators.sheets.rows.report import MOST_CELLS, CellResult, Remark
from indicators.sheets.rows.slots import CommitmentSlot, RefusedError, noted_statements
from indicators.sheets.rows.staging import Staged
from indicators.sheets.rows.times import time_of
from indicators.sheets.vocabulary import KIND_OF, OVER_YEARS, half_width, key_of

BLANK = ParsedCell()
PARTS = ("numerator", "denominator")
YEARLY = {"actual", "forecast"}
TO_ONE_DECIMAL = ParsedCell(value=Decimal("0.0"))  # how a ratio is printed that only its parts are given of


@dataclass(frozen=True)
class SheetRow:
    """One sheet figure, its place, and its other texts by field."""

    source: SheetFigure
    place: CommitmentSlot
    texts: dict


class RowReader:
    """Reads a table's figures into the slots of a PlanIndex; collects refusals and warnings in the report."""

    def __init__(self, plan_index, layout, mapping, report, *, start_month=4):
        self.plan_index, self.layout, self.report = plan_index, layout, report
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

    def read_rows(self, sources, plan_name=""):
        """Yields each figure as Staged; rows of other plans than `plan_name` are not read."""
        wanted = key_of(plan_name)
        for source in sources:
            if source.skip_remark:
                self.report.rows_read += 1
                self.report.rows_skipped.append(Remark(source.row, *source.skip_remark))
                continue
            name = " ".join(source.texts[0].split())
            self.plan_names.setdefault(name, source.row)
            if wanted and name and key_of(name) != wanted:
                continue
            self.report.rows_read += 1
            self.report.warnings += [Remark(source.row, *doubt) for doubt in source.doubts]
            self._note_blanks(source)
            try:
                figure = self._read_figure(source)
            except RefusedError as refused:
                column = self._column(source, refused.field)
                self.report.rows_refused.append(Remark(source.row, column, refused.value[:200], refused.reason))
                continue
            if figure is not None:
                yield figure

    def _note_blanks(self, source):
        """Where years are in a column a blank level means one without a name; people may mean the one above."""
        if self.layout.has_years_across:
            return
        filled, changed, blank = [], False, None
        for at, above in enumerate(self.levels_above):
            text = source.texts[1 + at].strip()
            changed = changed or (bool(text) and text != above)
            filled.append(text or ("" if changed else above))
            blank = at if blank is None and filled[at] and not text else blank
        self.levels_above = filled
        if blank is not None and source.texts[1 + LEVELS.index("indicator")].strip():
            reason = _("Left blank below “%(name)s”: it was not filled in, and is read as one without a name.")
            column = self.layout.heading_of(LEVELS[blank])
            self.report.warnings.append(Remark(source.row, column, "", reason % {"name": filled[blank][:80]}))

    @property
    def gave_figures(self):
        without = len(self.definitions) + len(self.report.rows_refused) + len(self.report.rows_skipped)
        return self.report.rows_read > without

    @property
    def only_source(self):
        """The source that every row names; empty if there are several."""
        return next(iter(self.sources)) if len(self.sources) == 1 else ""

    def _column(self, source, name):
        return source.heading if name == "value" else self.layout.heading_of(name)

    def _warn(self, row, name, reason):
        remark = Remark(row.source.row, self._column(row.source, name), row.texts[name][:200], reason)
        self.report.warnings.append(remark)

    def _read_figure(self, source):
        if source.problem:
            raise RefusedError("value", "", source.problem)
        texts = dict(zip(WHAT, source.texts[len(ABOUT_THE_PLACE) :], strict=True))
        place, sayings = self._place(source.texts[: len(ABOUT_THE_PLACE)], source.row)
        with noted_statements(sayings, source.row):
            return self._read_figure_at(place, source, texts)

    def _read_figure_at(self, place, source, texts):
        self.sources.add(self.cells.text("source_url", texts["source_url"]))
        if place.series is None:
            _refuse_figures(texts)
            return self._define(place)
        figure = self._figure(texts, place.series)
        says_nothing = figure.is_blank and not any(texts[name].strip() for name in PARTS)
        says_year = texts["fiscal_year"].strip() and not says_nothing
        outlook = self.cells.year(texts["fiscal_year"]).outlook if says_year else ""
        kind = self._kind(texts, outlook, is_needed=not says_nothing)
        if says_nothing and kind not in YEARLY and texts["printed"].strip():
            figure = replace(figure, state="not_collected", printed=texts["printed"].strip())
        elif says_nothing:
            return self._define(place)
        if kind != "target":
            figure = self._without_bound(figure, texts, place.series)
        kind, provisional = self._kind_and_provisional(figure, kind, texts, outlook)
        return self._stage(SheetRow(source, place, texts), figure, kind, provisional)

    def _place(self, texts, row):
        """What `PlanIndex.place_of` returns, cached by texts."""
        known = self.known_places.get(texts)
        if known is None:
            try:
                known = self.plan_index.place_of(texts, row)
            except RefusedError as refused:
                known = refused
            self.known_places[texts] = known
        if isinstance(known, RefusedError):
            raise known
        return known

    def _define(self, place):
        self.definitions.append((self.report.rows_read, place.no))

    def _kind(self, texts, outlook, *, is_needed):
        if texts["kind"].strip():
            return self.cells.kind(texts["kind"])
        if outlook in KIND_OF:
            return outlook
        if is_needed and self.layout.has_kinds:
            raise RefusedError(
                "kind", "", _("The row does not say whether it is a baseline, target, actual or forecast.")
            )
        return "actual"

    def _figure(self, texts, series):
        cell = texts["value"]
        figure = self.cells.figure(cell, series.unit, series.kind) if cell.strip() else BLANK
        if not texts["state"].strip():
            return figure
        state = self.cells.state(texts["state"])
        if state != "reported" and figure.state == "reported":
            raise RefusedError("state", texts["state"], _("The state says that there is no figure, and there is one."))
        if state == "reported" and not figure.is_blank and figure.state != "reported":
            raise RefusedError("value", cell, _("The state says that there is a figure, and there is none."))
        return figure if state == "reported" else replace(figure, state=state)

    @staticmethod
    def _without_bound(figure, texts, series):
        settled = settle_bound(figure, series.unit)
        if isinstance(settled, RefusedCell):
            raise RefusedError("value", texts["value"], settled.reason)
        return settled

    def _kind_and_provisional(self, figure, kind, texts, outlook):
        if outlook and not figure.outlook:
            figure = replace(figure, outlook=outlook, printed=texts["fiscal_year"].strip())
        settled = settle_kind(figure, kind)
        if isinstance(settled, RefusedCell):
            raise RefusedError("value", texts["value"], settled.reason)
        kind, provisional = settled
        stated = self.cells.provisional(texts["provisional"])
        return kind, provisional if stated is None else stated

    def _stage(self, row, figure, kind, provisional):
        """None for a row that only defines something."""
        texts, place = row.texts, row.place
        time = time_of(texts, figure, kind, self.cells, self.start_month)
        for name, doubt in time.doubts:
            self._warn(row, name, doubt)
        if kind not in YEARLY and figure.state not in {"", "reported"} and figure.is_dash:
            return self._define(place)
        parts = tuple(self.cells.part(name, texts[name]) if texts[name].strip() else None for name in PARTS)
        is_computed = not texts["value"].strip() and parts != (None, None)
        place.series.note_decimals(TO_ONE_DECIMAL if is_computed else figure, row.source.decimals)
        self._count(row, figure)
        figure = self._with_parts(row, figure, kind, parts)
        staged = Staged(
            no=self.report.rows_read,
            row_no=row.source.row,
            heading=row.source.heading,
            cell=texts["value"],
            place=place.no,
            series=place.series.no,
            kind=kind,
            fiscal_year=time.fiscal_year,
            breakdown=self._breakdown(texts["breakdown"], kind),
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
            printed=self._printed_text(texts, figure, kind),
            note="; ".join(filter(None, (self.cells.text("note", texts["note"]), figure.remark, time.rest))),
            source_url=self.cells.text("source_url", texts["source_url"]),
        )
        self._check(row, figure, kind)
        place.has_targets = place.has_targets or kind == "target"
        if staged.printed and len(self.report.cells) < MOST_CELLS:
            self.report.cells.append(CellResult.of(staged, figure))
        return staged

    def _count(self, row, figure):
        """Counting words of one indicator must agree; those that span years are doubted."""
        row.place.series.note_counter(figure.counter, row.texts["value"], row.source.row)
        over = [word for word in figure.remark.split("; ") if word in OVER_YEARS]
        if over:
            reason = _("“%(word)s” speaks of several years; the figure was read as one of a single year.")
            self._warn(row, "value", reason % {"word": over[0]})

    def _with_parts(self, row, figure, kind, parts):
        """A blank figure is computed from its parts, one that disagrees with them is doubted."""
        numerator, denominator = parts
        if numerator is None and denominator is None:
            return figure
        row.place.series.has_parts = True
        if denominator == 0:
            return self._without_quotient(row, figure, kind)
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
        """The first row of a new indicator may show by which power of ten its quotient counts."""
        series, number = row.place.series, row.source.row
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
        raise RefusedError("value", row.texts["value"], reason % says)

    @staticmethod
    def _without_quotient(row, figure, kind):
        says_why = figure.state == "cannot_compute" or (figure.is_blank and kind in YEARLY)
        if not says_why:
            reason = _("The denominator is 0, so the value cannot be calculated: write a state.")
            raise RefusedError("denominator", row.texts["denominator"], reason)
        return replace(figure, state="cannot_compute")

    @staticmethod
    def _check(row, figure, kind):
        if figure.comparator == "range" and kind != "target":
            raise RefusedError("value", row.texts["value"], _("Only a target can be a range."))
        if kind == "target" and figure.comparator:
            row.place.note_comparator(figure.comparator, row.texts["value"], row.source.row)

    def _printed_text(self, texts, figure, kind):
        printed = self.cells.text("printed", texts["printed"]) or figure.printed
        return printed or ("" if kind in YEARLY or figure.state == "reported" else texts["state"].strip())

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
        grade = self.plan_index.grades.get((row.place.series.scale, figure.text))
        if grade is None:
            raise RefusedError(
                "value", row.texts["value"], _("The scale has no grade “%(grade)s”.") % {"grade": figure.text}
            )
        return grade


def _refuse_figures(texts):
    for name in ("value", "numerator", "denominator", "state"):
        if texts[name].strip():
            raise RefusedError(
                name, texts[name], _("The row gives a figure and names no indicator; a blank cell is not filled in.")
            )
