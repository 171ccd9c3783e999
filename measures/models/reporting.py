from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from measures.models.accepted import document_locked_when_accepted, locked_when_accepted, proof_locked_when_accepted
from measures.models.grading import Grade
from measures.models.measure import Measure, OfMeasureQuerySet
from plans.database.history import tracked
from plans.database.locks import locked_by_closed_years
from plans.models import (
    Disclosure,
    Institution,
    Office,
    Record,
    disclosed_to,
    level_field,
    one_of,
    planned_by,
)
from plans.text.languages import InBothLanguages


class ProgressState(models.TextChoices):
    DRAFTING = "drafting", _("drafting")
    SUBMITTED = "submitted", _("submitted")
    RETURNED = "returned", _("returned")
    ACCEPTED = "accepted", _("accepted")


HANDED_IN = (ProgressState.SUBMITTED, ProgressState.ACCEPTED)


def person_field(name):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=name,
    )


TOUCHED = """
    SELECT r.institution_id, r.fiscal_year, NULL::bigint AS indicator_id, r.id AS report_id, m.created_at AS made_at
    FROM {rows} r JOIN measures_measure m ON m.id = r.measure_id
"""


class ProgressReportQuerySet(OfMeasureQuerySet):
    def visible_to(self, user):
        """Reports disclosed to the user, of plans that the user may read."""
        return super().visible_to(user).filter(disclosed_to(user))

    def handed_in(self):
        """Reports that their offices have answered with, accepted or not."""
        return self.filter(state__in=HANDED_IN)


@tracked(below="measure")
class ProgressReport(Record):
    """An office's account of a measure in a fiscal year: what was done, what came of it, what next, and a grade."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+", verbose_name=_("institution"))
    measure = models.ForeignKey(
        Measure,
        models.CASCADE,
        related_name="progress_reports",
        verbose_name=_("measure"),
    )
    office = models.ForeignKey(
        Office,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="progress_reports",
        verbose_name=_("office"),
    )
    fiscal_year = models.PositiveIntegerField(_("fiscal year"))
    state = models.CharField(_("state"), choices=ProgressState, default=ProgressState.DRAFTING)
    disclosure = level_field(Disclosure.STAFF)
    done_ja = models.TextField(_("what was done (Japanese)"), blank=True)
    done_en = models.TextField(_("what was done (English)"), blank=True)
    done = InBothLanguages()
    result_ja = models.TextField(_("what came of it (Japanese)"), blank=True)
    result_en = models.TextField(_("what came of it (English)"), blank=True)
    result = InBothLanguages()
    issues_ja = models.TextField(_("issues (Japanese)"), blank=True)
    issues_en = models.TextField(_("issues (English)"), blank=True)
    issues = InBothLanguages()
    next_step_ja = models.TextField(_("next step (Japanese)"), blank=True)
    next_step_en = models.TextField(_("next step (English)"), blank=True)
    next_step = InBothLanguages()
    countermeasure_ja = models.TextField(_("countermeasure (Japanese)"), blank=True)
    countermeasure_en = models.TextField(_("countermeasure (English)"), blank=True)
    countermeasure = InBothLanguages()
    self_grade = models.ForeignKey(
        Grade,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("self-grade"),
    )
    proposed_grade = models.ForeignKey(
        Grade,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("proposed grade"),
    )
    final_grade = models.ForeignKey(
        Grade,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("final grade"),
    )
    grade_reason = models.TextField(_("reason for the grade"), blank=True)
    graded_by = person_field(_("graded by"))
    entered_by = person_field(_("entered by"))
    source_url = models.CharField(_("source"), blank=True)

    objects = ProgressReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("progress report")
        verbose_name_plural = _("progress reports")
        ordering = ("measure", "-fiscal_year", "id")
        triggers = [*locked_by_closed_years(TOUCHED), locked_when_accepted()]
        constraints = [
            one_of(ProgressState, "state", of="progress_report"),
            one_of(Disclosure, "disclosure", of="progress_report"),
            models.UniqueConstraint(
                fields=("measure", "fiscal_year", "office"),
                nulls_distinct=False,
                name="progress_is_reported_once_a_year_by_an_office",
            ),
            models.CheckConstraint(
                condition=Q(final_grade=None) | ~Q(grade_reason=""),
                name="final_grade_has_a_reason",
                violation_error_message=_("A final grade needs a reason."),
            ),
        ]

    def __str__(self):
        return f"{self.measure} – {self.fiscal_year}"

    @property
    def is_handed_in(self):
        """Whether it is its office's answer, accepted or not."""
        return self.state in HANDED_IN

    @property
    def is_accepted(self):
        """Whether the account stands as it is until somebody returns the report."""
        return self.state == ProgressState.ACCEPTED


class EvidenceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Documents disclosed to the user that prove something the user may read.

        One that proves nothing yet is for planners and for who filed it.
        """
        if user.is_superuser:
            return self
        is_cited = proves_what_is_read = Q(pk__in=[])
        for citation in self.model.citations():
            here = {"evidence": OuterRef("pk")}
            is_cited |= Exists(citation.objects.filter(**here))
            proves_what_is_read |= Exists(citation.readable_by(user).filter(**here))
        filed = Q(filed_by=user.pk) if user.is_authenticated else Q(pk__in=[])
        return self.filter(disclosed_to(user), proves_what_is_read | ~is_cited & (planned_by(user) | filed))


@tracked
class Evidence(Record):
    """A document that proves something: a link or a file, with its number in the office's own list."""

    institution = models.ForeignKey(
        Institution,
        models.PROTECT,
        related_name="evidence",
        verbose_name=_("institution"),
    )
    number = models.CharField(_("document number"), blank=True)
    title_ja = models.CharField(_("title (Japanese)"), blank=True)
    title_en = models.CharField(_("title (English)"), blank=True)
    title = InBothLanguages()
    url = models.URLField(_("address"), blank=True, max_length=2000)
    file = models.FileField(_("file"), upload_to="evidence/%Y/", blank=True, max_length=300)
    sha256 = models.CharField(_("checksum (SHA-256)"), blank=True, max_length=64, editable=False)
    disclosure = level_field(Disclosure.STAFF)
    filed_by = person_field(_("filed by"))
    measures = models.ManyToManyField(
        Measure,
        through="MeasureEvidence",
        related_name="evidence",
        verbose_name=_("measures"),
    )
    progress_reports = models.ManyToManyField(
        ProgressReport,
        through="ReportEvidence",
        related_name="evidence",
        verbose_name=_("progress reports"),
    )

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ("institution", "number", "id")
        triggers = [document_locked_when_accepted()]
        constraints = [
            one_of(Disclosure, "disclosure", of="evidence"),
            models.CheckConstraint(condition=~Q(title_ja="", title_en=""), name="evidence_has_a_title"),
            models.CheckConstraint(
                condition=~Q(url="", file=""),
                name="evidence_is_a_link_or_a_file",
                violation_error_message=_("Evidence is a link or a file."),
            ),
            models.UniqueConstraint(
                fields=("institution", "number"),
                condition=~Q(number=""),
                name="evidence_number_is_unique",
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.title}".strip()

    @property
    def file_name(self):
        """The file's name without the folders in which it is kept; empty without a file."""
        return self.file.name.rsplit("/", 1)[-1] if self.file else ""

    @classmethod
    def citations(cls):
        """The models whose rows say what a document proves, of whatever app."""
        return [link.related_model for link in cls._meta.related_objects if issubclass(link.related_model, Citation)]


class Citation(Record):
    """A row with which a document (`evidence`) proves something: what the column named by `proves` refers to."""

    proves = ""

    class Meta:
        abstract = True

    @classmethod
    def readable_by(cls, user):
        """The citations for what a user may read."""
        proved = cls._meta.get_field(cls.proves).related_model.objects.visible_to(user)
        return cls.objects.filter(**{f"{cls.proves}__in": proved.order_by()})


@tracked
class MeasureEvidence(Citation):
    """Evidence cited for a measure; a cited document cannot be deleted."""

    proves = "measure"

    evidence = models.ForeignKey(
        Evidence,
        models.PROTECT,
        related_name="measure_uses",
        verbose_name=_("evidence"),
    )
    measure = models.ForeignKey(Measure, models.CASCADE, related_name="evidence_uses", verbose_name=_("measure"))

    class Meta:
        verbose_name = _("evidence for a measure")
        verbose_name_plural = _("evidence for measures")
        constraints = [
            models.UniqueConstraint(
                fields=("evidence", "measure"),
                name="evidence_is_cited_once_for_a_measure",
            )
        ]

    def __str__(self):
        return str(self.evidence)


@tracked
class ReportEvidence(Citation):
    """Evidence cited in a progress report; a cited document cannot be deleted."""

    proves = "report"

    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="report_uses", verbose_name=_("evidence"))
    report = models.ForeignKey(
        ProgressReport,
        models.CASCADE,
        related_name="evidence_uses",
        verbose_name=_("progress report"),
    )

    class Meta:
        verbose_name = _("evidence in a progress report")
        verbose_name_plural = _("evidence in progress reports")
        triggers = [proof_locked_when_accepted()]
        constraints = [
            models.UniqueConstraint(fields=("evidence", "report"), name="evidence_is_cited_once_in_a_report")
        ]

    def __str__(self):
        return str(self.evidence)


class FeedbackQuerySet(OfMeasureQuerySet):
    def visible_to(self, user):
        """Feedback disclosed to the user, on plans that the user may read."""
        return (
            super()
            .visible_to(user)
            .filter(disclosed_to(user, institution="measure__standard__strategy__plan__institution"))
        )


@tracked(below="measure")
class Feedback(Record):
    """What somebody (staff, students, a board) said about a measure, and what was answered."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="feedback", verbose_name=_("measure"))
    said_on = models.DateField(_("said on"))
    said_by = models.CharField(_("said by"), blank=True)
    text = models.TextField(pgettext_lazy("feedback", "text"))
    answer = models.TextField(_("answer"), blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    entered_by = person_field(_("entered by"))
    disclosure = level_field(Disclosure.STAFF)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        ordering = ("measure", "-said_on", "id")
        constraints = [one_of(Disclosure, "disclosure", of="feedback")]

    def __str__(self):
        return self.text[:80]
