import pytest

from indicators.loading.year_gaps import folds_in, place_of, years_to_show


@pytest.mark.parametrize(
    ("said", "shown", "folds"),
    [
        ([], [], ()),
        ([2024], [2024], ()),
        ([2026, 2024], [2024, 2025, 2026], ()),
        ([2018, 2025], list(range(2018, 2026)), ()),
        ([2018, 2026], [2018, 2026], ((2019, 2025),)),
        ([2024, 2025, 2205, 1868], [1868, 2024, 2025, 2205], ((1869, 2023), (2026, 2204))),
    ],
)
def test_long_runs_of_years_that_say_nothing_are_folded(said, shown, folds):
    assert (years_to_show(said), folds_in(shown)) == (shown, folds)


def test_a_fold_takes_the_room_of_one_year():
    folds = ((1869, 2023), (2026, 2204))

    assert [place_of(year, folds) for year in (1868, 1869, 2000, 2024, 2025, 2100, 2205)] == [
        1868, 1869, 1869, 1870, 1871, 1872, 1873,
    ]  # fmt: skip
