"""The data of the Hock and Schittkowski problems: starts, sizes, tags and stored solutions, without any solve."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from sqp.algorithm.stop import PointKind
from sqp.model.problem import HasLinearRows, HasStart, Problem
from sqp_problems import catalogue
from sqp_problems.case import Case
from tests import oracle

CASES = catalogue.cases(family="hock_schittkowski")

#: Number of variables and of constraints of problems 1, 2, 3, ...: the book's, both sides of a range counted as one.
SIZES = """
2 0  2 0  2 0  2 0  2 0  2 1  2 1  2 2  2 1  2 1    2 1  2 1  2 1  2 2  2 2  2 2  2 2  2 2  2 2  2 3
2 1  2 2  2 5  2 3  3 0  3 1  3 1  3 1  3 1  3 1    3 1  3 2  3 2  3 2  3 1  3 1  3 2  4 0  4 2  4 3
4 1  4 2  4 3  4 6  5 0  5 2  5 3  5 2  5 2  5 3    5 3  5 3  5 3  6 1  6 6  7 4  2 1  2 3  2 3  3 1
"""


@pytest.fixture(params=CASES, ids=lambda case: case.name)
def case(request: pytest.FixtureRequest) -> Case:
    return request.param


@pytest.fixture
def problem(case: Case) -> Problem:
    return case.build().problem()


def close(value: float, expected: float, tolerance: float) -> bool:
    return abs(value - expected) <= tolerance * max(1.0, abs(expected))


def test_start_is_the_published_one(case: Case, problem: Problem) -> None:
    assert isinstance(problem, HasStart)
    value = problem.objective(problem.start)
    assert math.isnan(case.start_objective) or close(value, case.start_objective, 1e-9)


def test_solutions_are_feasible_and_have_their_objective(case: Case, problem: Problem) -> None:
    assert case.solutions
    for solution in case.solutions:
        assert solution.flat.shape == (case.n,)
        at = oracle.local(problem, solution.flat)
        assert at.feasibility <= 1e-9, f"{solution.note}: violated by {at.feasibility}"
        assert close(at.f, solution.objective, 1e-10), f"{solution.note}: {at.f!r} is not {solution.objective!r}"


def test_solutions_are_stationary_as_stated(case: Case, problem: Problem) -> None:
    first, *others = case.solutions
    assert oracle.classify(problem, first.flat) is case.expected
    for solution in others:
        assert oracle.classify(problem, solution.flat) is PointKind.KKT, solution.note


def test_best_solution_comes_first_and_has_the_published_optimum(case: Case) -> None:
    objectives = [solution.objective for solution in case.solutions]
    assert objectives[0] <= min(objectives) + 1e-12 * max(1.0, abs(objectives[0]))
    assert close(objectives[0], case.optimum, 1e-6)


def test_sizes(case: Case, problem: Problem) -> None:
    assert (case.n, case.m) == (problem.variable_bounds.size, problem.constraint_bounds.size)
    published = [int(size) for size in SIZES.split()]
    number = int(case.name.removeprefix("HS"))
    if 2 * number <= len(published):
        assert [case.n, case.m] == published[2 * number - 2 : 2 * number]


def test_tags_say_what_the_model_says(case: Case, problem: Problem) -> None:
    box, rows = problem.variable_bounds, problem.constraint_bounds
    assert isinstance(problem, HasLinearRows)
    bounded = bool(np.any(np.isfinite(box.lower) | np.isfinite(box.upper)))
    stated = {
        "hs": True,
        "unconstrained": not bounded and case.m == 0,
        "bounds": bounded,
        "equality": bool(np.any(rows.equalities)),
        "inequality": bool(np.any(~rows.equalities)),
        "linear": case.m > 0 and bool(np.all(problem.linear_constraints)),
        "fritz-john": case.expected is PointKind.FRITZ_JOHN,
    }
    assert {tag for tag in stated if tag in case.tags} == {tag for tag, holds in stated.items() if holds}


def test_model_is_named_like_the_case_and_like_its_file(case: Case) -> None:
    model: Any = case.build()
    assert model.name == case.name
    assert case.build.__module__.rpartition(".")[2] == f"hs{int(case.name.removeprefix('HS')):03d}"
