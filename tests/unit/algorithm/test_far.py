"""The note on variables that go far out: only where the objective is flat, never at an ordinary optimum."""

from __future__ import annotations

import pytest

import sqp


def noted(m: sqp.Model, *, presolve: bool = True) -> bool:
    result = m.solve(presolve=presolve)
    assert result.success
    return any("fall on for ever" in note for note in result.notes)


@pytest.mark.parametrize("presolve", [False, True])
def test_an_optimum_that_rows_hold_far_out_is_an_ordinary_one(*, presolve: bool) -> None:
    m = sqp.Model()
    x, y = m.variable("x", start=1.0), m.variable("y", start=1.0)
    m.minimize(x + 2 * y)
    m.subject_to(x + y == 4e6)
    m.subject_to(x <= 3e6)
    assert not noted(m, presolve=presolve)


@pytest.mark.parametrize("power", [2, 4])
def test_a_minimum_far_out_is_an_ordinary_one(power: int) -> None:
    m = sqp.Model()
    x = m.variable("x", start=1.0)
    m.minimize((x / 2e6 - 1) ** power * 1e6)
    assert not noted(m)


def test_a_variable_without_a_part_in_the_objective_is_not_where_it_falls() -> None:
    m = sqp.Model()
    x, y = m.variable("x", start=1.0), m.variable("y", start=1.0)
    m.minimize((y - 1) ** 2)
    m.subject_to(x >= 5e6 * y)
    assert not noted(m)


def test_an_objective_that_falls_for_ever_is_noted() -> None:
    m = sqp.Model()
    x = m.variable("x", lower=1e-3, start=1.0)
    m.minimize(-sqp.log(x))
    assert noted(m)
