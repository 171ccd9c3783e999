"""What a closed year guards: figures, targets, baselines and definitions that were there when it was closed."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from indicators.models import Commitment, Definition, Indicator, Target, YearlyValue
from plans.database.locks import locked_year
from plans.models import ClosedYear, Correction
from tests.factories import (
    ClosedYearFactory,
    CommitmentFactory,
    DefinitionFactory,
    IndicatorFactory,
    OfficeFactory,
    ProgressReportFactory,
    TargetFactory,
    UserFactory,
    YearlyValueFactory,
)

pytestmark = pytest.mark.django_db


def refused(write):
    """The closed year that refuses the write; None for a write that is let through."""
    try:
        with transaction.atomic():
            write()
    except IntegrityError as error:
        return locked_year(error) or str(error)
    return None


def rows(row):
    return type(row).objects.filter(pk=row.pk)


def close(indicator, year=2023):
    return ClosedYearFactory(institution=indicator.institution, fiscal_year=year)


def test_targets_of_a_closed_year_stay_and_later_ones_may_be_revised():
    target = TargetFactory(fiscal_year=2023)
    later = TargetFactory(commitment=target.commitment, fiscal_year=2024)
    another = TargetFactory(commitment__indicator=target.commitment.indicator, fiscal_year=2024)
    close(target.commitment.indicator)

    assert refused(lambda: rows(target).update(value=1)) == 2023
    assert refused(lambda: rows(target).update(fiscal_year=2025)) == 2023
    assert refused(lambda: rows(another).update(fiscal_year=2023)) == 2023
    assert refused(lambda: rows(target).update(superseded_at="2024-01-01T00:00Z")) == 2023
    assert refused(rows(target).delete) == 2023
    assert refused(target.commitment.delete) == 2023
    assert refused(lambda: rows(later).update(value=1)) is None


def test_a_target_that_a_closed_year_lacked_is_not_put_in_later():
    commitment = CommitmentFactory()
    close(commitment.indicator)

    assert refused(lambda: TargetFactory(commitment=commitment, fiscal_year=2023)) == 2023


def test_a_later_commitment_may_carry_a_baseline_and_targets_in_a_closed_year():
    indicator = IndicatorFactory()
    close(indicator)

    commitment = CommitmentFactory(indicator=indicator, baseline=3, baseline_fiscal_year=2023)
    target = TargetFactory(commitment=commitment, fiscal_year=2023)

    assert refused(lambda: rows(commitment).update(baseline=4)) is None
    assert refused(lambda: rows(target).update(value=4)) is None


@pytest.mark.parametrize("column", ["baseline", "baseline_numerator", "baseline_printed", "baseline_fiscal_year"])
def test_a_baseline_in_a_closed_year_stays(column):
    commitment = CommitmentFactory(baseline=3, baseline_fiscal_year=2023)
    close(commitment.indicator)

    assert refused(lambda: rows(commitment).update(**{column: 2022})) == 2023
    assert refused(lambda: rows(commitment).update(tolerance=1, order=2)) is None
    assert refused(commitment.delete) == 2023


def test_a_baseline_is_not_moved_into_a_closed_year():
    commitment = CommitmentFactory(baseline=3, baseline_fiscal_year=2021)
    close(commitment.indicator)

    assert refused(lambda: rows(commitment).update(baseline_fiscal_year=2023)) == 2023
    assert refused(lambda: rows(commitment).update(baseline_fiscal_year=2022)) is None


def test_a_definition_stays_as_long_as_it_speaks_of_a_closed_year():
    indicator = IndicatorFactory()
    old = DefinitionFactory(indicator=indicator, valid_from=None)
    new = DefinitionFactory(indicator=indicator, valid_from=2024)
    close(indicator)

    assert refused(lambda: rows(old).update(wording_en="Other")) == 2023
    assert refused(rows(old).delete) == 2023
    assert refused(lambda: DefinitionFactory(indicator=indicator, valid_from=2022)) == 2023
    assert refused(lambda: rows(new).update(valid_from=2023)) == 2023
    assert refused(lambda: rows(new).update(wording_en="Other")) is None
    assert refused(lambda: DefinitionFactory(indicator=indicator, valid_from=2026)) is None
    assert refused(rows(new).delete) is None


def test_a_later_indicator_brings_its_past_along():
    close(IndicatorFactory(institution=(home := IndicatorFactory().institution)))

    indicator = IndicatorFactory(institution=home)
    value = YearlyValueFactory(indicator=indicator, fiscal_year=2023)
    definition = DefinitionFactory(indicator=indicator, valid_from=None)

    assert refused(lambda: rows(value).update(value=9)) is None
    assert refused(lambda: rows(definition).update(wording_en="Other")) is None
    assert refused(rows(value).delete) is None


def test_nobody_makes_up_the_age_of_an_indicator_or_a_closing():
    closed = ClosedYearFactory(fiscal_year=2023, created_at="1990-01-01T00:00Z")
    indicator = IndicatorFactory(institution=closed.institution, created_at="2100-01-01T00:00Z")
    again = ClosedYearFactory(institution=closed.institution, fiscal_year=2022)
    Indicator.objects.filter(pk=indicator.pk).update(created_at="2100-01-01T00:00Z")

    closed.refresh_from_db()
    assert closed.created_at.year > 2020
    assert refused(lambda: YearlyValueFactory(indicator=indicator, fiscal_year=again.fiscal_year)) == 2022


def test_reports_of_later_measures_are_let_into_a_closed_year_and_others_not():
    report = ProgressReportFactory(fiscal_year=2023)
    ClosedYearFactory(institution=report.institution, fiscal_year=2023)

    assert refused(lambda: rows(report).update(done_en="More")) == 2023
    assert (
        refused(lambda: ProgressReportFactory(measure=report.measure, fiscal_year=2023, office=OfficeFactory())) == 2023
    )
    later = ProgressReportFactory(institution=report.institution, fiscal_year=2023)
    assert refused(lambda: rows(later).update(done_en="More")) is None


def test_one_locked_row_among_many_refuses_the_whole_statement():
    value = YearlyValueFactory(fiscal_year=2023)
    other = YearlyValueFactory(indicator=value.indicator, fiscal_year=2024)
    close(value.indicator)

    assert refused(lambda: YearlyValue.objects.update(value=77)) == 2023
    assert not YearlyValue.objects.filter(value=77).exists()
    assert refused(lambda: rows(other).update(value=77)) is None


# The one way through


def corrected(indicator, *years, by=None, reason="Two graduates were counted twice"):
    return Correction.objects.create_for_years(
        institution=indicator.institution,
        fiscal_years=years,
        by=by or UserFactory(),
        reason=reason,
        indicator_id=indicator.pk,
    )


def test_a_correction_lets_its_own_transaction_change_its_indicator_in_its_year_and_nothing_else():
    value = YearlyValueFactory(fiscal_year=2023)
    target = TargetFactory(commitment__indicator=value.indicator, fiscal_year=2023)
    earlier = YearlyValueFactory(indicator=value.indicator, fiscal_year=2022)
    other = YearlyValueFactory(indicator=IndicatorFactory(institution=value.institution), fiscal_year=2023)
    close(value.indicator, 2022)
    close(value.indicator)

    corrected(value.indicator, 2023)

    assert refused(lambda: rows(value).update(value=9)) is None
    assert refused(lambda: rows(target).update(value=9)) is None
    assert refused(lambda: rows(earlier).update(value=9)) == 2022
    assert refused(lambda: rows(other).update(value=9)) == 2023
    assert ClosedYear.objects.count() == 2


def test_a_definition_needs_a_correction_for_each_closed_year_that_it_speaks_of():
    definition = DefinitionFactory(valid_from=None)
    close(definition.indicator, 2022)
    close(definition.indicator, 2023)

    corrected(definition.indicator, 2022)
    assert refused(lambda: rows(definition).update(wording_en="Other")) == 2023

    corrected(definition.indicator, 2023)
    assert refused(lambda: rows(definition).update(wording_en="Other")) is None


@pytest.mark.django_db(transaction=True)
def test_a_correction_is_over_with_its_transaction():
    value = YearlyValueFactory(fiscal_year=2023)
    close(value.indicator)

    with transaction.atomic():
        (correction,) = corrected(value.indicator, 2023, by=UserFactory(username="sato"))
        rows(value).update(value=9)

    assert refused(lambda: rows(value).update(value=10)) == 2023
    assert (correction.by_name, Correction.objects.get().reason) == ("sato", "Two graduates were counted twice")


@pytest.mark.django_db(transaction=True)
def test_a_correction_cannot_be_written_for_a_later_transaction():
    value = YearlyValueFactory(fiscal_year=2023)
    close(value.indicator)
    with connection.cursor() as cursor:
        cursor.execute("SELECT (pg_current_xact_id()::text::bigint + number)::text FROM generate_series(1, 20) number")
        for (later,) in cursor.fetchall():
            kept = {"institution": value.institution, "fiscal_year": 2023, "indicator_id": value.indicator_id}
            Correction.objects.create(**kept, by_name="x", reason="x", transaction=later)

    assert refused(lambda: rows(value).update(value=9)) == 2023


@pytest.mark.parametrize("order", ["UPDATE plans_correction SET reason = 'x'", "DELETE FROM plans_correction"])
def test_the_serving_role_takes_no_correction_back(as_app, order):
    value = YearlyValueFactory(fiscal_year=2023)
    corrected(value.indicator, 2023)

    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(order)


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_correction_has_a_reason(reason):
    with pytest.raises(IntegrityError, match="correction_has_a_reason"), transaction.atomic():
        corrected(IndicatorFactory(), 2023, reason=reason)


def test_what_is_let_through_is_remembered_as_ever():
    value = YearlyValueFactory(fiscal_year=2023, value=5)
    close(value.indicator)
    corrected(value.indicator, 2023)

    rows(value).update(value=9)

    assert list(value.events.order_by("pgh_id").values_list("value", flat=True)) == [5, 9]
    assert {model.objects.count() for model in (Target, Commitment, Definition)} == {0}
