import threading
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from config.launcher import processes
from indicators import models
from indicators.models import Commitment, YearlyValue
from indicators.models.commitment import StatusChoice
from indicators.readings import terms
from indicators.readings.statuses import Status
from measures.models import Measure, ProgressReport
from plans.actions import close_year
from plans.database.locks import is_locked
from plans.models import ClosedYear
from tests.factories import (
    BreakdownFactory,
    ClosedYearFactory,
    CommitmentFactory,
    IndicatorFactory,
    InstitutionFactory,
    MembershipFactory,
    OverrideFactory,
    ProgressReportFactory,
    StandardFactory,
    TargetFactory,
    YearlyValueFactory,
)

pytestmark = pytest.mark.django_db


def refuses(constraint, build):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        build()


def stored(**columns):
    row = YearlyValueFactory(**columns)
    row.refresh_from_db()
    return row


@pytest.mark.parametrize(
    "digits", ["0", "0.0", "95.0", "30", "-0.000001", "1000000000000", "12345678901234567890.0123456789"]
)
def test_a_figure_keeps_the_digits_it_was_written_with(digits):
    assert str(stored(value=Decimal(digits)).value) == digits


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "1e20"])
def test_what_is_no_number_is_refused_by_the_database(value):
    row = YearlyValueFactory()

    with pytest.raises(IntegrityError, match="yearly_value_is_a_number"), connection.cursor() as cursor:
        cursor.execute("UPDATE indicators_yearlyvalue SET value = %s::numeric WHERE id = %s", [value, row.pk])


def test_zero_is_a_reported_value():
    assert (stored(value=0).state, stored(value=0).value) == ("reported", 0)


def test_a_missing_value_says_why_and_has_no_figure():
    assert stored(state="not_collected", value=None).value is None
    refuses("yearly_value_is_reported_or_says_why_not", lambda: YearlyValueFactory(value=None))
    refuses("yearly_value_is_reported_or_says_why_not", lambda: YearlyValueFactory(state="withheld", value=3))


def test_there_is_one_value_for_a_year_a_breakdown_and_a_kind():
    value = YearlyValueFactory(fiscal_year=2024)
    part = BreakdownFactory(institution=value.institution)
    YearlyValueFactory(indicator=value.indicator, fiscal_year=2024, kind="forecast")
    YearlyValueFactory(indicator=value.indicator, fiscal_year=2024, breakdown=part)

    refuses("yearly_value_stands_once", lambda: YearlyValueFactory(indicator=value.indicator, fiscal_year=2024))


@pytest.mark.parametrize(
    ("unit", "numerator", "denominator", "value"),
    [("%", 464, 1445, "32.1107266436"), ("%", 1, 2, "50"), ("", 61, 50, "1.22"), ("%", 0, 10, "0")],
)
def test_a_ratio_is_computed_from_its_parts(unit, numerator, denominator, value):
    row = stored(
        indicator__kind="ratio", indicator__unit_en=unit, value=None, numerator=numerator, denominator=denominator
    )

    assert (str(row.value), row.published) == (value, None)


@pytest.mark.parametrize(
    ("given", "published"), [(33, 33), (32, None), (Decimal("32.1"), None), (Decimal("32.2"), Decimal("32.2"))]
)
def test_a_published_figure_that_differs_from_the_parts_is_kept_beside(given, published):
    row = stored(indicator__kind="ratio", indicator__unit_en="%", value=given, numerator=464, denominator=1445)

    assert (row.value, row.published) == (Decimal("32.1107266436"), published)


def test_nothing_is_divided_by_zero():
    ratio = IndicatorFactory(kind="ratio")
    zero = {"indicator": ratio, "numerator": 0, "denominator": 0}

    refuses("nothing_is_divided_by_zero", lambda: YearlyValueFactory(value=1, **zero))
    assert stored(state="cannot_compute", value=None, **zero).denominator == 0


def test_a_value_belongs_to_the_institution_of_its_indicator():
    with pytest.raises(IntegrityError, match="institution_of_its_indicator"), transaction.atomic():
        YearlyValueFactory(institution=InstitutionFactory())
        connection.check_constraints()


def test_a_commitment_follows_its_measure_to_another_standard():
    commitment = CommitmentFactory()
    elsewhere = StandardFactory(strategy=commitment.standard.strategy)

    Measure.objects.filter(pk=commitment.measure_id).update(standard=elsewhere)
    connection.check_constraints()

    assert Commitment.objects.get().standard == elsewhere


def test_a_commitment_does_not_stand_apart_from_its_measure():
    with pytest.raises(IntegrityError, match="stands_where_its_measure_stands"), transaction.atomic():
        CommitmentFactory(standard=StandardFactory())
        connection.check_constraints()


def test_a_commitment_is_made_once():
    commitment = CommitmentFactory(measure=None, standard=StandardFactory())

    refuses(
        "commitment_is_made_once",
        lambda: CommitmentFactory(measure=None, standard=commitment.standard, indicator=commitment.indicator),
    )


def test_a_target_says_something():
    refuses("target_says_something", lambda: TargetFactory(value=None))


