"""Wrong derivatives, bad scaling and degenerate points: one small model with a known culprit for each."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import sqp
from sqp.algorithm.result import Result
from sqp.diagnosis.findings import Trouble
from sqp.hessian.bfgs import BFGS


def wrong(entry: Any) -> Result:
    """The result of a problem whose gradient or Jacobian is changed by ``entry``."""

    def gradient(x: Any) -> Any:
        return entry("gradient", np.array([2 * x[0], 4 * x[1] ** 3, 1.0]))

    def jacobian(x: Any) -> Any:
        return entry("jacobian", np.array([[x[1], x[0], 0.0], [0.0, 1.0, 2 * x[2]]]))

    problem = sqp.NLP(
        lambda x: x[0] ** 2 + x[1] ** 4 + x[2],
        [1.0, 2.0, 1.5],
        gradient=gradient,
        constraints=lambda x: np.array([x[0] * x[1], x[1] + x[2] ** 2]),
        jacobian=jacobian,
        constraint_bounds=([1.0, -4.0], [9.0, 4.0]),
        variable_names=("u", "v", "w"),
        constraint_names=("area", "mass"),
    )
    return sqp.SQP(hessian=BFGS(), limits=sqp.Limits(iterations=20)).solve(problem)


def test_right_derivatives_are_not_blamed() -> None:
    assert Trouble.WRONG_DERIVATIVE not in wrong(lambda _, array: array).explain()


def test_a_wrong_gradient_entry_is_named_with_both_values() -> None:
    def entry(which: str, array: Any) -> Any:
        return array * [1.0, -1.0, 1.0] if which == "gradient" else array

    [finding] = wrong(entry).explain().find(Trouble.WRONG_DERIVATIVE)
    assert finding.names == ("objective", "v")
    assert "sign" in finding.advice


def test_a_wrong_jacobian_entry_is_named_by_row_and_variable() -> None:
    def entry(which: str, array: Any) -> Any:
        return array * [[1.0, 1.0, 1.0], [1.0, 1.0, 0.5]] if which == "jacobian" else array

    [finding] = wrong(entry).explain().find(Trouble.WRONG_DERIVATIVE)
    assert finding.names == ("mass", "w")


def test_a_wrong_hessian_entry_is_named() -> None:
    result = sqp.minimize(
        lambda x: x[0] ** 2 + x[1] ** 2,
        [1.0, 2.0],
        gradient=lambda x: 2 * x,
        hessian=lambda _: np.diag([2.0, 5.0]),
    )
    assert result.explain().names(Trouble.WRONG_DERIVATIVE) == ("x[1]",)


def test_a_row_in_the_wrong_unit_is_named_with_the_factor() -> None:
    m = sqp.Model()
    a, b = m.variable("a", start=1.0), m.variable("b", start=2.0)
    m.subject_to(a + b == 3, name="sum")
    m.subject_to(1e9 * (a - 2 * b) <= 1e9, name="pascals")
    m.minimize(a**2 + b**2)
    [finding] = m.solve().explain().find(Trouble.BADLY_SCALED_CONSTRAINT)
    assert finding.names == ("pascals",)
    assert "1e+09" in finding.advice


@pytest.mark.parametrize("power", [2, 4])
def test_a_gradient_that_vanishes_at_the_point_is_no_matter_of_units(power: int) -> None:
    m = sqp.Model()
    x = m.variable("x", start=1.0)
    m.minimize(x)
    m.subject_to(x**power <= 0, name="cusp")
    assert not m.solve().explain().find(Trouble.BADLY_SCALED_CONSTRAINT)


def test_a_row_of_tiny_scale_is_named_with_the_factor() -> None:
    m = sqp.Model()
    x = m.variable("x", start=0.0)
    m.minimize(x)
    m.subject_to(1e-12 * x >= 1e-12, name="tiny")
    [finding] = m.solve().explain().find(Trouble.BADLY_SCALED_CONSTRAINT)
    assert finding.names == ("tiny",)
    assert "by 1e-12" in finding.advice


def test_an_objective_of_tiny_scale_is_named_with_the_factor() -> None:
    m = sqp.Model()
    x = m.variable("x", start=0.0)
    m.minimize(1e-9 * (x - 2) ** 2)
    [finding] = m.solve().explain().find(Trouble.BADLY_SCALED_OBJECTIVE)
    assert "Multiply the objective by 1e+" in finding.advice


def test_the_size_of_what_runs_away_is_no_scale() -> None:
    m = sqp.Model()
    x = m.variable("x", start=1e7)
    m.minimize(-x)
    explanation = m.solve().explain()
    assert explanation.find(Trouble.UNBOUNDED)
    assert not explanation.find(Trouble.BADLY_SCALED_VARIABLE)


def test_a_variable_in_the_wrong_unit_is_named_until_it_says_its_scale() -> None:
    def solved(**settings: Any) -> Result:
        m = sqp.Model()
        p, q = m.variable("p", start=1e7, **settings), m.variable("q")
        m.minimize((p / 1e7 - 3) ** 2 + q**2)
        return m.solve()

    [finding] = solved().explain().find(Trouble.BADLY_SCALED_VARIABLE)
    assert finding.names == ("p",)
    assert "scale=1e+07" in finding.advice
    assert Trouble.BADLY_SCALED_VARIABLE not in solved(scale=1e7).explain()


def test_an_unbounded_objective_names_what_runs_away() -> None:
    m = sqp.Model()
    x, y, z = m.variable("x", start=1.0), m.variable("y", lower=0), m.variable("z", lower=0, upper=1)
    m.subject_to(x - y <= 1, name="coupling")
    m.minimize(-x - y + z**2)
    explanation = m.solve().explain()
    assert set(explanation.names(Trouble.UNBOUNDED)) == {"x", "y"}


def test_a_point_without_multipliers_names_what_touches() -> None:
    m = sqp.Model()
    x, y = m.variable("x", lower=0, start=-2.0), m.variable("y", lower=0, start=-2.0)
    m.subject_to((1 - x) ** 3 - y >= 0, name="cusp")
    m.minimize((x - 2) ** 2 + y**2)
    assert set(m.solve().explain().names(Trouble.NO_MULTIPLIERS)) == {"cusp", "y"}


def test_a_maximum_is_not_passed_off_as_a_minimum() -> None:
    m = sqp.Model()
    x, y = m.variable("x", start=0.0), m.variable("y", start=1.0)
    m.minimize(sqp.cos(x) + y**2)
    explanation = m.solve().explain()
    assert explanation.names(Trouble.SADDLE_POINT) == ("x",)
    assert explanation.find(Trouble.SADDLE_POINT)[0].amount == pytest.approx(-1.0)


def test_directions_that_change_nothing_are_named() -> None:
    m = sqp.Model()
    x, y, z = m.variable("x", start=2.0), m.variable("y"), m.variable("z")
    m.minimize((x + y - 1) ** 2 + z**2)
    assert set(m.solve().explain().names(Trouble.FLAT)) == {"x", "y"}


def test_an_active_bound_without_a_multiplier_is_weakly_active() -> None:
    m = sqp.Model()
    x, y = m.variable("x", lower=0, start=1.0), m.variable("y", lower=2, start=3.0)
    m.minimize(x**2 + y**2)
    assert m.solve().explain().names(Trouble.WEAKLY_ACTIVE) == ("x",)
