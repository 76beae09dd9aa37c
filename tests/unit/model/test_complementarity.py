"""Complementarity conditions: what is stated, what is printed, and what a solve says about them."""

from __future__ import annotations

import numpy as np
import pytest

import sqp
from sqp.errors import ModelError
from sqp_problems import catalogue
from tests import oracle

CASES = catalogue.cases(family="complementarity")
#: Solutions without multipliers, and what is said about them.
WEAK = {"ralph1": "not strongly stationary", "scholtes4": "not strongly stationary"}


def contact() -> sqp.Model:
    m = sqp.Model("contact")
    gap, force = m.variable("gap", 2, start=1.0), m.variable("force", 2, start=1.0)
    m.minimize(sqp.sum((gap - [1, -1]) ** 2) + sqp.sum((force - [-1, 1]) ** 2))
    m.complementarity(gap, force, name="touch")
    return m


def test_it_reads_like_the_formula():
    assert "touch:  0 <= gap ⟂ force >= 0   (2)" in str(contact())


def test_its_parts_have_names_and_multipliers():
    result = contact().solve()
    assert result.success
    assert result["gap"] == pytest.approx([1.0, 0.0], abs=1e-7)
    assert result["force"] == pytest.approx([0.0, 1.0], abs=1e-7)
    pull = result.multiplier("touch.second") + result.multiplier("touch.product") * result["gap"]
    assert pull == pytest.approx([-2.0, 0.0], abs=1e-6)
    assert "strongly stationary" in result.notes[-1]


@pytest.mark.parametrize(("target", "x", "b"), [(-1.0, 0.0, 1.0), (0.5, 0.5, 0.0), (3.0, 2.0, -1.0)])
def test_the_mixed_form_has_three_branches(target, x, b):
    """The box-constrained minimum of (x - target)²/2: its derivative x - target is complementary to the box."""
    m = sqp.Model()
    point = m.variable("x", start=1.0)
    m.minimize(0 * point)
    m.complementarity(sqp.between(0, point, 2), point - target, name="best")
    assert "best:  0 <= x <= 2 ⟂ " in str(m)
    result = m.solve()
    assert result.success
    assert result["x"] == pytest.approx(x, abs=1e-7)
    assert result["x"] - target == pytest.approx(b, abs=1e-7)


def test_infinite_sides_of_a_range():
    m = sqp.Model()
    x = m.variable("x", 3, start=0.0)
    m.minimize(sqp.sum((x - 1) ** 2))
    m.complementarity(sqp.between([-np.inf, 0, -np.inf], x, [0, np.inf, np.inf]), x - [2, 2, 2], name="mixed")
    problem = m.problem()
    rows = dict(zip(problem.constraint_names, zip(*_sides(problem), strict=True), strict=True))
    assert rows["mixed.second[0]"] == (-np.inf, 0.0)
    assert rows["mixed.second[1]"] == (0.0, np.inf)
    assert rows["mixed.second[2]"] == (0.0, 0.0)


def _sides(problem):
    return problem.constraint_bounds.lower.tolist(), problem.constraint_bounds.upper.tolist()


def test_mistakes_are_refused():
    m = sqp.Model()
    x, y = m.variable("x", 2), m.variable("y", 3)
    with pytest.raises(ModelError, match="the sides have shapes"):
        m.complementarity(x, y)
    with pytest.raises(ModelError, match="leaves its partner free"):
        m.complementarity(sqp.between(1, x, 1), x)
    m.complementarity(x[0], x[1], name="pair")
    with pytest.raises(ModelError, match="there is already a complementarity of that name"):
        m.complementarity(x[0], x[1], name="pair")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_published_problems_are_solved(case):
    problem = case.build().problem()
    assert problem.objective(problem.start) == pytest.approx(case.start_objective, rel=1e-9)
    result = sqp.solve(problem)
    assert oracle.false_success(problem, result) == ""
    assert result.f == pytest.approx(case.optimum, rel=1e-5, abs=1e-6)
    assert WEAK.get(case.name, "strongly stationary") in result.notes[-1]
    assert result.success or case.name in WEAK
    assert result.iterations <= 40
    for solution in case.solutions[:1]:
        assert problem.objective(solution.flat) == pytest.approx(case.optimum, abs=1e-9)
        assert problem.constraint_bounds.violation(problem.constraints(solution.flat)).max() <= 1e-9
