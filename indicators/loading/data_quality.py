"""What is not right, or not yet there, in the data: each check answers its findings, worst kinds first."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Count, F, Model, Q, QuerySet
from django.utils.translation import gettext as _

from indicators.models import Breakdown, Commitment, Indicator, OverBreakdowns, ValueState, YearlyValue
from indicators.readings.wording.units import number_text, quantity
from measures.grades import missing
from measures.models import Measure, ProgressReport
from plans.database.history import append_only_tables
from plans.fiscal_years import fiscal_year_label
from plans.models import Institution, Office, Plan, Standard, Strategy

TRANSLATED = (Institution, Office, Plan, Strategy, Standard, Measure, Indicator)


@dataclass(frozen=True)
class Finding:
    """One thing to mend: its kind (a code), what it is about ("indicator 12"), and a sentence; the indicator's id if it is one."""

    kind: str
    about: str
    sentence: str
    indicator: int | None = None

    def __str__(self) -> str:
        return f"{self.kind}: {self.about}: {self.sentence}"


def findings() -> list[Finding]:
    """All findings, check by check."""
    return [finding for check in CHECKS for finding in check()]


def findings_about(indicators: Iterable[int], *, values: QuerySet[YearlyValue]) -> list[Finding]:
    """Findings about some indicators (ids), as far as the values of a queryset tell; a fixed number of queries."""
    values, used = values.filter(indicator__in=indicators), Indicator.objects.filter(pk__in=indicators)
    return [
        *disagreeing_figures(values),
        *parts_that_do_not_add_up(values),
        *indicators_without_an_owner(used),
        *indicators_without_a_definition(used),
    ]


def about(row: Model) -> str:
    return f"{row._meta.verbose_name} {row.pk} “{row}”"


