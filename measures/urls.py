from django.urls import path

from measures.views import editing, evidence, feedback, reports

app_name = "measures"

urlpatterns = [
    path("standards/<int:pk>/measures/add/", editing.measure_add, name="measure-add"),
    path("measures/<int:pk>/edit/", editing.measure_edit, name="measure-edit"),
    path("measures/<int:pk>/responsibilities/edit/", editing.responsibilities_edit, name="responsibilities-edit"),
    path("measures/<int:pk>/milestones/add/", editing.milestone_add, name="milestone-add"),
    path("milestones/<int:pk>/edit/", editing.milestone_edit, name="milestone-edit"),
    path("measures/<int:pk>/feedback/add/", feedback.feedback_add, name="feedback-add"),
    path("feedback/<int:pk>/edit/", feedback.feedback_edit, name="feedback-edit"),
    path("feedback/<int:pk>/answer/", feedback.feedback_answer, name="feedback-answer"),
    path("measures/<int:pk>/evidence/add/", evidence.evidence_add, name="evidence-add"),
    path("evidence/<int:pk>/", evidence.evidence_file, name="evidence-file"),
    path("measures/<int:pk>/reports/<int:fiscal_year>/edit/", reports.report_edit, name="report-edit"),
    path("progress-reports/<int:pk>/return/", reports.report_return, name="report-return"),
]
