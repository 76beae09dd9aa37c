"""No function of a problem is ever asked outside the variable bounds, whatever the strategies do."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sqp
from sqp.acceptance.merit import L1Merit
from sqp.algorithm.limits import Limits
from sqp.bounds import Bounds
from sqp.model.differences import Differences
from sqp.model.problem import Problem
from sqp.step.line_search import LineSearch
from sqp.step.trust_region import TrustRegion
from tests.unit.algorithm.small_problems import cusp, hs71, two_discs

STEPS = {
    "line search": {"step": LineSearch()},
    "line search with l1 merit": {"step": LineSearch(), "acceptance": L1Merit()},
    "trust region": {"step": TrustRegion()},
    "restoration at once": {"relax": False},
}
FUNCTIONS = ("objective", "gradient", "constraints", "jacobian", "lagrangian_hessian", "lagrangian_hessian_product")


class Spy:
    """A problem that remembers where it was asked outside its bounds."""

    def __init__(self, problem: Problem, bounds: Bounds | None = None) -> None:
        self._problem: Any = problem
        self.variable_bounds = problem.variable_bounds if bounds is None else bounds
        self.constraint_bounds = problem.constraint_bounds
        self.asked = 0
        self.outside: list[str] = []
        for name in FUNCTIONS:
            if hasattr(problem, name):
                setattr(self, name, self._watched(name))

    @property
    def problem(self) -> Any:
        """Itself: what it has is found out when it is asked."""
        return self

    def __getattr__(self, name: str) -> Any:
        if name == "_problem":
            raise AttributeError(name)
        return getattr(self._problem, name)

    def _watched(self, name: str) -> Any:
        def function(x: Any, *arguments: Any) -> Any:
            self.asked += 1
            if self.variable_bounds.violation(x).max(initial=0.0) != 0.0:
                self.outside.append(f"{name} at {x}")
            return getattr(self._problem, name)(x, *arguments)

        return function


def tight(problem: Problem, low: float, width: float) -> Spy:
    """The problem in a small box, the first variable fixed if the box has no width."""
    n = problem.variable_bounds.size
    widths = np.full(n, max(width, 0.5))
    widths[0] = width
    lower = np.maximum(problem.variable_bounds.lower, low)
    return Spy(problem, Bounds(lower, lower + widths))


@pytest.mark.parametrize("strategies", STEPS.values(), ids=STEPS.keys())
@pytest.mark.parametrize("make", [hs71, cusp, two_discs], ids=lambda make: make.__name__)
@settings(max_examples=3, deadline=None)
@given(low=st.floats(-3.0, 3.0), width=st.sampled_from([0.0, 1e-9, 0.7, 4.0]), start=st.floats(-9.0, 9.0))
def test_every_strategy(make, strategies, low, width, start):
    spy = tight(make(), low, width)
    limits = Limits(iterations=40)
    result = sqp.solve(spy.problem, np.full(spy.variable_bounds.size, start), limits=limits, **strategies)
    assert spy.asked > 0
    assert spy.outside == []
    assert spy.variable_bounds.violation(result.x).max() == 0.0


@pytest.mark.parametrize("make", [hs71, cusp, two_discs], ids=lambda make: make.__name__)
def test_the_portfolio_to_its_end(make):
    spy = tight(make(), -1.5, 1.0)
    result = sqp.solve(spy.problem, tolerance=1e-15, acceptable=1e-15)
    assert result.counts.constraints > 1
    assert spy.outside == []


@settings(max_examples=25, deadline=None)
@given(
    low=st.floats(-3.0, 3.0),
    width=st.sampled_from([0.0, 1e-12, 1e-7, 1e-3, 2.0]),
    start=st.floats(-9.0, 9.0),
    central=st.booleans(),
)
def test_finite_differences(low, width, start, central):
    bounds = Bounds([low, low - 1.0], [low + width, low + 1.0])
    outside: list[object] = []

    def watched(value):
        def function(x):
            if bounds.violation(x).max() > 0.0:
                outside.append(x.copy())
            return value(x)

        return function

    result = sqp.minimize(
        watched(lambda x: (x[0] - 1.0) ** 2 + x[0] * x[1] ** 2),
        [start, start],
        constraints=watched(lambda x: x[0] + x[1] ** 2),
        constraint_bounds=(-1.0, 9.0),
        bounds=(bounds.lower, bounds.upper),
        differences=Differences(central=central),
        limits=Limits(iterations=40),
    )
    assert outside == []
    assert bounds.violation(result.x).max() == 0.0


def test_the_start_is_moved_and_the_note_says_what_and_how_far():
    m = sqp.Model("box")
    x, y = m.variable("x", lower=0, upper=1, start=5.0), m.variable("y", 2, upper=2, start=3.0)
    m.minimize((x - 0.5) ** 2 + sqp.sum(y**2))
    [note] = [note for note in m.solve().notes if "start was moved" in note]
    assert "x from 5 to 1" in note
    assert "y[0] from 3 to 2" in note
