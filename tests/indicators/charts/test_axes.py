from decimal import Decimal

import pytest

from indicators.charts.axes import Axis


def ticks(*numbers):
    return [str(tick.normalize()) if tick else "0" for tick in Axis.over([Decimal(number) for number in numbers]).ticks]


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        (("18.4", "36"), ["0", "1E+1", "2E+1", "3E+1", "4E+1"]),
        (("251", "200"), ["2E+2", "2.2E+2", "2.4E+2", "2.6E+2"]),
        (("98.8", "100", "105"), ["98", "1E+2", "102", "104", "106"]),
        (("-200", "-50"), ["-2E+2", "-1.5E+2", "-1E+2", "-5E+1", "0"]),
        (("0.03", "0.05"), ["0", "0.02", "0.04", "0.06"]),
        (("0",), ["0", "0.5", "1"]),
        ((), ["0", "0.5", "1"]),
    ],
)
def test_an_axis_has_round_steps_around_its_numbers(numbers, expected):
    assert ticks(*numbers) == expected


def test_a_single_number_stands_on_an_axis_from_zero():
    axis = Axis.over([Decimal(1445)])

    assert (axis.lowest, axis.highest) == (0, 1500)


def test_numbers_close_together_far_from_zero_are_not_pressed_flat():
    assert Axis.over([Decimal(200), Decimal(251)]).lowest == 200


@pytest.mark.parametrize(
    ("ranks", "ends", "written"),
    [
        ((251, 200), (260, 200), ["200", "220", "240", "260"]),
        ((3, 40), (40, 1), ["10", "20", "30", "40"]),
        ((7,), (8, 7), ["7", "8"]),
    ],
)
def test_ranks_have_the_best_on_top_and_no_rank_0(ranks, ends, written):
    axis = Axis.of_ranks([Decimal(rank) for rank in ranks])

    assert axis.ends == ends
    assert [f"{tick.normalize():f}" for tick in axis.ticks] == written
    assert [axis.share(Decimal(end)) for end in ends] == [0, 1]


@pytest.mark.parametrize(("number", "share"), [("0", 0), ("20", Decimal("0.5")), ("40", 1)])
def test_share_is_the_height_on_the_axis(number, share):
    assert Axis.over([Decimal(18), Decimal(36)]).share(Decimal(number)) == share


@pytest.mark.parametrize(
    ("numbers", "bounds", "ends"),
    [
        ((85, 98), (0, 100), (85, 100)),
        ((20, 98), (0, 100), (0, 100)),
        ((20, 96), None, (0, 100)),
        ((0, 55), (0, 100), (0, 60)),
        ((20, 104), (0, 100), (0, 150)),
        (("0.2", "0.98"), (0, 1), (0, 1)),
    ],
)
def test_an_axis_ends_where_what_it_counts_ends(numbers, bounds, ends):
    axis = Axis.over([Decimal(number) for number in numbers], bounds and tuple(map(Decimal, bounds)))

    assert (axis.lowest, axis.highest) == ends
    assert axis.ticks[-1] == axis.highest
