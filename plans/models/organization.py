from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from plans.database.history import tracked
from plans.database.locks import waits_for_writers
from plans.models.record import Record, one_of
from plans.text.languages import InBothLanguages, PersonName
from plans.text.search_text import search_index

MOST_MONTHS_TO_REPORT = 24


class InstitutionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Institutions are public; their plans and figures say for themselves who reads them."""
        return self


@tracked
class Institution(Record):
    """A university: it owns offices, indicators and plans. One deployment can hold many."""

    slug = models.SlugField(_("slug"), unique=True)
    name_ja = models.CharField(_("name (Japanese)"), blank=True)
    name_en = models.CharField(_("name (English)"), blank=True)
    name = InBothLanguages()
    website = models.URLField(_("website"), blank=True)
    is_fictional = models.BooleanField(_("fictional"), default=False)
    fiscal_year_start_month = models.PositiveSmallIntegerField(
        _("first month of the fiscal year"),
        default=4,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
    )
    time_zone = models.CharField(_("time zone"), default="Asia/Tokyo")
    small_count_threshold = models.PositiveSmallIntegerField(
        _("smallest count of persons shown to the public"), default=5
    )

    months_to_report = models.PositiveSmallIntegerField(
        _("months to report after the year's end"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(MOST_MONTHS_TO_REPORT)],
        help_text=_("When the figures of a year are due. Leave empty to ask by data request only."),
    )

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        ordering = ("slug",)
        indexes = [search_index("slug", "name_ja", "name_en", of="institution")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(fiscal_year_start_month__range=(1, 12)),
                name="institution_start_month_is_a_month",
            ),
            models.CheckConstraint(
                condition=~models.Q(name_ja="", name_en=""),
                name="institution_has_a_name",
            ),
            models.CheckConstraint(
                condition=models.Q(months_to_report=None) | models.Q(months_to_report__lte=MOST_MONTHS_TO_REPORT),
                name="institution_reports_within_two_years",
            ),
        ]

    def __str__(self):
        return str(self.name)

    def get_absolute_url(self):
        return reverse("plans:institution", args=[self.slug])


class OfficeKind(models.TextChoices):
    ORGANIZATION = "organization", _("organization")
    CENTER = "center", _("center")
    DIVISION = "division", _("division")
    SECTION = "section", _("section")
    FACULTY = "faculty", _("faculty")
    DEPARTMENT = "department", _("department")
    ACADEMIC_DEPARTMENT = "academic_department", _("academic department")
    COMMITTEE = "committee", _("committee")
    EXECUTIVE = "executive", _("executive")
    OTHER = "other", _("other")


OFFICES_ABOVE = """
    WITH RECURSIVE above AS (
        SELECT o.*, 0 AS steps FROM plans_office o WHERE o.id = %s
        UNION ALL
        SELECT o.*, above.steps + 1 FROM plans_office o JOIN above ON o.id = above.parent_id WHERE above.steps < 50
    )
    SELECT * FROM above ORDER BY steps
"""


class OfficeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The chart of offices is public."""
        return self

    def in_force_on(self, day):
        """Offices that exist on a day."""
        return self.filter(
            models.Q(valid_from=None) | models.Q(valid_from__lte=day),
            models.Q(valid_to=None) | models.Q(valid_to__gte=day),
        )


