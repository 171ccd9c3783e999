"""Steps of the diary that write the promise: institution, people, offices, plans, strategies, standards."""

from django.contrib.auth.hashers import make_password

from indicators.demo.step_context import build_row, change_row, without
from indicators.models import Indicator
from measures.models import GradingScale, PlanScale, Responsibility
from plans.models import (
    Institution,
    Membership,
    Objective,
    Office,
    OfficeAdministration,
    OfficeDuty,
    Plan,
    PlanState,
    Standard,
    Strategy,
    User,
)

PASSWORD = "hoshin-demo"  # noqa: S105 - the demonstration has no secrets, and says so at start-up


def write_institution(context, rows):
    """An institution that exists already keeps its columns."""
    for row in rows:
        Institution.objects.get_or_create(slug=row["slug"], defaults=without(row, "slug"))


def write_offices(context, rows):
    known = context.offices()
    for row in rows:
        above = known.get(row.get("parent"))
        office = build_row(Office, without(row, "parent"), institution=context.institution, parent=above)
        office.save()
        known[office.slug] = office


def write_succession(context, rows):
    """An office ends and another takes over its indicators and responsibilities."""
    known = context.offices()
    for row in rows:
        old, successor = known[row["office"]], known[row["successor"]]
        change_row(old, {"valid_to": row["valid_to"]})
        Office.objects.filter(pk=old.pk).update(successor=successor)
        Indicator.objects.filter(office=old).update(office=successor)
        Responsibility.objects.filter(office=old).update(office=successor)


def write_accounts(context, rows):
    """One role each, all with the demonstration's password."""
    known, password = context.offices(), make_password(PASSWORD)
    for row in rows:
        user = build_row(User, without(row, "role", "office"), password=password, is_demo=True)
        user.save()
        Membership.objects.create(
            user=user, institution=context.institution, role=row["role"], office=known.get(row.get("office"))
        )


def write_duties(context, rows):
    known = context.offices()
    OfficeDuty.objects.bulk_create(
        OfficeDuty(office=known[row["office"]], kind=row["kind"], order=order, text_ja=item["ja"], text_en=item["en"])
        for row in rows
        for order, item in enumerate(row["items"], start=1)
    )


def write_administrations(context, rows):
    known = context.offices()
    OfficeAdministration.objects.bulk_create(
        OfficeAdministration(office=known[row["office"]], administered=known[slug])
        for row in rows
        for slug in row["administers"]
    )


def write_plans(context, rows):
    known = context.offices()
    for row in rows:
        cells = without(row, "objectives", "scale", "contact_office")
        contact = known.get(row.get("contact_office"))
        plan = build_row(Plan, cells, institution=context.institution, state=PlanState.ACTIVE, contact_office=contact)
        plan.save()
        aims = enumerate(row.get("objectives", []), start=1)
        Objective.objects.bulk_create(build_row(Objective, aim, plan=plan, order=order) for order, aim in aims)
        if "scale" in row:
            scale = GradingScale.objects.get(institution=context.institution, code=row["scale"])
            PlanScale.objects.create(plan=plan, scale=scale)


def write_strategies(context, rows):
    known = context.plans()
    Strategy.objects.bulk_create(build_row(Strategy, without(row, "plan"), plan=known[row["plan"]]) for row in rows)


def write_standards(context, rows):
    known = context.strategies()
    Standard.objects.bulk_create(
        build_row(Standard, without(row, "plan", "strategy"), strategy=known[row["plan"], row["strategy"]])
        for row in rows
    )
