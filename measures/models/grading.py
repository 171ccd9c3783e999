from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from plans.database.history import tracked
from plans.models import Institution, Plan, Record, one_of
from plans.text.languages import InBothLanguages


@tracked
class GradingScale(Record):
    """A scale of grades, as data: Ⅳ Ⅲ Ⅱ Ⅰ; S A B C F; ◎ ○ △."""

    institution = models.ForeignKey(
        Institution,
        models.PROTECT,
        related_name="grading_scales",
        verbose_name=_("institution"),
    )
    code = models.SlugField(_("code"))
    name_ja = models.CharField(_("name (Japanese)"), blank=True)
    name_en = models.CharField(_("name (English)"), blank=True)
    name = InBothLanguages()

    class Meta:
        verbose_name = _("grading scale")
        verbose_name_plural = _("grading scales")
        ordering = ("institution", "code")
        constraints = [models.UniqueConstraint(fields=("institution", "code"), name="grading_scale_code_is_unique")]

    def __str__(self):
        return str(self.name)


class GradeKind(models.TextChoices):
    JUDGED = "judged", _("a judgement")
    CANNOT_JUDGE = "cannot_judge", _("cannot judge")
    CANCELLED = "cancelled", _("cancelled")


@tracked
class Grade(Record):
    """One step of a scale. `rank` grows with quality; "cannot judge" and "cancelled" have none."""

    scale = models.ForeignKey(GradingScale, models.CASCADE, related_name="grades", verbose_name=_("scale"))
    code = models.CharField(pgettext_lazy("measure", "grade"))
    kind = models.CharField(_("kind"), choices=GradeKind, default=GradeKind.JUDGED)
    rank = models.PositiveSmallIntegerField(_("order"), null=True, blank=True)
    label_ja = models.CharField(_("label (Japanese)"), blank=True)
    label_en = models.CharField(_("label (English)"), blank=True)
    label = InBothLanguages()
    needs_evidence = models.BooleanField(_("needs evidence"), default=False)
    needs_countermeasure = models.BooleanField(_("needs a countermeasure"), default=False)

    class Meta:
        verbose_name = pgettext_lazy("measure", "grade")
        verbose_name_plural = _("grades")
        ordering = ("scale", models.F("rank").desc(nulls_last=True), "code")
        constraints = [
            one_of(GradeKind, "kind", of="grade"),
            models.UniqueConstraint(fields=("scale", "code"), name="grade_mark_is_unique_on_its_scale"),
            models.UniqueConstraint(fields=("scale", "rank"), name="grade_rank_is_unique_on_its_scale"),
            models.CheckConstraint(
                condition=models.Q(kind="judged", rank__isnull=False)
                | (~models.Q(kind="judged") & models.Q(rank__isnull=True)),
                name="grade_has_a_rank_if_it_judges",
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.label}".strip()


@tracked
class PlanScale(Record):
    """The scale on which a plan's progress reports are graded."""

    plan = models.OneToOneField(Plan, models.CASCADE, related_name="plan_scale", verbose_name=_("plan"))
    scale = models.ForeignKey(
        GradingScale,
        models.PROTECT,
        related_name="plan_scales",
        verbose_name=_("scale"),
    )

    class Meta:
        verbose_name = _("plan's grading scale")
        verbose_name_plural = _("plans' grading scales")

    def __str__(self):
        return f"{self.plan}: {self.scale}"
