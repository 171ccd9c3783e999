"""Which day's knowledge a page is asked about."""

from datetime import date

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.utils.translation import gettext as _

from indicators.loading.as_of import AsOf, today_of
from plans.fiscal_years import EARLIEST
from plans.models import Institution


def as_of_asked(request: HttpRequest, institution: Institution) -> AsOf:
    """What `?as_known_on=` asks for, the present without it. What is no day, or lies in the future, is a bad request."""
    return AsOf.with_finality(institution, day_asked(request, institution))


def day_asked(request: HttpRequest, institution: Institution) -> date | None:
    text = request.GET.get("as_known_on")
    if not text:
        return None
    day = parse_day(text, "as_known_on")
    if day > today_of(institution):
        raise BadRequest(_("The date must not be in the future."))
    return day


def day_of(text: str) -> date:
    """A day as ISO 8601 writes it. Raises ValueError for others, and for one before anything was counted in years of today."""
    day = date.fromisoformat(text)
    if day.year < EARLIEST:
        raise ValueError(text)
    return day


def parse_day(text: str, name: str) -> date:
    """The day that a parameter names; what is no day is a bad request."""
    try:
        return day_of(text)
    except ValueError as error:
        raise BadRequest(_("“%(name)s” must be a day like 2025-03-31.") % {"name": name}) from error
