"""The phrases of which reasons are made, for every way to compare and every case. Which one is said: explanations.py."""

from django.utils.translation import gettext_lazy, pgettext_lazy

# The case, and what is said of it: the long sentence, the short one.
# Translators: %(aim)s is one of the phrases below ("the target of 30.1% for FY2025"); %(tail)s closes the sentence.
CASES = {
    "met": (
        gettext_lazy("At %(actual)s, this meets %(aim)s%(tail)s."),
        gettext_lazy("Meets %(aim)s"),
    ),
    "short": (
        gettext_lazy("At %(actual)s, this is %(gap)s short of %(aim)s%(tail)s."),
        gettext_lazy("%(gap)s short of %(aim)s"),
    ),
    "rank_short": (
        gettext_lazy("At %(actual)s, this is %(gap)s short of %(aim)s%(tail)s."),
        pgettext_lazy("rank", "%(gap)s short of %(aim)s"),
    ),
    "over": (
        gettext_lazy("At %(actual)s, this is %(gap)s over %(aim)s%(tail)s."),
        gettext_lazy("%(gap)s over %(aim)s"),
    ),
    "inside": (
        gettext_lazy("At %(actual)s, this is within %(aim)s."),
        gettext_lazy("Within %(aim)s"),
    ),
    "below": (
        gettext_lazy("At %(actual)s, this is %(gap)s below %(aim)s%(tail)s."),
        gettext_lazy("%(gap)s below %(aim)s"),
    ),
    "above": (
        gettext_lazy("At %(actual)s, this is %(gap)s above %(aim)s%(tail)s."),
        gettext_lazy("%(gap)s above %(aim)s"),
    ),
    "exact": (
        gettext_lazy("At %(actual)s, this is exactly %(aim)s."),
        gettext_lazy("Exactly %(aim)s"),
    ),
    "less": (
        pgettext_lazy("one exact number", "At %(actual)s, this is %(gap)s below %(aim)s%(tail)s."),
        pgettext_lazy("one exact number", "%(gap)s below %(aim)s"),
    ),
    "more": (
        pgettext_lazy("one exact number", "At %(actual)s, this is %(gap)s above %(aim)s%(tail)s."),
        pgettext_lazy("one exact number", "%(gap)s above %(aim)s"),
    ),
    "close": (
        gettext_lazy("At %(actual)s, this is close to %(aim)s%(tail)s."),
        gettext_lazy("Close to %(aim)s"),
    ),
    "just_short": (
        gettext_lazy("At %(actual)s, this is just short of %(aim)s%(tail)s."),
        gettext_lazy("Just short of %(aim)s"),
    ),
    "just_over": (
        gettext_lazy("At %(actual)s, this is just over %(aim)s%(tail)s."),
        gettext_lazy("Just over %(aim)s"),
    ),
    "just_less": (
        pgettext_lazy("one exact number", "At %(actual)s, this is just below %(aim)s%(tail)s."),
        pgettext_lazy("one exact number", "Just below %(aim)s"),
    ),
    "just_more": (
        pgettext_lazy("one exact number", "At %(actual)s, this is just above %(aim)s%(tail)s."),
        pgettext_lazy("one exact number", "Just above %(aim)s"),
    ),
    "not_more": (
        gettext_lazy("At %(actual)s, this is not more than %(aim)s%(tail)s."),
        pgettext_lazy("limit", "Must be more than %(number)s"),
    ),
    "not_less": (
        gettext_lazy("At %(actual)s, this is not less than %(aim)s%(tail)s."),
        pgettext_lazy("limit", "Must be less than %(number)s"),
    ),
}
ON_TRACK_SHORT = gettext_lazy("%(sentence)s, on track")

