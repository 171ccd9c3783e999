"""The SVG of a drawing, as coordinates: it stands on the page from the first paint, without any script."""

from dataclasses import dataclass, field
from decimal import Decimal

from indicators.axes import Axis
from indicators.charts import Drawing

LEFT, RIGHT, TOP, BOTTOM = 56, 24, 20, 32
WIDE = (760, 340)
NARROW = (360, 260)


@dataclass(frozen=True)
class Dot:
    """A mark: its role gives its form, its text is read out."""

    role: str
    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Stroke:
    """A line in one role, as an SVG path."""

    role: str
    path: str


@dataclass
class Sketch:
    """Everything that the template of a chart prints, in pixels of its view box."""

    width: int
    height: int
    ticks: list = field(default_factory=list)
    years: list = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    dots: list[Dot] = field(default_factory=list)
    breaks: list[float] = field(default_factory=list)

    @property
    def left(self):
        return LEFT

    @property
    def right(self):
        return self.width - RIGHT

    @property
    def floor(self):
        return self.height - BOTTOM


class Canvas:
    """Turns fiscal years and numbers into pixels, and draws a drawing with them."""

    def __init__(self, drawing: Drawing, size):
        self.drawing = drawing
        self.axis = Axis.over(drawing.extremes)
        self.years = list(drawing.year_labels)
        self.sketch = Sketch(*size)

    def x(self, year):
        step = (self.sketch.right - self.sketch.left) / max(len(self.years), 1)
        return round(self.sketch.left + step * (float(year - self.years[0]) + 0.5), 1)

    def y(self, number):
        return round(self.sketch.floor - float(self.axis.share(number)) * (self.sketch.floor - TOP), 1)

    def draw(self):
        self.draw_frame()
        for line in self.drawing.superseded:
            self.draw_line("superseded", line.points, is_joined=line.is_joined)
        for line in self.drawing.targets:
            self.draw_line("target", line.points, is_joined=line.is_joined)
        self.draw_line("forecast", self.drawing.outlook)
        for is_current, points in self.drawing.segments:
            self.draw_line("actual" if is_current else "previous", points)
        return self.sketch

    def draw_frame(self):
        self.sketch.ticks = [(self.y(number), plain(number)) for number in self.axis.ticks]
        labels = self.drawing.year_labels
        every = max(1, -(-len(labels) * 52 // (self.sketch.right - self.sketch.left)))
        last = len(labels) - 1
        self.sketch.years = [
            (self.x(year), label) for index, (year, label) in enumerate(labels.items()) if (last - index) % every == 0
        ]
        self.sketch.breaks = [self.x(Decimal(year) - Decimal("0.5")) for year in self.drawing.breaks]
        self.sketch.dots = [
            Dot("missing", self.x(y), self.sketch.floor, why) for y, why in self.drawing.missing.items()
        ]

    def draw_line(self, role, points, *, is_joined=True):
        places = [(self.x(point.fiscal_year), self.y(point.value)) for point in points]
        if is_joined and len(places) > 1:
            self.sketch.strokes.append(Stroke(role, "M" + "L".join(f"{x} {y}" for x, y in places)))
        self.sketch.strokes.extend(
            Stroke(role, f"M{self.x(p.fiscal_year)} {self.y(p.low)}V{self.y(p.high)}")
            for p in points
            if p.low is not None
        )
        self.sketch.dots.extend(Dot(role, x, y, point.text) for (x, y), point in zip(places, points, strict=True))


def sketch(drawing, size=WIDE):
    """The SVG of a drawing in one size (WIDE or NARROW)."""
    return Canvas(drawing, size).draw()


def plain(number):
    """A round number without needless zeros, with thousands separated."""
    return f"{number.normalize():,f}" if number else "0"
