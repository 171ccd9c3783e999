from datetime import date, datetime

import pytest
from django.forms import DateField, ValidationError
from django.utils.formats import date_format
from django.utils.translation import override

MOMENT = datetime(2026, 5, 4, 9, 5)


@pytest.mark.parametrize(
    ("form", "english", "japanese"),
    [
        ("DATE_FORMAT", "4 May 2026", "2026年5月4日"),
        ("DATETIME_FORMAT", "4 May 2026, 09:05", "2026年5月4日 9:05"),
        ("SHORT_DATE_FORMAT", "4 May 2026", "2026/05/04"),
        ("SHORT_DATETIME_FORMAT", "4 May 2026, 09:05", "2026/05/04 9:05"),
        ("YEAR_MONTH_FORMAT", "May 2026", "2026年5月"),
        ("MONTH_DAY_FORMAT", "4 May", "5月4日"),
        ("TIME_FORMAT", "09:05", "9:05"),
    ],
)
def test_days_and_times_are_printed_as_a_japanese_university_prints_them(form, english, japanese):
    for language, printed in (("en", english), ("ja", japanese)):
        with override(language):
            assert date_format(MOMENT, form) == printed


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "2026-05-04"),
        ("en", "2026/5/4"),
        ("en", "4 May 2026"),
        ("en", "May 4, 2026"),
        ("ja", "2026-05-04"),
        ("ja", "2026/5/4"),
        ("ja", "2026年5月4日"),
    ],
)
def test_a_form_reads_what_the_pages_print_and_iso(language, text):
    with override(language):
        assert DateField().clean(text) == date(2026, 5, 4)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_day_that_could_mean_two_days_is_refused(language):
    with override(language), pytest.raises(ValidationError):
        DateField().clean("05/04/2026")
