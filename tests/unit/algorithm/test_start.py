"""The start: what is refused before anything is evaluated, and what is moved with a note."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import sqp
from sqp.errors import ProblemError
from sqp.model.casadi_problem import CasadiProblem
from tests.unit.algorithm.small_problems import Watched, hs71, rosenbrock


def never(_: int) -> None:
    raise AssertionError("evaluated before the arguments were checked")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"x0": [1.0, 2.0]}, r"x0: expected 4 entries, got 2"),
        ({"x0": [1.0, np.nan, 1.0, 1.0]}, r"x0\[1\] is nan; a start must be finite"),
        ({"x0": [1.0, 1.0, -np.inf, 1.0]}, r"x0\[2\] is -inf; a start must be finite"),
        ({"x0": "here"}, "x0: expected 4 numbers, got 'here'"),
        ({"x0": [1.0, None, "a", 2.0]}, "x0: expected 4 numbers"),
        ({"y0": [1.0]}, "y0: expected 2 entries, got 1"),
        ({"y0": [0.0, 0.0], "z0": [0.0]}, "z0: expected 4 entries, got 1"),
        ({"z0": [0.0] * 4}, "z0 was given without y0: multipliers are used together or not at all"),
    ],
)
def test_wrong_arguments_are_named(arguments: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ProblemError, match=sentence):
        sqp.solve(Watched(hs71(), never), **arguments)


def test_a_problem_without_a_start_asks_for_one() -> None:
    problem: Any = Watched(hs71(), never)
    del problem.start
    with pytest.raises(ProblemError, match="x0: this problem has no start of its own, so x0 must be given"):
        sqp.solve(problem)


@pytest.mark.parametrize("member", ["variable_bounds", "constraint_bounds", "objective", "gradient", "jacobian"])
def test_a_missing_member_is_named(member: str) -> None:
    complete = hs71()
    names = {"variable_bounds", "constraint_bounds", "objective", "gradient", "constraints", "jacobian"} - {member}
    partial: Any = type("Partial", (), {name: getattr(complete, name) for name in names})()
    with pytest.raises(ProblemError, match=f"a Partial has no '{member}', which a problem must have"):
        sqp.solve(partial, [1.0] * 4)


def test_a_start_outside_the_bounds_is_moved_and_said_so() -> None:
    result = sqp.solve(hs71(), [0.0, 9.0, 5.0, 1.0])
    assert result.success
    assert result.notes[0] == "the start was moved into the variable bounds: x[0] from 0 to 1, x[1] from 9 to 5"


def test_the_users_arrays_are_left_alone() -> None:
    x0, y0, z0 = np.array([9.0, 5.0, 5.0, 1.0]), np.zeros(2), np.zeros(4)
    sqp.SQP().solve(hs71(), x0, y0=y0, z0=z0)
    np.testing.assert_array_equal(x0, [9.0, 5.0, 5.0, 1.0])
    assert not y0.any()
    assert not z0.any()


def test_a_start_at_the_solution_takes_no_iteration() -> None:
    for problem in (hs71(), rosenbrock()):
        first = sqp.solve(problem, tolerance=1e-10)
        again = sqp.solve(problem, first.x, y0=first.y, z0=first.z)
        assert again.success
        assert again.iterations == 0


def test_multipliers_are_estimated_where_none_are_given() -> None:
    first = sqp.solve(hs71(), tolerance=1e-12)
    again = sqp.solve(hs71(), first.x)
    assert again.iterations <= 1
    np.testing.assert_allclose(again.y, first.y, atol=1e-6)


def test_a_problem_without_variables() -> None:
    empty: Any = type("Empty", (), dict.fromkeys(("objective", "gradient", "constraints", "jacobian")))()
    empty.variable_bounds = empty.constraint_bounds = sqp.Bounds([], [])
    with pytest.raises(ProblemError, match="there is no variable"):
        sqp.solve(empty)


def test_the_problems_own_start_is_the_default() -> None:
    seen: list[int] = []
    problem = rosenbrock()
    assert isinstance(problem, CasadiProblem)
    result = sqp.solve(Watched(problem, seen.append), limits=sqp.Limits(iterations=0), rescue=False)
    np.testing.assert_array_equal(result.x, [-1.2, 1.0])
    assert seen


def test_bounds_of_another_type_are_named() -> None:
    class Own:
        variable_bounds = ([0.0], [1.0])
        constraint_bounds = sqp.Bounds.free(0)
        objective = gradient = constraints = jacobian = staticmethod(lambda x: x)

    own: Any = Own()
    with pytest.raises(ProblemError, match=r"variable_bounds: expected sqp\.Bounds, got tuple"):
        sqp.solve(own, [0.0])