# The basis of what is expected and the form of the aim: how the sentence names it, long and short.
AIMS = {
    ("target", "number"): (
        gettext_lazy("the target of %(amount)s for %(year)s"),
        gettext_lazy("the target of %(amount)s"),
    ),
    ("line", "number"): (
        gettext_lazy("the %(amount)s expected by %(year)s"),
        gettext_lazy("the %(amount)s expected"),
    ),
    ("steps", "number"): (
        gettext_lazy("the last target of %(amount)s for %(year)s"),
        gettext_lazy("the last target of %(amount)s"),
    ),
    ("after", "number"): (
        gettext_lazy("the final target of %(amount)s for %(year)s"),
        gettext_lazy("the final target of %(amount)s"),
    ),
    ("kept", "number"): (
        gettext_lazy("the %(amount)s to keep in %(year)s"),
        gettext_lazy("the %(amount)s to keep"),
    ),
    ("target", "rank"): (
        gettext_lazy("%(amount)s, the target for %(year)s"),
        pgettext_lazy("rank that is a target", "%(amount)s"),
    ),
    ("line", "rank"): (
        gettext_lazy("%(amount)s, expected by %(year)s"),
        pgettext_lazy("rank that is expected", "%(amount)s"),
    ),
    ("steps", "rank"): (
        gettext_lazy("%(amount)s, the last target, for %(year)s"),
        gettext_lazy("the last target of %(amount)s"),
    ),
    ("after", "rank"): (
        gettext_lazy("%(amount)s, the final target for %(year)s"),
        gettext_lazy("the final target of %(amount)s"),
    ),
    ("target", "range"): (
        gettext_lazy("the target range of %(amount)s for %(year)s"),
        gettext_lazy("the target range of %(amount)s"),
    ),
    ("line", "range"): (
        gettext_lazy("the range of %(amount)s expected by %(year)s"),
        gettext_lazy("the range of %(amount)s expected"),
    ),
    ("steps", "range"): (
        gettext_lazy("the last target range of %(amount)s for %(year)s"),
        gettext_lazy("the last target range of %(amount)s"),
    ),
    ("after", "range"): (
        gettext_lazy("the final target range of %(amount)s for %(year)s"),
        gettext_lazy("the final target of %(amount)s"),
    ),
    ("kept", "keep"): (
        gettext_lazy("the range to keep, %(amount)s, for %(year)s"),
        gettext_lazy("the range to keep, %(amount)s"),
    ),
    ("after", "keep"): (
        gettext_lazy("the final range to keep, %(amount)s, for %(year)s"),
        gettext_lazy("the range to keep, %(amount)s"),
    ),
}
# Translators: the number is repeated in Japanese only; in English %(amount)s is empty here.
EXACT_AIMS = {
    "target": pgettext_lazy("met exactly", "the target%(amount)s for %(year)s"),
    "line": pgettext_lazy("met exactly", "what is expected by %(year)s%(amount)s"),
    "steps": pgettext_lazy("met exactly", "the last target%(amount)s for %(year)s"),
    "after": pgettext_lazy("met exactly", "the final target%(amount)s for %(year)s"),
    "kept": pgettext_lazy("met exactly", "what is to be kept in %(year)s%(amount)s"),
}

PATHS = {
    "along": gettext_lazy(" on a straight path from %(start)s (%(year)s)"),
    "down": gettext_lazy(" on a straight path down from %(start)s (%(year)s)"),
    "total": gettext_lazy(" on a straight path to %(final)s over the plan"),
    "total_until": gettext_lazy(" on a straight path to %(final)s by %(year)s"),
}
# (still on track, path, pace, risk line): what closes the sentence.
TAILS = {
    (False, False, False, False): None,
    (False, True, False, False): pgettext_lazy("end of a reason", "%(path)s"),
    (False, True, True, False): pgettext_lazy("end of a reason", "%(path)s: pace %(pace)s"),
    (False, False, True, False): pgettext_lazy("end of a reason", ": pace %(pace)s"),
    (False, True, False, True): pgettext_lazy("end of a reason", "%(path)s (at risk: %(risk)s)"),
    (False, False, False, True): pgettext_lazy("end of a reason", " (at risk: %(risk)s)"),
    (True, False, False, False): pgettext_lazy("end of a reason", " but still on track (%(held)s)"),
    (True, True, False, False): pgettext_lazy("end of a reason", "%(path)s but still on track (%(held)s)"),
    (True, True, True, False): pgettext_lazy(
        "end of a reason", "%(path)s but still on track (%(held)s): pace %(pace)s"
    ),
    (True, False, True, False): pgettext_lazy("end of a reason", " but still on track (%(held)s): pace %(pace)s"),
}
NOT_INCLUDED = gettext_lazy(" (exactly %(amount)s is not included)")
