"""A chart to take away: the sketch with its title, key and source, as one SVG that needs nothing else."""

from django.utils.translation import gettext as _

from indicators.charts.lettering import width_of, wrapped
from indicators.charts.plotly_figures import FONT, INK, PALETTE, PAPER
from indicators.charts.shapes import Drawing
from indicators.charts.svg import WIDE, sketch

MARGIN, TITLE, LETTER = 24, 20, 12
MUTED = "#595959"


class ChartFile:
    """What the SVG prints, from the top down, in pixels."""

    font, ink, paper, muted, palette, margin = FONT, INK, PAPER, MUTED, PALETTE, MARGIN

    def __init__(self, page):
        self.page, self.drawing = page, page.drawing
        self.sketch = sketch(self.drawing, WIDE)
        self.width = WIDE.width + 2 * MARGIN

    @property
    def titles(self):
        """(y, line) of the message, or the name where there is no message."""
        text = self.page.headline or self.drawing.title
        return [(44 + 27 * index, line) for index, line in enumerate(wrapped(text, WIDE.width, TITLE))]

    @property
    def subtitles(self):
        """(y, line) of name and unit."""
        text = f"{self.drawing.title} ({self.drawing.unit})" if self.drawing.unit else self.drawing.title
        top = self.titles[-1][0] + 26
        return [(top + 19 * index, line) for index, line in enumerate(wrapped(text, WIDE.width, LETTER + 1))]

    @property
    def plot_y(self):
        return self.subtitles[-1][0] + 14

    @property
    def key(self):
        """(x, y, role, words) of the forms that the drawing has, in lines."""
        x, y, found = MARGIN, self.plot_y + WIDE.height + 18, []
        for role, words in key_of(self.drawing):
            room = 34 + width_of(words, LETTER) + 20
            if x > MARGIN and x + room > self.width - MARGIN:
                x, y = MARGIN, y + 22
            found.append((round(x, 1), y, role, words))
            x += room
        return found

    @property
    def source(self):
        """(y, line) of where the chart comes from and what it does not draw."""
        said = [*self.drawing.notes, str(self.page.indicator.institution.name)]
        if self.page.indicator.source:
            said.append(_("Source: %(source)s") % {"source": self.page.indicator.source})
        if self.page.known_on:
            said.append(_("as recorded on %(day)s") % {"day": self.page.known_on.isoformat()})
        top = self.key[-1][1] + 30
        lines = wrapped(" · ".join(said), WIDE.width, LETTER, most=4)
        return [(top + 18 * index, line) for index, line in enumerate(lines)]

    @property
    def height(self):
        return self.source[-1][0] + MARGIN


def key_of(drawing: Drawing):
    """(role, words) of every form that a drawing has."""
    kind = "bar" if drawing.is_bars else "line"
    named = {
        f"{kind}-actual": (drawing.actual, _("actual")),
        f"{kind}-previous": (drawing.breaks, _("earlier definition, not comparable")),
        "path-target": (drawing.targets, _("target path")),
        "path-superseded": (drawing.superseded, _("superseded target")),
        "path-expected": (drawing.expected, _("expected this year")),
        f"{kind}-forecast": (drawing.forecast, _("forecast (office)")),
        "trend": (drawing.trend, _("if the trend continues (%(share)s range)") % {"share": "80%"}),
        "missing": (drawing.missing, _("no value (not zero)")),
    }
    return [(role, words) for role, (is_there, words) in named.items() if is_there]
