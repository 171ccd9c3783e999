from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from indicators.models import Commitment
from indicators.queries import latest_fiscal_year, lines_of, today_of
from measures.models import BudgetLine, Evidence, Feedback, Measure, ProgressReport, Responsibility
from plans.levels import level_names
from plans.models import Standard


def measure_detail(request, pk):
    """What is being done: who does it, its steps, what its indicators say, reports, money and evidence."""
    measure = get_object_or_404(measures(request.user), pk=pk)
    plan = measure.standard.strategy.plan
    year = latest_fiscal_year(plan)
    context = {
        "measure": measure,
        "plan": plan,
        "fiscal_year": year,
        "lines": readings(measure, year, request.user),
        "milestones": steps(measure, today_of(plan.institution)),
        "labels": level_names(plan),
        "relatives": relatives(measure, request.user),
        "listed_under": Standard.objects.visible_to(request.user).filter(listed_measures=measure),
        "section": "plans",
        **records(measure, request.user),
    }
    return render(request, "indicators/measure_detail.html", context)


def measures(user):
    """Measures that a reader may see, with all rows that their page names."""
    return (
        Measure.objects.visible_to(user)
        .select_related("standard__strategy__plan__institution")
        .prefetch_related(
            Prefetch("responsibilities", Responsibility.objects.select_related("office")), "milestones", "sub_measures"
        )
    )


def relatives(measure, user):
    """(what it is to this measure, measure) for the kin that the reader may see; some may be in other plans."""
    kin = (
        (_("Part of"), measure.parent_id),
        (_("Merged into"), measure.merged_into_id),
        (_("Before"), measure.predecessor_id),
    )
    found = Measure.objects.visible_to(user).in_bulk([pk for name, pk in kin if pk is not None])
    return [(name, found[pk]) for name, pk in kin if pk in found]


def readings(measure, fiscal_year, user):
    """What the measure's indicators say in a fiscal year."""
    commitments = Commitment.objects.visible_to(user).filter(measure=measure)
    return lines_of(commitments, [fiscal_year], user=user)


def steps(measure, today):
    """(milestone, whether it is overdue), in their order."""
    return [(milestone, milestone.is_overdue(today)) for milestone in measure.milestones.all()]


def records(measure, user):
    """What was written down about a measure, as far as the reader may see it."""
    reports = ProgressReport.objects.visible_to(user).filter(measure=measure)
    return {
        "reports": reports.select_related("office", "self_grade", "final_grade"),
        "budget": BudgetLine.objects.visible_to(user).filter(measure=measure),
        "evidence": Evidence.objects.visible_to(user).filter(measures=measure),
        "feedback": Feedback.objects.visible_to(user).filter(measure=measure),
    }
