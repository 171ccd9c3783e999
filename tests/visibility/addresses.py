"""Every address of the site for the rows of a world: pages, the API's collections and formats, the administration."""

import re
from urllib.parse import urlencode

from django.contrib import admin
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from config.api import COLLECTIONS
from indicators.models import Commitment, Definition, Indicator, Target, YearlyValue
from measures.models import Evidence, Feedback, Measure, Milestone, ProgressReport
from plans.models import Institution, Membership, Objective, Office, OfficeDuty, Plan, Standard, Strategy
from tests.visibility.canaries import BEGIN

PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>|\(\?P<(\w+)>[^)]*\)")
FIRST = {
    "plans": Plan, "institutions": Institution, "offices": Office, "objectives": Objective, "strategies": Strategy,
    "standards": Standard, "measures": Measure, "milestones": Milestone, "feedback": Feedback, "evidence": Evidence,
    "progress-reports": ProgressReport, "indicators": Indicator, "definitions": Definition, "commitments": Commitment,
    "targets": Target, "values": YearlyValue, "duties": OfficeDuty,
}  # fmt: skip
NOT_ASKED = ("admin/", "api/", "accounts/logout/", "accounts/reset/<uidb64>")  # asked otherwise, or closed to GET
PAST = "as_known_on=2025-07-01"


def routes(patterns=None, before=""):
    """Every route that the site knows, as it is written."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        route = before + str(pattern.pattern).removeprefix("^").removesuffix("$").replace("\\", "")
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route


def pages(world):
    """The site's pages, each for all rows that its address could name."""
    for route in routes():
        if not route.startswith(NOT_ASKED):
            yield from filled(route, world)


def filled(route, world):
    names = [named[1] or named[2] for named in PARAMETER.findall(route)]
    if not names:
        yield "/" + route
        return
    first = route.split("/")[0]
    for row in rows_of(FIRST.get(first), world):
        values = {
            "slug": getattr(row, "slug", ""),
            "pk": row.pk,
            "fiscal_year": 2025,
            "form": "csv",
        }
        if "members/<int:pk>" in route:
            values["pk"] = Membership.objects.filter(institution=row).order_by("pk").first().pk
        yield "/" + PARAMETER.sub(lambda found, values=values: str(values[found[2] or found[3]]), route)


def rows_of(model, world):
    if model in (Institution, Office, OfficeDuty):
        return list(model.objects.all())
    return world.of(model) if model is not None else [world.open]


def in_the_past(addresses):
    """The pages that are shown as they were known on a day."""
    known = re.compile(
        r"^/(plans|indicators|measures|offices|institutions)/[\w-]+/(scorecard/2025/|offices/|figure\.json)?$"
    )
    return [f"{address}?{PAST}" for address in addresses if known.match(address)]


def questions(world):
    """Pages that answer a question of the reader's."""
    indicators = [indicator.pk for indicator in world.of(Indicator)]
    for some in (indicators[:6], indicators[6:12], indicators[12:18]):
        asked = urlencode({"indicator": some}, doseq=True)
        yield from (f"/compare/?{asked}", f"/compare/figure.json?{asked}", f"/compare/table.csv?{asked}")
        yield f"/compare/?{asked}&{PAST}"
    for pk in indicators:
        yield f"/compare/?indicator={pk}"
    for page in range(1, 4):
        yield f"/search/?q={BEGIN}&page={page}"
    for plan in world.of(Plan):
        yield f"/plans/{plan.slug}/?open=all"
        yield f"/plans/{plan.slug}/scorecard/2025/?since=2025-07-01"
        yield f"/plans/{plan.slug}/scorecard/2025/changes/?since=2025-07-01"


def of_the_api(world):
    """Collections in their formats, with what was deleted and what contains the words; records; scorecards; values."""
    yield from ("/api/v1/", "/api/v1/schema/")
    for name in COLLECTIONS:
        yield from (f"/api/v1/{name}/?page_size=1000", f"/api/v1/{name}/?format=csv", f"/api/v1/{name}/?format=ndjson")
        yield from (f"/api/v1/{name}/?format=xlsx", f"/api/v1/{name}/?search={BEGIN}")
        if name != "readings":
            yield f"/api/v1/{name}/?include_deleted=1&updated_since=2020-01-01&page_size=1000"
            yield f"/api/v1/{name}/?include_deleted=1&updated_since=2020-01-01&format=ndjson"
        for row in world.rows:
            collection = COLLECTIONS[name]
            if name != "readings" and isinstance(row, collection.serializer_class.Meta.model):
                yield f"/api/v1/{name}/{getattr(row, collection.lookup_field)}/"
    for plan in world.of(Plan):
        for when in ("", f"&{PAST}"):
            yield f"/api/v1/plans/{plan.slug}/scorecard/?fiscal_year=2025{when}"
            yield f"/api/v1/readings/?plan={plan.slug}{when}"
    for indicator in world.of(Indicator):
        yield f"/api/v1/indicators/{indicator.pk}/values/2025/"


def of_the_administration(world):
    """Lists, searched and exported, choices, and each row's page, history and deletion."""
    yield from ("/admin/", "/admin/?lang=en")
    for model, table in admin.site._registry.items():
        place = f"{model._meta.app_label}_{model._meta.model_name}"
        changelist = reverse(f"admin:{place}_changelist")
        yield from (changelist, f"{changelist}?q={BEGIN}", f"{changelist}add/")
        if hasattr(table, "export_view"):
            yield from (f"{changelist}export/{form}/" for form in ("csv", "xlsx"))
        for column in table.autocomplete_fields:
            of = {"app_label": model._meta.app_label, "model_name": model._meta.model_name, "field_name": column}
            yield f"/admin/autocomplete/?{urlencode(of | {'term': BEGIN})}"
            yield f"/admin/autocomplete/?{urlencode(of | {'term': ''})}"
        for row in world.of(model):
            yield from (f"{changelist}{row.pk}/{page}/" for page in ("change", "history"))


def everything(world):
    """Every address once."""
    found = list(pages(world))
    parts = (found, in_the_past(found), questions(world), of_the_api(world), of_the_administration(world))
    return list(dict.fromkeys(address for part in parts for address in part))
