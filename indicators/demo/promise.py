"""Steps of the diary that write the promise: institution, people, offices, plans, strategies, standards."""

from django.contrib.auth.hashers import make_password

from indicators.demo.pen import change, new, without
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


def institution(pen, rows):
    """The institution itself; one that is there already keeps its columns."""
    for row in rows:
        Institution.objects.get_or_create(slug=row["slug"], defaults=without(row, "slug"))


def offices(pen, rows):
    """Offices, each after the one it belongs to."""
    known = pen.offices()
    for row in rows:
        above = known.get(row.get("parent"))
        office = new(Office, without(row, "parent"), institution=pen.institution, parent=above)
        office.save()
        known[office.slug] = office


def succession(pen, rows):
    """An office ends and another takes over what it was responsible for."""
    known = pen.offices()
    for row in rows:
        old, successor = known[row["office"]], known[row["successor"]]
        change(old, {"valid_to": row["valid_to"]})
        Office.objects.filter(pk=old.pk).update(successor=successor)
        Indicator.objects.filter(office=old).update(office=successor)
        Responsibility.objects.filter(office=old).update(office=successor)


def accounts(pen, rows):
    """People with one role each, all with the demonstration's password."""
    known, password = pen.offices(), make_password(PASSWORD)
    for row in rows:
        user = new(User, without(row, "role", "office"), password=password, is_demo=True)
        user.save()
        Membership.objects.create(
            user=user, institution=pen.institution, role=row["role"], office=known.get(row.get("office"))
        )


def duties(pen, rows):
    """An office's duties, or the items that it discusses, in their order."""
    known = pen.offices()
    OfficeDuty.objects.bulk_create(
        OfficeDuty(office=known[row["office"]], kind=row["kind"], order=order, text_ja=item["ja"], text_en=item["en"])
        for row in rows
        for order, item in enumerate(row["items"], start=1)
    )


def administrations(pen, rows):
    """Which office does the administration of which bodies."""
    known = pen.offices()
    OfficeAdministration.objects.bulk_create(
        OfficeAdministration(office=known[row["office"]], administered=known[slug])
        for row in rows
        for slug in row["administers"]
    )


def plans(pen, rows):
    """Plans with their objectives and the scale on which their reports are graded."""
    known = pen.offices()
    for row in rows:
        cells = without(row, "objectives", "scale", "contact_office")
        contact = known.get(row.get("contact_office"))
        plan = new(Plan, cells, institution=pen.institution, state=PlanState.ACTIVE, contact_office=contact)
        plan.save()
        aims = enumerate(row.get("objectives", []), start=1)
        Objective.objects.bulk_create(new(Objective, aim, plan=plan, order=order) for order, aim in aims)
        if "scale" in row:
            scale = GradingScale.objects.get(institution=pen.institution, code=row["scale"])
            PlanScale.objects.create(plan=plan, scale=scale)


def strategies(pen, rows):
    """The first level of plans."""
    known = pen.plans()
    Strategy.objects.bulk_create(new(Strategy, without(row, "plan"), plan=known[row["plan"]]) for row in rows)


def standards(pen, rows):
    """The second level of plans."""
    known = pen.strategies()
    Standard.objects.bulk_create(
        new(Standard, without(row, "plan", "strategy"), strategy=known[row["plan"], row["strategy"]]) for row in rows
    )
