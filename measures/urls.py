from django.urls import path

from measures.views import editing, evidence, feedback, reports

app_name = "measures"

urlpatterns = [
    path("standards/<int:pk>/measures/add/", editing.MeasureAdd.as_view(), name="measure-add"),
    path("measures/<int:pk>/edit/", editing.MeasureEdit.as_view(), name="measure-edit"),
    path(
        "measures/<int:pk>/responsibilities/edit/", editing.ResponsibilitiesEdit.as_view(), name="responsibilities-edit"
    ),
    path("measures/<int:pk>/milestones/add/", editing.MilestoneAdd.as_view(), name="milestone-add"),
    path("milestones/<int:pk>/edit/", editing.MilestoneEdit.as_view(), name="milestone-edit"),
    path("measures/<int:pk>/feedback/add/", feedback.FeedbackAdd.as_view(), name="feedback-add"),
    path("feedback/<int:pk>/edit/", feedback.FeedbackEdit.as_view(), name="feedback-edit"),
    path("feedback/<int:pk>/answer/", feedback.FeedbackAnswer.as_view(), name="feedback-answer"),
    path("measures/<int:pk>/evidence/add/", evidence.EvidenceAdd.as_view(), name="evidence-add"),
    path("evidence/<int:pk>/", evidence.evidence_file, name="evidence-file"),
    path("measures/<int:pk>/reports/<int:fiscal_year>/edit/", reports.ReportEdit.as_view(), name="report-edit"),
    path("progress-reports/<int:pk>/return/", reports.ReportReturn.as_view(), name="report-return"),
]
