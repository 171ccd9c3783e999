"""Sheets that bring other figures than those that are stored: what they replace, and what must not outlive it."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.models import Commitment, Indicator, Target, YearlyValue
from tests.factories import UserFactory
from tests.indicators.sheets.made_sheets import HEADER, figure, load, sums, tidy, warnings

pytestmark = pytest.mark.django_db

PARTS = f"numerator,denominator,{HEADER}"
NOT_TAKEN_OVER = "It replaces another figure, whose note, date and source were not taken over."


def stored():
    """(value, numerator, denominator, published) of the only value, which is read anew."""
    value = YearlyValue.objects.get()
    return value.value, value.numerator, value.denominator, value.published


# Parts


def test_a_revised_percentage_drops_stored_parts_that_disagree_and_says_both_numbers():
    load(tidy("1,3," + figure("2022,actual,33.3"), header=PARTS))

    report = load(tidy(figure("2022,actual,45.0")))
    again = load(tidy(figure("2022,actual,45.0")))

    assert stored() == (Decimal("45.0"), None, None, None)
    assert (sums(report), sums(again)) == ((1, 1, 0, 0), (1, 0, 1, 0))
    assert warnings(report) == [(2, "value", "The saved parts 1/3 belong to 33.3333, not to 45.0; they were dropped.")]
    assert warnings(again) == []


@pytest.mark.parametrize("revised", ["33", "33.33", "33.3"])
def test_a_figure_that_the_stored_parts_come_to_keeps_them(revised):
    load(tidy("1,3," + figure("2022,actual,40.0"), header=PARTS))

    report = load(tidy(figure(f"2022,actual,{revised}")))

    assert stored() == (Decimal("33.3333333333"), 1, 3, None)
    assert sums(report) == (1, 1, 0, 0)
    assert [reason for _row, _column, reason in warnings(report) if "parts" in reason] == []


def test_one_new_part_stays_with_the_other_if_both_come_to_the_figure():
    load(tidy("464,1445," + figure("2014,actual,32.1"), header=PARTS))

    load(tidy("470," + figure("2014,actual,32.5"), header=f"numerator,{HEADER}"))

    assert stored() == (Decimal("32.5259515571"), 470, 1445, None)


def test_one_new_part_that_does_not_come_to_the_figure_is_refused_for_it_would_stand_alone():
    load(tidy("464,1445," + figure("2014,actual,32.1"), header=PARTS))

    report = load(tidy("470," + figure("2014,actual,40.0"), header=f"numerator,{HEADER}"))

    assert [(refused.row, refused.reason) for refused in report.rows_refused] == [(2, "A ratio needs both parts.")]
    assert stored() == (Decimal("32.1107266436"), 464, 1445, None)


def test_parts_that_come_later_keep_a_figure_that_disagrees_as_the_published_one():
    load(tidy("," + figure("2014,actual,33"), header=f"note,{HEADER}"))

    load(tidy("464,1445," + figure("2014,actual,33"), header=PARTS))

    assert stored() == (Decimal("32.1107266436"), 464, 1445, 33)


def test_parts_without_a_figure_replace_a_figure_and_a_note_stays_where_they_come_to_it():
    load(tidy("counted," + figure("2014,actual,32.1"), header=f"note,{HEADER}"))

    load(tidy("464,1445," + figure("2014,actual,"), header=PARTS))
    same = stored(), YearlyValue.objects.get().note
    report = load(tidy("500,1445," + figure("2014,actual,"), header=PARTS))

    assert same == ((Decimal("32.1107266436"), 464, 1445, None), "counted")
    assert (stored(), YearlyValue.objects.get().note) == ((Decimal("34.6020761246"), 500, 1445, None), "")
    assert sums(report) == (1, 1, 0, 0)


def test_a_revised_baseline_drops_stored_parts_that_disagree():
    load(tidy("1,3," + figure("2021,baseline,33.3"), header=PARTS))

    report = load(tidy(figure("2021,baseline,45.0")))

    commitment = Commitment.objects.get()
    assert (commitment.baseline, commitment.baseline_numerator, commitment.baseline_denominator) == (45, None, None)
    assert warnings(report) == [(2, "value", "The saved parts 1/3 belong to 33.3000, not to 45.0; they were dropped.")]


def test_a_note_on_a_baseline_that_disagrees_with_its_parts_leaves_them():
    load(tidy("464,1445," + figure("2021,baseline,33"), header=PARTS))

    load(tidy("n," + figure("2021,baseline,33"), header=f"note,{HEADER}"))

    commitment = Commitment.objects.get()
    assert (commitment.baseline_numerator, commitment.baseline_denominator) == (464, 1445)
    assert commitment.baseline_note == "n"


# Marks, notes and dates


def test_a_confirmed_figure_is_not_provisional_any_longer():
    load(tidy(figure("2022,actual,12(速報値)")))
    provisional = YearlyValue.objects.get().is_provisional

    load(tidy(figure("2022,actual,15")))
    later = YearlyValue.objects.get().is_provisional

    assert (provisional, later) == (True, False)


@pytest.mark.parametrize("word", ["確定値", "確定", "実績", "actual"])
def test_a_word_for_confirmed_clears_the_mark_of_the_same_figure(word):
    load(tidy(figure("2022,actual,15(速報値)")))

    report = load(tidy(figure(f"2022,actual,15({word})")))

    assert (YearlyValue.objects.get().is_provisional, sums(report)) == (False, (1, 1, 0, 0))


def test_the_same_figure_without_a_word_stays_provisional():
    load(tidy(figure("2022,actual,15(速報値)")))

    report = load(tidy(figure("2022,actual,15")))

    assert (YearlyValue.objects.get().is_provisional, sums(report)) == (True, (1, 0, 1, 0))


def test_a_confirmed_repeat_in_one_sheet_is_no_contradiction():
    report = load(tidy(figure("2022,actual,15"), figure("2022,actual,15(確定値)")))

    assert (sums(report), warnings(report)) == ((2, 1, 1, 0), [])


BESIDE = f"as_of,note,source_url,provisional,{HEADER}"


def test_another_value_inherits_no_note_date_source_or_mark():
    load(tidy("2022-05-01,still counted,a.pdf,yes," + figure("2022,actual,5"), header=BESIDE))
    YearlyValue.objects.update(confirmed_by=UserFactory())

    report = load(tidy(figure("2022,actual,6")))

    value = YearlyValue.objects.get()
    assert (value.value, value.as_of, value.as_of_precision, value.note) == (6, None, "", "")
    assert (value.source_url, value.is_provisional, value.confirmed_by) == ("", False, None)
    assert warnings(report) == [(2, "value", NOT_TAKEN_OVER)]


def test_a_value_that_brings_its_own_note_date_and_source_leaves_nothing_to_say():
    load(tidy("2022-05-01,first,a.pdf,yes," + figure("2022,actual,5"), header=BESIDE))

    report = load(tidy("2022-11-01,second,b.pdf,," + figure("2022,actual,6"), header=BESIDE))

    value = YearlyValue.objects.get()
    assert (value.as_of, value.note, value.source_url) == (date(2022, 11, 1), "second", "b.pdf")
    assert warnings(report) == []


def test_the_same_value_keeps_what_a_row_does_not_state():
    load(tidy("2022-05-01,counted,a.pdf,yes," + figure("2022,actual,5"), header=BESIDE))

    report = load(tidy(figure("2022,actual,5.0")))

    value = YearlyValue.objects.get()
    assert (value.as_of, value.note, value.source_url, value.is_provisional) == (
        date(2022, 5, 1),
        "counted",
        "a.pdf",
        True,
    )
    assert sums(report) == (1, 0, 1, 0)


def test_another_target_inherits_no_note_and_the_superseded_one_keeps_its_own():
    load(tidy("2021-03-01,before the adjustment,a.pdf,yes," + figure("2027,target,38"), header=BESIDE))

    load(tidy(figure("2027,target,54")))

    assert list(
        Target.objects.order_by("id").values_list("value", "note", "source_url", "as_of", "is_provisional")
    ) == [
        (38, "before the adjustment", "a.pdf", date(2021, 3, 1), True),
        (54, "", "", None, False),
    ]


def test_another_baseline_inherits_no_note_date_source_or_mark():
    load(tidy("2020-05-01,old,a.pdf,yes," + figure("2020,baseline,5"), header=BESIDE))

    report = load(tidy(figure(",baseline,6")))

    commitment = Commitment.objects.get()
    assert (commitment.baseline, commitment.baseline_fiscal_year, commitment.baseline_note) == (6, 2020, "")
    assert (commitment.baseline_as_of, commitment.baseline_source_url) == (None, "")
    assert commitment.baseline_provisional is False
    assert warnings(report) == [(2, "value", NOT_TAKEN_OVER)]


def test_a_figure_that_goes_missing_takes_its_note_along():
    load(tidy("2022-05-01,counted,a.pdf,yes," + figure("2022,actual,5"), header=BESIDE))

    load(tidy(figure("2022,actual,未集計")))

    value = YearlyValue.objects.get()
    assert (value.state, value.note, value.is_provisional) == ("not_collected", "", False)


def test_a_ratio_without_a_percent_sign_has_no_factor():
    load(tidy("3000,2," + figure("2022,actual,1500", unit="yen"), header=PARTS))

    load(tidy(figure("2022,actual,1500.0", unit="yen")))
    load(tidy("a," + figure("2022,actual,1500", unit="yen"), header=f"note,{HEADER}"))

    assert (stored(), Indicator.objects.get().unit) == ((1500, 3000, 2, None), "yen")
