from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pytest

import sqp
from sqp.adapters.rivals import SOLVERS, Answer, Solver
from sqp.algorithm.stop import PointKind
from sqp.model.problem import Problem
from sqp.report.bench import Summary, run_case, suite


def parabola() -> sqp.Model:
    m = sqp.Model("parabola")
    x = m.variable("x", upper=1.0, start=-3.0)
    m.minimize((x - 2) ** 2)
    return m


@dataclass(frozen=True)
class At:
    objective: float


@dataclass(frozen=True)
class Known:
    name: str = "parabola"
    build: Callable[[], sqp.Model] = parabola
    optimum: float = 1.0
    solutions: tuple[At, ...] = ()
    expected: PointKind = PointKind.KKT
    tags: frozenset[str] = frozenset()


def answering(x: float, z: float, *, claims: bool = True, status: str = "said so") -> Solver:
    def solve(_: Problem, _seconds: float = 0.0, /) -> Answer:
        return Answer(np.array([x]), np.zeros(0), np.array([z]), claims, status, 3, 0.1)

    return solve


@pytest.mark.parametrize("solver", sorted(SOLVERS))
def test_every_solver_finds_the_optimum(solver: str) -> None:
    row = run_case(Known(), solver, SOLVERS[solver])
    assert row.solved, row
    assert row.at_optimum, row
    assert not row.false_claim
    assert row.objective == pytest.approx(1.0, abs=1e-6)


def test_a_claim_is_not_believed() -> None:
    row = run_case(Known(), "liar", answering(0.5, 0.0))
    assert not row.solved
    assert row.false_claim


def test_modesty_is_no_false_claim() -> None:
    row = run_case(Known(), "modest", answering(0.5, 0.0, claims=False))
    assert not row.solved
    assert not row.false_claim


def test_a_kkt_point_far_above_the_optimum_is_solved_but_not_at_it() -> None:
    row = run_case(replace(Known(), optimum=-5.0), "local", answering(1.0, 2.0))
    assert row.solved
    assert not row.at_optimum
    assert not row.at_known


def test_another_known_local_solution_is_recognised() -> None:
    case = replace(Known(), optimum=-5.0, solutions=(At(-5.0), At(1.0)))
    row = run_case(case, "local", answering(1.0, 2.0))
    assert (row.at_optimum, row.at_known) == (False, True)
    assert not run_case(case, "lost", answering(0.5, 0.0)).at_known


def test_an_expected_degenerate_end_counts_when_it_is_named() -> None:
    case = replace(Known(), expected=PointKind.FRITZ_JOHN)
    named = run_case(case, "a", answering(0.5, 0.0, claims=False, status="SMALL_STEP/FRITZ_JOHN"))
    assert (named.solved, named.as_expected, named.right) == (False, True, True)
    summary = Summary.of("a", [named])
    assert (summary.solved, summary.as_expected) == (0, 1)
    assert not run_case(case, "a", answering(0.5, 0.0, claims=False, status="SMALL_STEP/FEASIBLE")).right


def test_a_failing_solver_is_a_row() -> None:
    def failing(_: Problem, _seconds: float = 0.0, /) -> Answer:
        raise ValueError("no idea")

    row = run_case(Known(), "failing", failing)
    assert not row.solved
    assert "no idea" in row.status


def test_a_summary_counts_its_solver_only() -> None:
    rows = [
        run_case(Known(), "good", answering(1.0, 2.0)),
        run_case(Known(), "good", answering(0.5, 0.0)),
        run_case(Known(), "other", answering(0.5, 0.0)),
    ]
    summary = Summary.of("good", rows)
    assert (summary.cases, summary.solved, summary.false_claims, summary.median_iterations) == (2, 1, 1, 3)


def test_an_unknown_suite_is_named_with_those_that_exist() -> None:
    with pytest.raises(sqp.OptionError, match=r"suite must be one of .*'nothing'"):
        suite("nothing")
