"""What every door promises: the optimum, the multipliers in the host's sign, and the host's right status word."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from tests.contracts.door import Door, Ending, Report, doors
from tests.contracts.door_cases import CASES, CHAIN, Case

pytestmark = pytest.mark.filterwarnings("ignore:overflow|invalid value|divide by zero:RuntimeWarning")
DOORS = doors()
#: How far the data are moved for a finite difference of the optimal value, whose third derivatives are of order one.
STEP = 1e-3

every_door = pytest.mark.parametrize("door", DOORS, ids=lambda door: type(door).__name__)


def every_case(wanted: list[Case]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", wanted, ids=lambda case: case.name)


@cache
def answer(door: Door, case: Case) -> Report:
    for package in door.needs:
        pytest.importorskip(package)
    if case.name in door.cannot:
        pytest.skip(door.cannot[case.name])
    return door.solve(case)


@every_door
@every_case([case for case in CASES if case.ending is Ending.SOLVED])
def test_the_optimum(door: Door, case: Case) -> None:
    report = answer(door, case)
    unit = 1 + abs(case.f or 0.0)
    if case.f is not None:
        assert abs(report.f - case.f) <= door.tolerance * unit
    if case.x is not None:
        np.testing.assert_allclose(report.x, case.x, atol=20 * door.tolerance)
    values = case.objective(report.x, np), np.array(case.rows(report.x, np)), report.x
    assert abs(values[0] - report.f) <= 1e-10 * unit, "the objective is that of the point, in the user's sense"
    for value, lower, upper in ((values[1], case.row_lower, case.row_upper), (values[2], case.lower, case.upper)):
        scale = 1 + np.abs(value)
        assert np.all(lower - value <= door.tolerance * scale)
        assert np.all(value - upper <= door.tolerance * scale)


@every_door
@every_case([case for case in CASES if case.moves])
def test_multipliers_are_derivatives_of_the_optimal_value(door: Door, case: Case) -> None:
    report = answer(door, case)
    step = STEP if case is not CHAIN else 1.0
    for kind, index in case.moves:
        prices = report.row_prices if kind == "row" else report.bound_prices
        if not (door.prices_rows if kind == "row" else door.prices_bounds):
            assert prices is None, "a host without multipliers"
            continue
        assert prices is not None
        if kind == "bound" and case.name in door.unpriced:
            assert np.isnan(prices[index]), "unknown, not 0"
            continue
        above, below = (door.solve(case.moved(kind, index, by)).f for by in (step, -step))
        slope = (above - below) / (2 * step)
        assert abs(prices[index] - slope) <= 1e-4 * (1 + abs(slope)), f"{kind} {index}"


@every_door
@every_case(list(CASES))
def test_the_status_word_of_the_host(door: Door, case: Case) -> None:
    report = answer(door, case)
    assert report.word == door.words[case.ending]
