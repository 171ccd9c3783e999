from django.shortcuts import redirect

from indicators.moments import known_on
from indicators.queries import latest_fiscal_year, today_of
from indicators.scorecard import Scorecard
from indicators.views.pages import render_page, visible_plan, year_of
from plans.fiscal_years import fiscal_year_of
from plans.levels import level_names


def scorecard_latest(request, slug):
    """On to the last year with figures."""
    plan = visible_plan(request, slug)
    year = latest_fiscal_year(plan, known_on(request, plan.institution))
    query = request.GET.urlencode()
    address = redirect("indicators:scorecard", slug=slug, fiscal_year=year)
    address["Location"] += f"?{query}" if query else ""
    return address


def scorecard(request, slug, fiscal_year):
    """Every reading of a plan in one fiscal year, worst first, each with its reason."""
    plan = visible_plan(request, slug)
    day = known_on(request, plan.institution)
    context = {
        "plan": plan,
        "card": Scorecard.of(plan, year_of(plan, fiscal_year), user=request.user, known_on=day),
        "labels": level_names(plan),
        "this_year": this_year(plan),
        "known_on": day,
        "section": "plans",
    }
    return render_page(request, "indicators/scorecard.html", "indicators/_scorecard.html", context)


def this_year(plan):
    """The fiscal year in which today lies at the plan's institution."""
    return fiscal_year_of(today_of(plan.institution), plan.institution.fiscal_year_start_month)
