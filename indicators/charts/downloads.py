"""A chart as a file: the SVG with its title, key and source, as one SVG that needs nothing else."""

from django.utils.translation import gettext as _

from indicators.charts.chart_data import ChartData
from indicators.charts.plotly_figures import FONT, INK, PALETTE, PAPER
from indicators.charts.svg import WIDE, draw_svg
from indicators.charts.text_width import width_of, wrap_text

MARGIN, TITLE, LETTER = 24, 20, 12
MUTED = "#595959"


class ChartFile:
    """The lines of the SVG file, from the top down, in pixels."""

    font, ink, paper, muted, palette, margin = FONT, INK, PAPER, MUTED, PALETTE, MARGIN

    def __init__(self, page):
        self.page, self.chart_data = page, page.chart_data
        self.svg = draw_svg(self.chart_data, WIDE)
        self.width = WIDE.width + 2 * MARGIN

    @property
    def titles(self):
        """[(y, line)]: the message, or the name where there is no message."""
        text = self.page.headline or self.chart_data.title
        return [(44 + 27 * index, line) for index, line in enumerate(wrap_text(text, WIDE.width, TITLE))]

    @property
    def subtitles(self):
        """[(y, line)]: name and unit."""
        text = f"{self.chart_data.title} ({self.chart_data.unit})" if self.chart_data.unit else self.chart_data.title
        top = self.titles[-1][0] + 26
        return [(top + 19 * index, line) for index, line in enumerate(wrap_text(text, WIDE.width, LETTER + 1))]

    @property
    def plot_y(self):
        return self.subtitles[-1][0] + 14

    @property
    def legend(self):
        """[(x, y, role, words)], wrapped to the width."""
        x, y, found = MARGIN, self.plot_y + WIDE.height + 18, []
        for role, words in legend_of(self.chart_data):
            room = 34 + width_of(words, LETTER) + 20
            if x > MARGIN and x + room > self.width - MARGIN:
                x, y = MARGIN, y + 22
            found.append((round(x, 1), y, role, words))
            x += room
        return found

    @property
    def source(self):
        """[(y, line)]: source, day, and what the chart leaves out."""
        said = [*self.chart_data.notes, str(self.page.indicator.institution.name)]
        if self.page.indicator.source:
            said.append(_("Source: %(source)s") % {"source": self.page.indicator.source})
        if self.page.known_on:
            said.append(_("as recorded on %(day)s") % {"day": self.page.known_on.isoformat()})
        top = self.legend[-1][1] + 30
        lines = wrap_text(" · ".join(said), WIDE.width, LETTER, most=4)
        return [(top + 18 * index, line) for index, line in enumerate(lines)]

    @property
    def height(self):
        return self.source[-1][0] + MARGIN


def legend_of(data: ChartData):
    """[(role, words)] of the forms that occur in the chart."""
    kind = "bar" if data.is_bars else "line"
    named = {
        f"{kind}-actual": (data.actual, _("actual")),
        f"{kind}-previous": (data.breaks, _("earlier definition, not comparable")),
        "path-target": (data.targets, _("target path")),
        "path-superseded": (data.superseded, _("superseded target")),
        "path-expected": (data.expected, _("expected this year")),
        f"{kind}-forecast": (data.forecast, _("forecast (office)")),
        "trend": (data.trend, _("if the trend continues (%(share)s range)") % {"share": "80%"}),
        "missing": (data.missing, _("no value (not zero)")),
    }
    return [(role, words) for role, (is_there, words) in named.items() if is_there]
