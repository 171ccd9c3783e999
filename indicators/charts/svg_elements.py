"""What an SVG is made of: marks, lines, bars and letters, in pixels of its view box."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class SvgFormat:
    """The size of an SVG and of its letters, in pixels."""

    width: int
    height: int
    top: int
    bottom: int
    letter: int
    number: int
    has_ends: bool


WIDE = SvgFormat(860, 400, top=40, bottom=46, letter=12, number=13, has_ends=True)
NARROW = SvgFormat(358, 300, top=36, bottom=44, letter=11, number=10, has_ends=False)
SMALL = SvgFormat(260, 150, top=14, bottom=24, letter=11, number=10, has_ends=False)


@dataclass(frozen=True)
class Dot:
    """Its role is its CSS class; its text is read out."""

    role: str
    x: float
    y: float
    text: str
    radius: float = 4


@dataclass(frozen=True)
class Stroke:
    """`path`: an SVG path; `role`: its CSS class."""

    role: str
    path: str


@dataclass(frozen=True)
class SvgBar:
    """Its text is read out. A true zero is a bar of no height, drawn as a stroke on the axis."""

    role: str
    x: float
    y: float
    width: float
    height: float
    text: str


@dataclass(frozen=True)
class SvgText:
    """Its role is its CSS class."""

    role: str
    x: float
    y: float
    text: str
    anchor: str = "middle"


@dataclass
class Svg:
    """Everything that the template of a chart prints, in pixels of its view box."""

    width: int
    height: int
    left: float = 0
    right: float = 0
    floor: float = 0
    zero: float | None = None
    ticks: list = field(default_factory=list)
    years: list = field(default_factory=list)
    bars: list[SvgBar] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    dots: list[Dot] = field(default_factory=list)
    texts: list[SvgText] = field(default_factory=list)
