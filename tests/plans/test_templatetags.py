from datetime import date
from types import SimpleNamespace

import pytest
from django.utils import translation

from plans.templatetags.wording import host, in_own_language, lang, text
from plans.templatetags.years import as_of, fiscal_year, in_both_calendars, other_calendar
from plans.text.languages import Wording


def row(precision):
    return SimpleNamespace(as_of=date(2024, 2, 29), as_of_precision=precision)


@pytest.mark.parametrize(
    ("precision", "english", "japanese"),
    [
        (
            "day",
            '<time datetime="2024-02-29">29 February 2024</time>',
            '<time datetime="2024-02-29">2024年2月29日</time>',
        ),
        ("month", '<time datetime="2024-02">February 2024</time>', '<time datetime="2024-02">2024年2月</time>'),
        ("year", '<time datetime="2024">2024</time>', '<time datetime="2024">2024年</time>'),
    ],
)
def test_an_as_of_date_is_cut_to_its_precision(precision, english, japanese):
    with translation.override("en"):
        assert as_of(row(precision)) == english
    with translation.override("ja"):
        assert as_of(row(precision)) == japanese


def test_without_a_date_nothing_is_printed():
    assert as_of(SimpleNamespace(as_of=None, as_of_precision="")) == ""
    assert as_of(None) == ""


def test_a_fiscal_year_goes_by_both_calendars():
    with translation.override("en"):
        assert (fiscal_year(2025), other_calendar(2025)) == ("FY2025", "R7")
    with translation.override("ja"):
        assert (fiscal_year(2025), other_calendar(2025)) == ("令和7年度", "2025年度")


def test_a_switch_of_years_has_the_shortest_labels():
    with translation.override("en"):
        assert in_both_calendars(2025) == ("FY2025", "R7")
    with translation.override("ja"):
        assert in_both_calendars(2025) == ("2025", "令和7")


def test_a_fallback_says_its_language_and_is_escaped():
    with translation.override("en"):
        assert text(Wording("計画 <1>", "ja", is_fallback=True)) == (
            '<span lang="ja">計画 &lt;1&gt;</span> <span class="tag tag--fallback">in Japanese only</span>'
        )
        assert text(Wording("Plan", "en")) == "Plan"


def test_the_language_of_a_text_is_an_attribute_only_where_it_differs():
    with translation.override("en"):
        assert lang(Wording("計画", "ja")) == ' lang="ja"'
        assert lang(Wording("Plan", "en")) == ""
        assert lang(Wording("", "ja")) == ""


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.titech.ac.jp/plan?x=1", "www.titech.ac.jp"),
        ("http://example.ac.jp", "example.ac.jp"),
        ("javascript:alert(1)", ""),
        ("Planning office, paper of March 2022", ""),
        ("https://[bad", ""),
        ("", ""),
    ],
)
def test_only_web_addresses_become_links(url, site):
    assert host(url) == site


@pytest.mark.parametrize(
    ("written", "english", "japanese"),
    [
        ("役員会 / Board of Directors", "Board of Directors", "役員会"),
        ("Board of Directors / 役員会", "Board of Directors", "役員会"),
        ("役員会で決定", "役員会で決定", "役員会で決定"),
        ("実施 / 未実施", "実施 / 未実施", "実施 / 未実施"),
        ("spent / planned", "spent / planned", "spent / planned"),
        ("本部 / Tokyo / Osaka", "本部 / Tokyo / Osaka", "本部 / Tokyo / Osaka"),
        ("", "", ""),
        (None, "", ""),
    ],
)
def test_a_text_typed_in_both_languages_is_read_in_the_own_one(written, english, japanese):
    with translation.override("en"):
        assert in_own_language(written) == english
    with translation.override("ja"):
        assert in_own_language(written) == japanese
