"""The engineering problems: what is published about them is true."""

from __future__ import annotations

import importlib
import pkgutil

import numpy as np
import pytest

import sqp_problems.engineering
from sqp_problems.case import Case
from tests import oracle
from tests.derivatives import least_curvature


def cases() -> list[Case]:
    package = sqp_problems.engineering
    names = [module.name for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}.")]
    modules = [importlib.import_module(name) for name in names]
    return [module.CASE for module in modules if hasattr(module, "CASE")]


every_case = pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)


@every_case
def test_record_agrees_with_the_model(case: Case) -> None:
    problem = case.build().problem()
    start = problem.sense * problem.objective(problem.start)
    assert start == pytest.approx(case.start_objective, rel=1e-9)
    assert case.classification.endswith(f"{case.n}-{case.m}")
    assert "engineering" in case.tags


@every_case
def test_known_solutions_are_local_solutions(case: Case) -> None:
    problem = case.build().problem()
    for solution in case.solutions:
        assert problem.sense * problem.objective(solution.flat) == pytest.approx(solution.objective, rel=1e-10)
        assert oracle.residuals(problem, solution.flat).worst < 1e-9
        y, z = oracle.multipliers(problem, solution.flat)
        size = max(1.0, float(np.abs(y).max(initial=0)), float(np.abs(z).max(initial=0)))
        assert least_curvature(problem, solution.flat, y, z) > -1e-6 * size
    if case.solutions:
        assert case.solutions[0].objective == pytest.approx(case.optimum, rel=1e-10)