def unprotected_history() -> Iterator[Finding]:
    """The serving role could change history: one role does everything, or its rights were not set."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t FROM unnest(%s) AS t WHERE has_table_privilege(t, 'UPDATE') OR has_table_privilege(t, 'DELETE')",
            [append_only_tables()],
        )
        tables = [table for (table,) in cursor.fetchall()]
    if tables:
        sentence = _("the database role that serves may change %(count)d history tables") % {"count": len(tables)}
        yield Finding("unprotected_history", "database", sentence)


def disagreeing_figures(values: QuerySet[YearlyValue] | None = None) -> Iterator[Finding]:
    """Published figures that differ from what their parts give."""
    calculated = among(values).filter(published__isnull=False, numerator__isnull=False, value__isnull=False)
    for value in calculated.exclude(published=F("value")).select_related("indicator"):
        sentence = _("%(year)s: published %(published)s, calculated %(value)s (%(numerator)s of %(denominator)s)")
        unit = str(value.indicator.unit)
        figures = {name: quantity(getattr(value, name), None, unit) for name in ("published", "value")}
        parts = {name: number_text(getattr(value, name), None) for name in ("numerator", "denominator")}
        named = sentence % {"year": fiscal_year_label(value.fiscal_year), **figures, **parts}
        yield Finding("disagreeing_figure", about(value.indicator), named, value.indicator_id)


def parts_that_do_not_add_up(values: QuerySet[YearlyValue] | None = None) -> Iterator[Finding]:
    """Breakdowns of one dimension whose sum is not the total, where parts are meant to add up."""
    summed = among(values).filter(state=ValueState.REPORTED, indicator__over_breakdowns=OverBreakdowns.SUM)
    key = ("indicator_id", "fiscal_year", "kind")
    totals = {tuple(row): total for *row, total in summed.filter(breakdown=None).order_by().values_list(*key, "value")}
    wrong = [
        (row, dimensions, total)
        for (row, dimensions), total in sorted(sums_of_parts(summed, key, {row[0] for row in totals}).items())
        if row in totals and totals[row] != total
    ]
    indicators = Indicator.objects.in_bulk({row[0] for row, _dimensions, _total in wrong})
    for row, dimensions, total in wrong:
        sentence = _("%(year)s: the parts by %(dimensions)s add up to %(sum)s, the total is %(total)s")
        numbers = {
            "year": fiscal_year_label(row[1]),
            "dimensions": ", ".join(dimensions),
            "sum": exactly(total),
            "total": exactly(totals[row]),
        }
        yield Finding("parts_do_not_add_up", about(indicators[row[0]]), sentence % numbers, row[0])


def exactly(number: Decimal) -> str:
    """A number with all of its digits and no needless zeros: what differs must not print alike."""
    exponent = number.normalize().as_tuple().exponent
    return number_text(number, max(0, -exponent))  # type: ignore[operator]  # figures are finite


def sums_of_parts(
    values: QuerySet[YearlyValue], key: tuple[str, ...], indicators: Iterable[int]
) -> dict[tuple[tuple[Any, ...], tuple[str, ...]], Decimal]:
    """{(cells of the key, dimensions): the sum of the parts by these dimensions}, where `values` tell every part."""
    parts = YearlyValue.objects.filter(indicator__in=indicators, breakdown__isnull=False).order_by()
    told = parts.annotate(is_told=Q(pk__in=values.order_by().values("pk")))
    rows = list(told.values_list(*key, "breakdown_id", "value", "is_told"))
    used = Breakdown.objects.filter(pk__in={breakdown_id for *_row, breakdown_id, _value, _is_told in rows}).order_by()
    dimensions = {pk: tuple(sorted(categories)) for pk, categories in used.values_list("pk", "categories")}
    found: defaultdict[tuple[tuple[Any, ...], tuple[str, ...]], list[Any]] = defaultdict(list)
    for *row, breakdown_id, value, is_told in rows:
        found[tuple(row), dimensions[breakdown_id]].append(value if is_told else None)
    return {group: sum(figures, Decimal(0)) for group, figures in found.items() if None not in figures}


def grades_without_grounds() -> Iterator[Finding]:
    """Final grades that lack what they need: the best evidence, the worst a countermeasure."""
    graded = ProgressReport.objects.exclude(final_grade=None).select_related("measure", "final_grade__scale")
    for report in graded.annotate(proofs=Count("evidence_uses")).prefetch_related("final_grade__scale__grades"):
        grade, countermeasure = report.final_grade, str(report.countermeasure)
        scale = grade.scale.grades.all()
        for sentence in missing(
            grade, scale, reason=report.grade_reason, evidence=report.proofs, countermeasure=countermeasure
        ):
            yield Finding("grade_without_grounds", about(report), str(sentence))


def indicators_without_an_owner(indicators: QuerySet[Indicator] | None = None) -> Iterator[Finding]:
    """Indicators in use that no office answers for."""
    for indicator in (in_use() if indicators is None else indicators).filter(office=None):
        yield Finding("no_owner", about(indicator), _("no office owns it"), indicator.pk)


def indicators_without_a_definition(indicators: QuerySet[Indicator] | None = None) -> Iterator[Finding]:
    """Indicators in use whose wording is not written down."""
    for indicator in (in_use() if indicators is None else indicators).filter(definitions=None):
        yield Finding("no_definition", about(indicator), _("it has no definition"), indicator.pk)


def commitments_without_a_target() -> Iterator[Finding]:
    """Commitments that say how to compare but not with what."""
    for commitment in Commitment.objects.exclude(comparator="").filter(targets=None).select_related("indicator"):
        yield Finding("no_target", about(commitment.indicator), _("a commitment to it has no target"))


def names_used_twice() -> Iterator[Finding]:
    """Indicators of one institution that share a name: a reader cannot tell them apart."""
    twins = Indicator.objects.values("institution", "name_ja", "name_en").annotate(many=Count("pk")).filter(many__gt=1)
    for twin in twins.order_by("institution", "name_ja", "name_en"):
        name = twin["name_ja"] or twin["name_en"]
        yield Finding("same_name", f"“{name}”", _("%(count)d indicators have this name") % {"count": twin["many"]})


def missing_translations() -> Iterator[Finding]:
    """Names that stand in one language only."""
    for model in TRANSLATED:
        for row in model.objects.filter(Q(name_ja="") ^ Q(name_en="")):
            language = "ja" if row.name_ja == "" else "en"
            yield Finding(
                "no_translation", about(row), _("its name is missing in “%(language)s”") % {"language": language}
            )


def among(values: QuerySet[YearlyValue] | None) -> QuerySet[YearlyValue]:
    """The values to check: those given, else all."""
    return YearlyValue.objects.all() if values is None else values


def in_use() -> QuerySet[Indicator]:
    return Indicator.objects.exclude(commitments=None).distinct()


CHECKS = (
    unprotected_history,
    disagreeing_figures,
    parts_that_do_not_add_up,
    grades_without_grounds,
    indicators_without_an_owner,
    indicators_without_a_definition,
    commitments_without_a_target,
    names_used_twice,
    missing_translations,
)
