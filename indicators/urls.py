from django.urls import path, re_path

from indicators.comparisons import views as comparison_views
from indicators.entry import value_views
from indicators.entry import views as entry_views
from indicators.overview import home_views, measure_views, office_views, organisation_views, plan_views
from indicators.planning import plan_copy_views, untranslated_views, year_views
from indicators.profile import views as indicator_views
from indicators.scorecards import views as scorecard_views
from indicators.search import views as search_views
from indicators.sheets import views as sheet_views

app_name = "indicators"

urlpatterns = [
    path("", home_views.home, name="home"),
    path("plans/<slug:slug>/", plan_views.plan_detail, name="plan-detail"),
    path("plans/<slug:slug>/scorecard/", scorecard_views.scorecard_latest, name="scorecard-latest"),
    path("plans/<slug:slug>/scorecard/<int:fiscal_year>/", scorecard_views.scorecard, name="scorecard"),
    path("plans/<slug:slug>/scorecard/<int:fiscal_year>/changes/", scorecard_views.changes, name="scorecard-changes"),
    path("measures/<int:pk>/", measure_views.measure_detail, name="measure-detail"),
    path("indicators/<int:pk>/", indicator_views.indicator_detail, name="indicator-detail"),
    path("indicators/<int:pk>/values/<int:fiscal_year>/edit/", value_views.ValueEdit.as_view(), name="value-edit"),
    path("values/<int:pk>/evidence/add/", value_views.ValueEvidenceAdd.as_view(), name="value-evidence-add"),
    path("indicators/<int:pk>/edit/", entry_views.IndicatorEdit.as_view(), name="indicator-edit"),
    path("indicators/<int:pk>/definitions/add/", entry_views.DefinitionAdd.as_view(), name="definition-add"),
    path("definitions/<int:pk>/edit/", entry_views.DefinitionEdit.as_view(), name="definition-edit"),
    path("commitments/<int:pk>/edit/", entry_views.CommitmentEdit.as_view(), name="commitment-edit"),
    path("commitments/<int:pk>/targets/<int:fiscal_year>/add/", entry_views.TargetAdd.as_view(), name="target-add"),
    path("targets/<int:pk>/revise/", entry_views.TargetRevise.as_view(), name="target-revise"),
    path("indicators/<int:pk>/figure.json", indicator_views.indicator_figure, name="indicator-figure"),
    path("indicators/<int:pk>/chart.svg", indicator_views.indicator_chart, name="indicator-chart"),
    path("plans/<slug:slug>/copy/", plan_copy_views.plan_copy, name="plan-copy"),
    path("institutions/<slug:slug>/untranslated/", untranslated_views.untranslated_texts, name="untranslated"),
    path("institutions/<slug:slug>/years/", year_views.years, name="years"),
    path("institutions/<slug:slug>/years/<int:fiscal_year>/", year_views.year, name="year"),
    path("import/help/", sheet_views.file_help, name="file-help"),
    re_path(r"^import/template\.(?P<form>csv|xlsx)$", sheet_views.file_template, name="file-template"),
    path("search/", search_views.search, name="search"),
    path("compare/", comparison_views.compare, name="compare"),
    path("compare/figure.json", comparison_views.compare_figure, name="compare-figure"),
    re_path(r"^compare/table\.(?P<form>csv|xlsx)$", comparison_views.compare_table, name="compare-table"),
    path("institutions/<slug:slug>/offices/", organisation_views.organisation, name="organisation"),
    path("offices/<slug:slug>/", office_views.office_detail, name="office-detail"),
]
