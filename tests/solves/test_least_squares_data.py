"""Regressions: the data reproduce the certified sums of squares, and the solvers the certified parameters."""

from __future__ import annotations

import ast

import numpy as np
import pytest

import sqp
from sqp_problems import catalogue
from sqp_problems.case import Case

CASES = catalogue.cases(family="least_squares")
every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
#: Needs some hundred damped steps from the nearer start.
SLOW = {"MGH10"}


@every_case
def test_the_data_have_the_certified_sum_of_squares(case: Case) -> None:
    problem = case.build().problem()
    certified = case.solutions[0].flat
    assert problem.objective(certified) == pytest.approx(case.optimum, rel=1e-8, abs=1e-14)
    assert problem.objective(problem.start) == pytest.approx(case.start_objective, rel=1e-10)
    r, J = problem.residuals(certified), problem.residual_jacobian(certified)
    assert r @ r == pytest.approx(problem.objective(certified), rel=1e-12)
    np.testing.assert_allclose(2.0 * J.T @ r, problem.gradient(certified), rtol=1e-9, atol=1e-9 * np.abs(J).max())


@every_case
@pytest.mark.parametrize("model", [sqp.GaussNewton(), sqp.LevenbergMarquardt()], ids=["GN", "LM"])
def test_the_certified_parameters_are_found_from_the_nearer_start(case: Case, model: object) -> None:
    if case.name in SLOW and isinstance(model, sqp.LevenbergMarquardt):
        pytest.skip("takes some hundred damped steps")
    nearer = np.array(ast.literal_eval(case.note.removeprefix("The nearer published start is ").rstrip(".")))
    limits = sqp.Limits(iterations=60)
    result = sqp.solve(case.build().problem(), nearer, hessian=model, tolerance=1e-10, rescue=False, limits=limits)
    np.testing.assert_allclose(result.x, case.solutions[0].flat, rtol=1e-6)
