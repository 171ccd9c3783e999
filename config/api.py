"""The one router: every REST collection, in one readable list."""

from django.urls import path, re_path
from rest_framework.routers import SimpleRouter

from config.api_pages import Docs, Entrance, Schema, Unknown
from indicators import api as indicators
from measures import api as measures
from plans import api as plans

app_name = "api"

COLLECTIONS = {
    "institutions": plans.Institutions,
    "offices": plans.Offices,
    "plans": measures.PlansWithMeasures,
    "objectives": plans.Objectives,
    "strategies": plans.Strategies,
    "standards": plans.Standards,
    "measures": measures.Measures,
    "milestones": measures.Milestones,
    "budget-lines": measures.BudgetLines,
    "progress-reports": measures.ProgressReports,
    "indicators": indicators.Indicators,
    "definitions": indicators.Definitions,
    "commitments": indicators.Commitments,
    "targets": indicators.Targets,
    "yearly-values": indicators.YearlyValues,
    "readings": indicators.Readings,
}

router = SimpleRouter(use_regex_path=False)
for name, collection in COLLECTIONS.items():
    router.register(name, collection, basename=name)

urlpatterns = [
    path("", Entrance.as_view(collections=COLLECTIONS), name="entrance"),
    path("schema/", Schema.as_view(), name="schema"),
    path("docs/", Docs.as_view(), name="docs"),
    *router.urls,
    path("plans/<slug:slug>/scorecard/", indicators.PlanScorecard.as_view(), name="scorecard"),
    path("indicators/<int:pk>/values/<int:fiscal_year>/", indicators.ValueOfYear.as_view(), name="value"),
    path("yearly-values/bulk/", indicators.ValuesInBulk.as_view(), name="values-in-bulk"),
    re_path(r"^.*/$", Unknown.as_view(), name="unknown"),
]
