from django.urls import path

from indicators.views import indicators, measures, offices, plans, scorecards

app_name = "indicators"

urlpatterns = [
    path("plans/<slug:slug>/", plans.plan_detail, name="plan-detail"),
    path("plans/<slug:slug>/scorecard/", scorecards.scorecard_latest, name="scorecard-latest"),
    path("plans/<slug:slug>/scorecard/<int:fiscal_year>/", scorecards.scorecard, name="scorecard"),
    path("measures/<int:pk>/", measures.measure_detail, name="measure-detail"),
    path("indicators/<int:pk>/", indicators.indicator_detail, name="indicator-detail"),
    path("indicators/<int:pk>/figure.json", indicators.indicator_figure, name="indicator-figure"),
    path("offices/<slug:slug>/", offices.office_detail, name="office-detail"),
]
