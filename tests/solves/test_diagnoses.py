"""The families of deliberately bad problems: the diagnosis is the expected result, and no claim is false."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

import sqp
from sqp.algorithm.result import Result
from sqp.algorithm.stop import PointKind, StopReason
from sqp.diagnosis.effort import Effort
from sqp.diagnosis.findings import Explanation, Trouble
from sqp.model.problem import Problem
from sqp_problems import catalogue
from sqp_problems.case import Case
from tests import oracle

FAMILIES = ("degenerate", "infeasible", "misscaled", "nonfinite", "unbounded")
CASES = [case for family in FAMILIES for case in catalogue.cases(family=family)]

#: Most iterations that a diagnosis may take, whatever its problem.
PATIENCE = 500

#: What does not yet end, or is not yet explained, as it must be; strict, so that a mended one is noticed.
WRONG_END = {
    "far_start": "steps stay small from 1e6 on",
    "meyer": "the exact Hessian, convexified, creeps where Gauss and Newton's would not",
    "touching_discs": "multipliers of 4e4 explain the objective a tolerance away from the only feasible point",
    "penalty_valley": "steps along the valley stay short",
}
WRONG_NAMES = {
    "overloaded_truss": "the conflict is one of the linearised constraints, and linearised, stress 1 alone can be met",
    "touching_discs": "the end is taken for a KKT point",
}
every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


def expectations(known: dict[str, str]) -> list[object]:
    """The cases, those known to fail marked."""
    marks = {name: [pytest.mark.xfail(reason=reason, strict=True)] for name, reason in known.items()}
    return [pytest.param(case, id=case.name, marks=marks.get(case.name, [])) for case in CASES]


@cache
def solved(case: Case) -> tuple[Problem, Result]:
    problem: Problem = case.build().problem()
    return problem, sqp.solve(problem, limits=sqp.Limits(iterations=PATIENCE))


@cache
def explained(case: Case) -> Explanation:
    return solved(case)[1].explain(Effort(seconds=3.0))


def is_expected(case: Case, result: Result) -> bool:
    """Whether the kind of point is right; of a problem that is proven infeasible any point will do."""
    if case.expected is PointKind.KKT:
        return result.success
    if case.expected is PointKind.INFEASIBLE_STATIONARY and result.stop is StopReason.INFEASIBLE:
        return result.point in (PointKind.INFEASIBLE_STATIONARY, PointKind.INFEASIBLE)
    return result.point is case.expected


def is_at_a_known_solution(case: Case, result: Result) -> bool:
    """By objective; where there are no multipliers by the point, where nothing can be known by nothing."""
    if case.expected is PointKind.FRITZ_JOHN:
        return bool(np.abs(result.x - case.solutions[0].flat).max() <= 0.05)
    if case.expected is not PointKind.KKT or not np.isfinite(case.optimum):
        return True
    values = [case.optimum, *(solution.objective for solution in case.solutions)]
    return any(abs(result.f - value) <= 1e-6 * max(1.0, abs(value)) for value in values)


@pytest.mark.parametrize("case", expectations(WRONG_END))
def test_it_ends_as_it_must(case: Case) -> None:
    problem, result = solved(case)
    assert is_expected(case, result), f"{result.message} Residuals: {result.residuals}"
    assert not case.diagnosis.stop or result.stop in case.diagnosis.stop, result.message
    assert is_at_a_known_solution(case, result), f"f = {result.f!r} is none of the known objectives"
    assert oracle.false_claim(problem, result) == ""


@pytest.mark.parametrize("case", expectations(WRONG_NAMES))
def test_the_culprits_are_named(case: Case) -> None:
    problem, _ = solved(case)
    explanation = explained(case)
    constraints = getattr(problem, "constraint_names", ())
    for culprits in case.diagnosis.culprits:
        found = explanation.find(culprits.trouble)
        together = culprits.trouble is not Trouble.CONFLICT
        groups = [explanation.names(culprits.trouble)] if together else [finding.names for finding in found]
        assert found, f"no {culprits.trouble.name}:\n{explanation}"
        wrong = [names for names in groups if not culprits.are_among(names, constraints)]
        assert not wrong, f"{culprits.alternatives}, not {wrong}"


@every_case
def test_no_success_is_claimed_falsely(case: Case) -> None:
    problem, result = solved(case)
    assert oracle.false_success(problem, result) == ""
    if np.isnan(case.optimum):
        assert not result.success


@every_case
def test_the_record_agrees_with_the_model(case: Case) -> None:
    problem = case.build().problem()
    start = getattr(problem, "sense", 1) * problem.objective(problem.start)
    assert start == pytest.approx(case.start_objective, rel=1e-9, abs=1e-12, nan_ok=True)
    assert case.classification.endswith(f"-{case.n}-{case.m}")
    assert set(FAMILIES) & case.tags
    names = {*problem.variable_names, *problem.constraint_names, "objective", "gradient"}
    assert all(wanted <= names for group in case.diagnosis.culprits for wanted in group.alternatives)


@every_case
def test_known_solutions_are_what_they_are_said_to_be(case: Case) -> None:
    problem = case.build().problem()
    for solution in case.solutions:
        if "nonfinite" in case.tags and "gradient is infinite" in solution.note:
            continue
        x, f = solution.flat, solution.objective
        assert getattr(problem, "sense", 1) * problem.objective(x) == pytest.approx(f, rel=1e-9, abs=1e-12)
        assert oracle.local(problem, x).feasibility < 1e-6
        if "Fritz John" in solution.note:
            assert oracle.classify(problem, x) is PointKind.FRITZ_JOHN
        elif "misscaled" not in case.tags:  # least squares over such gradients are not accurate enough to judge
            assert oracle.residuals(problem, x).worst < 1e-5 * max(1.0, abs(f))


def test_the_lists_of_what_is_wrong_name_cases() -> None:
    assert {*WRONG_END, *WRONG_NAMES} <= {case.name for case in CASES}


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_has_at_least_ten_members(family: str) -> None:
    assert len(catalogue.cases(family=family)) >= 10