@tracked
class Office(Record):
    """An organisational unit of the institution's chart, with what it does, whom to ask, and what came after it."""

    institution = models.ForeignKey(
        Institution,
        models.PROTECT,
        related_name="offices",
        verbose_name=_("institution"),
    )
    slug = models.SlugField(_("slug"), unique=True)
    code = models.CharField(_("code"), blank=True)
    kind = models.CharField(_("kind"), choices=OfficeKind, default=OfficeKind.OTHER)
    name_ja = models.CharField(_("name (Japanese)"), blank=True)
    name_en = models.CharField(_("name (English)"), blank=True)
    name = InBothLanguages()
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("belongs to"),
    )
    order = models.PositiveIntegerField(_("order"), default=0)
    description_ja = models.TextField(_("description (Japanese)"), blank=True)
    description_en = models.TextField(_("description (English)"), blank=True)
    description = InBothLanguages()
    head_name_ja = models.CharField(_("head (Japanese)"), blank=True)
    head_name_en = models.CharField(_("head (English)"), blank=True)
    head_name = PersonName()
    head_title_ja = models.CharField(_("title of the head (Japanese)"), blank=True)
    head_title_en = models.CharField(_("title of the head (English)"), blank=True)
    head_title = InBothLanguages()
    contact_email = models.EmailField(_("contact: email"), blank=True)
    contact_phone = models.CharField(_("contact: telephone"), blank=True)
    contact_fax = models.CharField(_("contact: fax"), blank=True)
    contact_address = models.TextField(_("contact: address"), blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("successor"),
    )
    administers = models.ManyToManyField(
        "self",
        through="OfficeAdministration",
        through_fields=("office", "administered"),
        symmetrical=False,
        related_name="administered_by",
        verbose_name=_("bodies administered"),
    )
    source_url = models.CharField(_("source"), blank=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ("institution", "order", "id")
        indexes = [search_index("code", "name_ja", "name_en", of="office")]
        constraints = [
            one_of(OfficeKind, "kind", of="office"),
            models.CheckConstraint(condition=~models.Q(name_ja="", name_en=""), name="office_has_a_name"),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")),
                name="office_is_not_its_own_parent",
            ),
            models.CheckConstraint(
                condition=~models.Q(successor=models.F("id")),
                name="office_is_not_its_own_successor",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_from=None)
                | models.Q(valid_to=None)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="office_ends_after_it_begins",
            ),
        ]

    def __str__(self):
        return str(self.name)

    def get_absolute_url(self):
        return reverse("indicators:office-detail", args=[self.slug])

    def with_offices_above(self):
        """The office and all above it, from the bottom up, in one query."""
        return list(Office.objects.raw(OFFICES_ABOVE, [self.pk]))


class DutyKind(models.TextChoices):
    DUTY = "duty", _("duty")
    DISCUSSED = "discussed", _("item discussed")


@tracked
class OfficeDuty(Record):
    """One of an office's ordered duties, or one of the items that a body discusses."""

    office = models.ForeignKey(Office, models.CASCADE, related_name="duties", verbose_name=_("office"))
    kind = models.CharField(_("kind"), choices=DutyKind, default=DutyKind.DUTY)
    order = models.PositiveIntegerField(_("order"))
    text_ja = models.TextField(_("text (Japanese)"), blank=True)
    text_en = models.TextField(_("text (English)"), blank=True)
    text = InBothLanguages()

    class Meta:
        verbose_name = _("duty or item discussed")
        verbose_name_plural = _("duties and items discussed")
        ordering = ("office", "kind", "order")
        constraints = [
            one_of(DutyKind, "kind", of="office_duty"),
            models.UniqueConstraint(fields=("office", "kind", "order"), name="office_duty_has_its_own_place"),
        ]

    def __str__(self):
        return f"{self.order}. {self.text}"


@tracked
class OfficeAdministration(Record):
    """One office does the administration of another body."""

    office = models.ForeignKey(Office, models.CASCADE, related_name="administrations", verbose_name=_("office"))
    administered = models.ForeignKey(
        Office,
        models.CASCADE,
        related_name="administrators",
        verbose_name=_("administered body"),
    )

    class Meta:
        verbose_name = _("administration of a body")
        verbose_name_plural = _("administration of bodies")
        constraints = [
            models.UniqueConstraint(fields=("office", "administered"), name="office_administers_a_body_once"),
            models.CheckConstraint(
                condition=~models.Q(office=models.F("administered")),
                name="office_does_not_administer_itself",
            ),
        ]

    def __str__(self):
        return f"{self.office} → {self.administered}"


class ClosedYearQuerySet(models.QuerySet):
    def guarding(self, row):
        """Closings that guard what belongs to a row: those that the row is older than."""
        return self.filter(created_at__gte=row.created_at)


@tracked
class ClosedYear(Record):
    """A fiscal year of an institution whose figures are final: database triggers refuse every change to them."""

    institution = models.ForeignKey(
        Institution,
        models.PROTECT,
        related_name="closed_years",
        verbose_name=_("institution"),
    )
    fiscal_year = models.PositiveIntegerField(_("fiscal year"))
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("closed by"),
    )
    reason = models.TextField(_("reason"), blank=True)

    objects = ClosedYearQuerySet.as_manager()

    class Meta:
        verbose_name = _("closed year")
        verbose_name_plural = _("closed years")
        ordering = ("institution", "-fiscal_year")
        constraints = [models.UniqueConstraint(fields=("institution", "fiscal_year"), name="year_is_closed_once")]
        triggers = [waits_for_writers()]

    def __str__(self):
        return f"{self.institution}: {self.fiscal_year}"
