"""What a plan calls its levels."""

from django.utils.translation import gettext as _


def level_names(plan):
    """{strategy, standard, measure: the plan's own word in the reader's language, else the usual one}."""
    return {
        "strategy": own_word(plan.strategy_label) or _("Strategy"),
        "standard": own_word(plan.standard_label) or _("Standard"),
        "measure": own_word(plan.measure_label) or _("Measure"),
    }


def own_word(label):
    """The plan's word, unless it is there in the other language only."""
    return "" if label.is_fallback else str(label)


def of_level(plan, level, row=None):
    """What a page is about, by the plan's own word: "Strategy: Teach well", or the word alone for a row without a name."""
    word = level_names(plan)[level]
    return f"{word}: {row}" if row is not None and str(row) else word