def test_a_year_has_one_current_target():
    target = TargetFactory()

    refuses("one_current_target", lambda: TargetFactory(commitment=target.commitment, fiscal_year=target.fiscal_year))


def test_a_grade_indicator_has_a_scale():
    refuses("grade_indicator_has_a_scale", lambda: IndicatorFactory(kind="grade"))


# A closed year


def locked(write):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        write()
    return is_locked(refusal.value)


def test_a_closed_year_refuses_every_change_by_every_door():
    value = YearlyValueFactory(fiscal_year=2024)
    indicator, rows = value.indicator, YearlyValue.objects.filter(pk=value.pk)
    open_year = YearlyValueFactory(indicator=indicator, fiscal_year=2025, kind="forecast")
    ClosedYearFactory(institution=value.institution, fiscal_year=2024)

    assert locked(lambda: YearlyValueFactory(indicator=indicator, fiscal_year=2024, kind="forecast"))
    assert locked(lambda: rows.update(value=1))
    assert locked(lambda: rows.update(fiscal_year=2023))
    assert locked(lambda: YearlyValue.objects.filter(pk=open_year.pk).update(fiscal_year=2024))
    assert locked(rows.delete)
    assert locked(lambda: YearlyValue.objects.bulk_create([YearlyValue(**like(value), kind="forecast", value=2)]))
    assert locked(indicator.delete)


def like(value):
    return {"institution": value.institution, "indicator": value.indicator, "fiscal_year": value.fiscal_year}


def test_a_closed_year_closes_reports_too_and_other_years_stay_open():
    report = ProgressReportFactory(fiscal_year=2024)
    ClosedYearFactory(institution=report.institution, fiscal_year=2024)

    assert locked(lambda: ProgressReport.objects.update(done_en="More"))
    assert ProgressReportFactory(measure=report.measure, fiscal_year=2025).pk is not None


def test_another_institution_keeps_its_year_open():
    ClosedYearFactory(fiscal_year=2024)

    assert YearlyValueFactory(fiscal_year=2024).pk is not None


def test_a_broken_constraint_is_not_taken_for_a_lock():
    assert not locked(lambda: YearlyValueFactory(value=None))


@pytest.mark.django_db(transaction=True)
def test_no_value_lands_after_the_year_was_closed():
    value = YearlyValueFactory(fiscal_year=2024, value=0)
    planner = MembershipFactory(institution=value.institution).user
    landed = []

    def write():
        try:
            for number in range(1, 20_000):  # until it is refused
                YearlyValue.objects.filter(pk=value.pk).update(value=number)
                landed.append(number)
        except IntegrityError as error:
            landed.append(is_locked(error))
        finally:
            connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    processes.wait_while(lambda: len(landed) < 5, 30)
    close_year(value.institution, 2024, by=planner)
    at_closing = YearlyValue.objects.get(pk=value.pk).value
    writer.join()

    assert ClosedYear.objects.count() == 1
    assert landed[-1] is True
    assert YearlyValue.objects.get(pk=value.pk).value == at_closing == landed[-2]


@pytest.mark.parametrize(
    ("choices", "codes"),
    [
        (models.Comparator, terms.Comparator),
        (models.Trajectory, terms.Trajectory),
        (models.Promise, terms.Promise),
        (models.ValueState, terms.State),
    ],
)
def test_what_is_stored_is_what_readings_understand(choices, codes):
    assert choices.values == [code.value for code in codes]


def test_an_override_is_printed_in_the_words_of_the_statuses():
    assert {choice.value: str(choice.label) for choice in StatusChoice} == {
        status.value: str(status.label) for status in Status
    }
    with translation.override("ja"):
        assert OverrideFactory.build(status="at_risk").get_status_display() == "遅れ気味"


@pytest.mark.parametrize(
    ("columns", "bounds"),
    [
        ({"kind": "ratio", "unit_en": "%"}, (0, 100)),
        ({"kind": "number", "unit_en": "%"}, (0, 100)),
        ({"kind": "ratio", "unit_en": "persons"}, (0, 1)),
        ({"kind": "ratio", "unit_en": "per 1,000", "factor": 1000}, (0, 1000)),
    ],
)
def test_a_share_lies_between_nothing_and_the_whole_as_its_unit_counts_it(columns, bounds):
    assert IndicatorFactory.build(numerator_is_part=True, **columns).bounds == bounds
    assert IndicatorFactory.build(**columns).bounds is None


@pytest.mark.parametrize(
    ("columns", "value"),
    [({"unit_en": "%"}, 25), ({"unit_ja": "％"}, 25), ({"factor": 1000}, 250), ({"unit_en": "x"}, "0.25")],
)
def test_another_unit_or_factor_computes_the_ratios_anew(columns, value):
    row = YearlyValueFactory(
        indicator__kind="ratio", indicator__unit_en="", indicator__unit_ja="", numerator=1, denominator=4, value=None
    )
    version = row.version

    for name, told in columns.items():
        setattr(row.indicator, name, told)
    row.indicator.save()

    row.refresh_from_db()
    assert (row.value, row.version - version) == (Decimal(value), int(columns != {"unit_en": "x"}))
