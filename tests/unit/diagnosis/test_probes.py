"""Derivatives against differences: what is found, what is not blamed, and what it costs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sqp.bounds import Bounds
from sqp.diagnosis.probes import Probe
from sqp.errors import EvaluationError


class Counted:
    """x -> (|x|^2, sin x_0 + x_1^3), which counts its calls."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, x: Any) -> Any:
        self.calls += 1
        return np.array([x @ x, np.sin(x[0]) + x[1] ** 3])

    @staticmethod
    def derivative(x: Any) -> Any:
        jac = np.zeros((2, x.size))
        jac[0] = 2 * x
        jac[1, :2] = np.cos(x[0]), 3 * x[1] ** 2
        return jac


def mismatches(jac: Any, x: Any, bounds: Bounds, evaluations: int) -> tuple[list[tuple[int, int]], int]:
    function = Counted()
    probe = Probe(function, lambda v: jac @ v, x, bounds, evaluations)
    return [(m.row, m.column) for m in probe.mismatches()], function.calls


@pytest.mark.parametrize("size", [1e-3, 1.0, 1e6])
def test_right_entries_of_any_size_are_not_blamed(size: float) -> None:
    x = size * np.linspace(1.0, 2.0, 5)
    assert mismatches(Counted.derivative(x), x, Bounds.free(5), 100)[0] == []


@pytest.mark.parametrize("factor", [0.0, -1.0, 1.01])
def test_one_wrong_entry_among_thousands_costs_a_few_dozen_evaluations(factor: float) -> None:
    x = np.linspace(1.0, 2.0, 3000)
    jac = Counted.derivative(x)
    jac[0, 1234] *= factor
    assert mismatches(jac, x, Bounds.free(3000), 3000) == ([(0, 1234)], pytest.approx(51, abs=3))


def test_the_budget_is_kept() -> None:
    x = np.linspace(1.0, 2.0, 3000)
    assert mismatches(-Counted.derivative(x), x, Bounds.free(3000), 40)[1] <= 40


def test_bounds_are_never_left_and_fixed_variables_are_not_judged() -> None:
    x = np.array([0.0, 1.0, 2.0])
    bounds = Bounds([0.0, 0.5, 2.0], [5.0, 1.0, 2.0])
    seen: list[Any] = []

    def function(at: Any) -> Any:
        seen.append(at)
        return np.array([at @ at])

    probe = Probe(function, lambda v: np.array([[7.0, 2.0, 99.0]]) @ v, x, bounds, 100)
    assert [(m.row, m.column) for m in probe.mismatches()] == [(0, 0)]
    assert all(np.all(at >= bounds.lower) and np.all(at <= bounds.upper) for at in seen)


def test_directions_that_cannot_be_evaluated_are_passed_over() -> None:
    def function(at: Any) -> Any:
        if at[0] != 1.0:
            raise EvaluationError("only at 1")
        return np.array([at @ at])

    probe = Probe(function, lambda v: np.array([[0.0, 0.0]]) @ v, np.ones(2), Bounds.free(2), 100)
    assert [(m.row, m.column) for m in probe.mismatches()] == [(0, 1)]
