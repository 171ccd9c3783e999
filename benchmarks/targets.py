"""What a row should reach, as a number or as a multiple of what stands beside it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """At most (or at least) so much; with `of`, so many times what that took in the same run."""

    most: float | None = None
    least: float | None = None
    of: str = ""

    def judge(self, figures):
        """The target beside what was measured, as plain data; None where what it needs was not measured."""
        if self.of and figures.get(self.of) is None:
            return None
        measured = figures["Hoshin"] / (figures[self.of] if self.of else 1)
        met = measured <= self.most if self.most is not None else measured >= self.least
        return {"target": str(self), "measured": round(measured, 3), "met": met}

    def __str__(self):
        bound = f"≤ {self.most:g}" if self.most is not None else f"≥ {self.least:g}"
        return f"{bound} × {self.of}" if self.of else bound


def at_most(most, of=""):
    return Target(most=most, of=of)


def at_least(least, of=""):
    return Target(least=least, of=of)
