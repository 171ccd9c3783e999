"""What the sheet's own words are called on pages and in messages: columns, kinds of value, states."""

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from indicators.models import ValueKind, ValueState

COLUMNS = {
    "plan": gettext_lazy("plan"),
    "strategy": gettext_lazy("strategy"),
    "standard": gettext_lazy("standard"),
    "measure": gettext_lazy("measure"),
    "indicator": gettext_lazy("indicator"),
    "unit": gettext_lazy("unit"),
    "direction": gettext_lazy("direction"),
    "fiscal_year": gettext_lazy("fiscal year"),
    "kind": gettext_lazy("target or actual"),
    "value": gettext_lazy("value"),
    "numerator": gettext_lazy("numerator"),
    "denominator": gettext_lazy("denominator"),
    "as_of": gettext_lazy("as of"),
    "breakdown": gettext_lazy("breakdown"),
    "state": gettext_lazy("state"),
    "provisional": gettext_lazy("provisional"),
    "printed": gettext_lazy("as printed"),
    "note": gettext_lazy("note"),
    "source_url": gettext_lazy("source"),
    "lead_office": gettext_lazy("lead office"),
    "supporting_offices": gettext_lazy("supporting offices"),
    "owner_office": gettext_lazy("owner office"),
    "definition": gettext_lazy("definition"),
    "definition_en": gettext_lazy("definition in English"),
    "key": gettext_lazy("key indicator"),
    "decimals": gettext_lazy("decimals"),
    "disclosure": gettext_lazy("disclosure"),
    "numerator_is_part": gettext_lazy("numerator is part of the denominator"),
    "comparator": gettext_lazy("comparator"),
    "tolerance": gettext_lazy("tolerance"),
    "trajectory": gettext_lazy("path"),
    "promise": gettext_lazy("condition"),
    "indicator_kind": gettext_lazy("kind of indicator"),
    "scale": gettext_lazy("grading scale"),
    "strategy_code": gettext_lazy("code of the strategy"),
    "standard_code": gettext_lazy("code of the standard"),
    "measure_code": gettext_lazy("code of the measure"),
    "indicator_code": gettext_lazy("code of the indicator"),
    "strategy_en": gettext_lazy("strategy in English"),
    "standard_en": gettext_lazy("standard in English"),
    "measure_en": gettext_lazy("measure in English"),
    "indicator_en": gettext_lazy("indicator in English"),
    "unit_en": gettext_lazy("unit in English"),
}
KINDS = {"baseline": gettext_lazy("baseline"), "target": gettext_lazy("target")} | {
    kind.value: kind.label for kind in ValueKind
}
STATES = {state.value: state.label for state in ValueState}


def column_label(name: str) -> str:
    """The file's own heading, or the sheet's word with its label in the reader's language."""
    if name not in COLUMNS or (get_language() or "en").startswith("en"):
        return name
    return _("%(label)s (%(name)s)") % {"label": COLUMNS[name], "name": name}


def meaning_label(meaning: str) -> str | Promise:
    """`meaning`: one of `Layout.meanings`."""
    if not meaning:
        return _("not read")
    if meaning in COLUMNS:
        return COLUMNS[meaning]
    _what, colon, dimension = meaning.partition(":")
    if colon:
        return _("breakdown by %(dimension)s") % {"dimension": dimension}
    year, _space, kind = meaning.partition(" ")
    if year in KINDS:
        return KINDS[year]
    return _("FY%(year)s %(kind)s") % {"year": year, "kind": KINDS.get(kind, "")}
