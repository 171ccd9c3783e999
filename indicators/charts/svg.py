"""The SVG of a chart, as coordinates: on the page from the first paint, without any script."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from indicators.charts.chart_data import ChartData, spread_heights
from indicators.charts.svg_elements import NARROW, SMALL, WIDE, Dot, Stroke, Svg, SvgBar, SvgFormat, SvgText
from indicators.charts.text_width import clip_text, short_number, width_of, wrap_text

__all__ = ["NARROW", "SMALL", "WIDE", "Canvas", "draw_svg"]

HALF_A_YEAR = Decimal("0.5")
LINE_GAP = 16


class Canvas:
    """Draws a chart in pixels, on its own axis or on one that it shares with others (`axis`)."""

    def __init__(self, data: ChartData, form: SvgFormat, axis=None):
        self.chart_data, self.form = data, form
        self.axis = axis or data.axis
        self.years = list(data.year_labels)
        self.svg = Svg(form.width, form.height)
        self.tick_texts = [short_number(number) for number in self.axis.ticks]
        self.ends = data.ends if form.has_ends else []
        self.svg.left = max(28, round(max(width_of(text, form.letter) for text in self.tick_texts)) + 12)
        self.svg.right = form.width - self._room_at_the_end()
        self.svg.floor = form.height - form.bottom
        self.noted_until = self.svg.left
        self.is_bars = data.is_bars if axis is None else axis.lowest <= 0 <= axis.highest

    def _room_at_the_end(self):
        wanted = [width_of(text, self.form.number) for _role, line in self.ends for text in (line.label, line.note)]
        return min(190, round(max(wanted)) + 16) if wanted else 14

    @property
    def slot(self):
        return (self.svg.right - self.svg.left) / max(len(self.years), 1)

    @property
    def bar_width(self):
        return round(min(self.slot * (0.56 if self.form.has_ends else 0.78), 64), 1)

    def x(self, year):
        return round(self.svg.left + self.slot * (float(year - self.years[0]) + 0.5), 1)

    def y(self, number):
        return round(self.svg.floor - float(self.axis.share(number)) * (self.svg.floor - self.form.top), 1)

    def draw(self):
        self.draw_frame()
        self.draw_actuals()
        self.draw_outlook()
        self.draw_gaps()
        self.draw_breaks()
        for role, lines in (("superseded", self.chart_data.superseded), ("target", self.chart_data.targets)):
            for line in lines:
                self.draw_line(role, line.points, is_joined=line.is_joined, is_stepped=line.is_stepped)
        self.draw_expected()
        self.draw_ends()
        return self.svg

    def draw_frame(self):
        self.svg.ticks = [(self.y(number), text) for number, text in zip(self.axis.ticks, self.tick_texts, strict=True)]
        self.svg.zero = self.y(Decimal(0)) if self.axis.lowest <= 0 <= self.axis.highest else None
        labels = self.chart_data.year_labels
        widest = max((width_of(label, self.form.letter) for label in labels.values()), default=0) + 4
        every, last = max(1, -(-int(widest) // max(int(self.slot), 1))), len(labels) - 1
        self.svg.years = [
            (self.x(year), label, self.chart_data.eras.get(year, ""))
            for index, (year, label) in enumerate(labels.items())
            if (last - index) % every == 0
        ]
        if self.chart_data.unit:
            unit = clip_text(self.chart_data.unit, self.svg.right - self.svg.left, self.form.letter)
            self.write("text", 4, 14, unit, "start")

    def write(self, role, x, y, text, anchor="middle"):
        self.svg.texts.append(SvgText(role, round(x, 1), round(y, 1), text, anchor))

    def draw_actuals(self):
        labels = self._labels_fit()
        for is_current, points in self.chart_data.segments:
            role = "actual" if is_current else "previous"
            if not self.is_bars:
                self.draw_line(role, points)
            for point in points:
                if self.is_bars:
                    self.draw_bar(role, point)
                if labels or point is self.chart_data.actual[-1]:
                    self.name_point(role, point)

    def _labels_fit(self):
        """Whether every number has room beside its neighbour's; else only the last is written."""
        return all(width_of(point.label, self.form.number) <= self.slot - 1 for point in self.chart_data.actual)

    def draw_bar(self, role, point):
        here, base = self.y(point.value), self.y(Decimal(0))
        left = round(self.x(point.fiscal_year) - self.bar_width / 2, 1)
        height = round(abs(here - base), 1)
        self.svg.bars.append(SvgBar(role, left, min(here, base), self.bar_width, height, point.text))

    def name_point(self, role, point):
        """Write a number inside its bar where it has room, else beyond its end; and that it is provisional."""
        x, here, size = self.x(point.fiscal_year), self.y(point.value), self.form.number
        height = abs(here - self.y(Decimal(0))) if self.is_bars else 0
        inside = role == "actual" and height > 1.8 * size and width_of(point.label, size) <= self.bar_width + 2
        down = self.is_bars and point.value < 0
        if inside:
            self.write("inside", x, here - 6 if down else here + size + 3, point.label)
        else:
            self.write("label" if role == "actual" else "text", x, here + size + 3 if down else here - 8, point.label)
        if point.is_provisional:
            self._name_provisional(x, here, has_room=inside and height > 4 * size, down=down)

    def _name_provisional(self, x, here, *, has_room, down):
        size = self.form.letter
        text = _("prov.") if self.form.has_ends else pgettext("short for provisional", "p")
        if has_room and width_of(text, size) <= self.bar_width:
            base = self.y(Decimal(0))
            self.write("inside-note", x, base + size + 2 if down else base - 8, text)
        else:
            self.write("note", x, here + 2 * size + 8 if down else here - size - 10, text)

    def draw_outlook(self):
        """A forecast is drawn as a bar or line; the trend apart from it as a thin line and a mark with its range, never a bar."""
        forecast, trend = self.chart_data.forecast, self.chart_data.trend
        if forecast is not None and self.is_bars:
            for point in forecast.points:
                self.draw_bar("forecast", point)
        elif forecast is not None:
            self.draw_line("forecast", self.chart_data.points_from_last_actual(forecast), dotted=forecast.points)
        if trend is not None:
            self.draw_trend(trend)

    def draw_trend(self, trend):
        aside = Decimal(str(trend.shift))
        start = self.chart_data.points_from_last_actual(trend)[: -len(trend.points)]
        marks = [(self.x(point.fiscal_year + aside), self.y(point.value)) for point in trend.points]
        places = [*((self.x(point.fiscal_year), self.y(point.value)) for point in start), *marks]
        if len(places) > 1:
            self.svg.strokes.append(Stroke("trend", joined_path(places)))
        for (x, y), point in zip(marks, trend.points, strict=True):
            low, high = self.y(point.low), self.y(point.high)
            self.svg.strokes.append(Stroke("whisker", f"M{x} {low}V{high}M{x - 4} {low}h8M{x - 4} {high}h8"))
            self.svg.dots.append(Dot("trend", x, y, point.text, 2.5))

    def draw_gaps(self):
        floor, size = self.svg.floor, self.form.letter
        for year, why in self.chart_data.missing.items():
            self.svg.dots.append(Dot("missing", self.x(year), floor - 12, why, 6))
            lines = wrap_text(why, self.slot - 2, size, most=2)
            if self.form.has_ends and not any("…" in line for line in lines):
                for index, line in enumerate(reversed(lines)):
                    self.write("text", self.x(year), floor - 24 - 14 * index, line)

    def draw_breaks(self):
        taken, floor, size = self.svg.left, self.svg.floor, self.form.letter
        for year, why in self.chart_data.breaks.items():
            x = self.x(Decimal(year) - HALF_A_YEAR)
            self.svg.strokes.append(Stroke("break", f"M{x} {self.form.top - 22}V{floor}"))
            self.svg.strokes.append(Stroke("slash", f"M{x - 5} {floor + 5}l5 -10M{x} {floor + 5}l5 -10"))
            if width_of(why, size) + 8 <= x - taken:
                self.write("note", x - 6, self.form.top - 12, why, "end")
                self.noted_until = x
            elif width_of(why, size) + 8 <= self.svg.right - x:
                self.write("note", x + 6, self.form.top - 12, why, "start")
                self.noted_until = x + 6 + width_of(why, size)
            taken = x

    def draw_line(self, role, points, *, is_joined=True, is_stepped=False, dotted=None):
        places = [(self.x(point.fiscal_year), self.y(point.value)) for point in points]
        if is_joined and len(places) > 1:
            self.svg.strokes.append(Stroke(role, (stepped_path if is_stepped else joined_path)(places)))
        self.svg.strokes.extend(
            Stroke(role, f"M{self.x(p.fiscal_year)} {self.y(p.low)}V{self.y(p.high)}")
            for p in points
            if p.low is not None
        )
        for (x, y), point in zip(places, points, strict=True):
            if (dotted is None or point in dotted) and not (role == "superseded" and point.is_guide):
                self.svg.dots.append(Dot(role, x, y, point.text, 3 if point.is_guide else 4.5))

    def draw_expected(self):
        half = self.bar_width / 2 + 4
        for point in self.chart_data.expected:
            x, y = self.x(point.fiscal_year), self.y(point.value)
            self.svg.strokes.append(Stroke("expected", f"M{round(x - half, 1)} {y}H{round(x + half, 1)}"))

    def draw_ends(self):
        """Label each series at its end; in a narrow chart only the first target, above it."""
        if not self.form.has_ends:
            self._name_the_target()
            return
        wishes = [self.y(line.points[-1].value) + 4 for _role, line in self.ends]
        x, room = self.svg.right + 8, self.form.width - self.svg.right - 8
        blocks = [LINE_GAP * (2 if line.note else 1) for _role, line in self.ends]
        gap = max(blocks, default=LINE_GAP)
        for (role, line), y in zip(
            self.ends, spread_heights(wishes, gap, self.form.top - 8, self.svg.floor - 12), strict=True
        ):
            kind = "label" if role == "target" else "note"
            self.write(kind, x, y, clip_text(line.label, room, self.form.number), "start")
            if line.note:
                self.write("text", x, y + 15, clip_text(line.note, room, self.form.letter), "start")

    def _name_the_target(self):
        named = [line.label for role, line in self.chart_data.ends if role == "target"]
        room = self.svg.right - self.noted_until - 8
        if len(named) == 1 and width_of(named[0], self.form.number + 1) <= room:
            self.write("label", self.svg.right, self.form.top - 12, named[0], "end")


def joined_path(places):
    return "M" + "L".join(f"{x} {y}" for x, y in places)


def stepped_path(places):
    (x, y), *rest = places
    return f"M{x} {y}" + "".join(f"H{x}V{y}" for x, y in rest)


def draw_svg(data, form=WIDE, axis=None):
    """`form`: WIDE, NARROW or SMALL; `axis`: one that several charts share."""
    return Canvas(data, form, axis).draw()
