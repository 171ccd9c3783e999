"""What a stored value is called where it is told before and after a change."""

from datetime import date
from decimal import Decimal

from django.utils.formats import localize
from django.utils.translation import gettext as _


def value_in_words(value, choices=()):
    """A value as the reader's language writes it, empty for none; one of the choices by its name. Numbers keep their digits."""
    names = {str(key): name for key, name in choices}
    if value is None or value == "":
        return ""
    if str(value) in names:
        return str(names[str(value)])
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(localize(value)) if isinstance(value, date) else str(value)
