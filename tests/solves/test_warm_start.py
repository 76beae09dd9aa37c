"""What an earlier result is worth to the solve of a problem that is nearly the same."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

import sqp
from sqp.arrays import Vector
from sqp.errors import ProblemError
from sqp.hessian.bfgs import BFGS
from sqp.hessian.exact import Exact
from sqp.hessian.lbfgs import LBFGS
from sqp.hessian.sr1 import SR1
from sqp_problems import catalogue

#: Nondegenerate problems: small changes of the data move the solution by little.
NAMES = ("HS7", "HS35", "HS39", "HS43", "HS65", "HS71", "HS77", "HS78", "HS79", "HS80", "HS100", "HS104", "HS107",
         "HS113", "HS117")  # fmt: skip
QUASI_NEWTON = (BFGS(), SR1(), LBFGS())


class Tilted:
    """A problem whose objective has a linear term more."""

    def __init__(self, problem: Any, tilt: float) -> None:
        self._problem = problem
        self._slope = tilt * np.cos(np.arange(problem.variable_bounds.size))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._problem, name)

    def objective(self, x: Vector, /) -> float:
        return self._problem.objective(x) + float(self._slope @ x)

    def gradient(self, x: Vector, /) -> Vector:
        return self._problem.gradient(x) + self._slope


@cache
def stated(name: str) -> Any:
    [case] = catalogue.cases(name=name)
    return case.build().problem()


def iterations(method: sqp.SQP, name: str) -> tuple[int, int]:
    """Of a cold and of a warm solve of the changed problem, which end at the same point."""
    changed: Any = Tilted(stated(name), 1e-3)
    cold = method.solve(changed)
    warm = method.solve(changed, warm=method.solve(stated(name)))
    assert warm.success
    assert warm.f == pytest.approx(cold.f, rel=1e-6)
    assert any(note.startswith("warm start: used the point") for note in warm.notes)
    return cold.iterations, warm.iterations


def test_with_the_exact_hessian_one_or_two_iterations_are_left() -> None:
    counts = {name: iterations(sqp.SQP(), name) for name in NAMES}
    assert {name: count for name, count in counts.items() if count[1] > 2} == {}


@pytest.mark.parametrize("hessian", QUASI_NEWTON, ids=lambda hessian: type(hessian).__name__)
def test_a_quasi_newton_matrix_is_worth_keeping(hessian: Any) -> None:
    counts = np.array([iterations(sqp.SQP(hessian=hessian, rescue=False), name) for name in NAMES])
    assert (counts[:, 1] <= counts[:, 0]).all()
    assert counts[:, 1].sum() <= 0.35 * counts[:, 0].sum()


@pytest.mark.parametrize("hessian", [Exact(), *QUASI_NEWTON], ids=lambda hessian: type(hessian).__name__)
@pytest.mark.parametrize("name", ["HS43", "HS71", "HS100"])
def test_the_same_problem_is_solved_already(name: str, hessian: Any) -> None:
    method = sqp.SQP(hessian=hessian)
    result = method.solve(stated(name), warm=method.solve(stated(name)))
    assert (result.iterations, result.stop.name) == (0, "CONVERGED")
    assert any("acceptance test" in note and "step control" in note for note in result.notes)


def test_what_was_stopped_goes_on_where_it_was() -> None:
    method = sqp.SQP(hessian=BFGS())
    whole = method.solve(stated("HS100"))
    first = method.solve(stated("HS100"), callback=lambda record: record.iteration == whole.iterations - 4)
    rest = method.solve(stated("HS100"), warm=first)
    assert rest.success
    assert rest.iterations <= 6


def test_other_strategies_use_what_they_understand() -> None:
    exact = sqp.SQP().solve(stated("HS71"))
    result = sqp.SQP(hessian=BFGS()).solve(stated("HS71"), warm=exact)
    assert result.success
    assert not any("the Hessian" in note for note in result.notes)


def test_a_model_with_other_parameters() -> None:
    m = sqp.Model("box")
    w, h = m.variable("w", lower=0, start=1), m.variable("h", lower=0, start=3)
    length = m.parameter("length", value=8.0)
    m.maximize(w * h)
    m.subject_to(2 * w + 2 * h <= length, name="perimeter")
    result = m.solve(warm=m.solve(), parameters={"length": 8.4})
    assert result["w"] == pytest.approx(2.1)
    assert result.iterations <= 1
    assert not any("acceptance test" in note for note in result.notes)  # its bounds are others


def test_sizes_must_agree() -> None:
    other = sqp.solve(stated("HS71"))
    with pytest.raises(ProblemError, match="warm: expected a solve with 2 variables and 1 constraints, got one with 4"):
        sqp.solve(stated("HS7"), warm=other)
    wrong: Any = other.state
    with pytest.raises(ProblemError, match="warm: expected the Result of an earlier solve, got SolverState"):
        sqp.solve(stated("HS71"), warm=wrong)
