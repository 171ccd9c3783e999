from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render

from indicators.models import Indicator
from measures.models import Responsibility
from plans.models import DutyKind, Office


def office_detail(request, slug):
    """What an office does, whom it administers, how to reach it, and the measures and indicators that it owns."""
    office = get_object_or_404(offices(), slug=slug)
    duties = list(office.duties.all())
    context = {
        "office": office,
        "duties": [duty for duty in duties if duty.kind == DutyKind.DUTY],
        "discussed": [duty for duty in duties if duty.kind == DutyKind.DISCUSSED],
        "responsibilities": responsibilities(office, request.user),
        "indicators": Indicator.objects.visible_to(request.user).filter(office=office),
    }
    return render(request, "indicators/office_detail.html", context)


def offices():
    """Offices with their neighbours in the chart."""
    neighbours = [
        Prefetch(name, Office.objects.all()) for name in ("children", "administers", "administered_by", "predecessors")
    ]
    return Office.objects.select_related("institution", "parent", "successor").prefetch_related(*neighbours, "duties")


def responsibilities(office, user):
    """The office's parts in measures of plans that the user may read."""
    return (
        Responsibility.objects.visible_to(user)
        .filter(office=office)
        .select_related("measure__standard__strategy__plan")
        .order_by("measure__standard__strategy__plan", "measure__standard__order", "measure__order", "order", "id")
    )
