"""What every QP backend promises, held against the QP alone and against an independent solver."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import pkgutil
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from scipy import sparse

import sqp.qp
from sqp.bounds import Bounds
from sqp.linalg.kkt import Correction
from sqp.qp.active_set import ActiveSet
from sqp.qp.backend import QPBackend, QPSession
from sqp.qp.cascade import Cascade
from sqp.qp.convexify import Convexify
from sqp.qp.program import QPStatus, QuadraticProgram
from sqp.qp.projected_cg import ProjectedCG
from tests.contracts.quadratic_programs import (
    INF,
    as_sparse,
    by_products,
    feasible_programs,
    objective,
    program,
    referee,
    residual,
)

quick = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def backends() -> list[Any]:
    """Every settings class that the modules of ``sqp.qp`` define and that starts like a QP backend."""
    wanted = [*inspect.signature(QPBackend.start).parameters]
    found: list[Any] = []
    for module in pkgutil.iter_modules(sqp.qp.__path__, "sqp.qp."):
        for _, kind in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            starts = getattr(kind, "start", None) if dataclasses.is_dataclass(kind) else None
            if kind.__module__ == module.name and starts and [*inspect.signature(starts).parameters] == wanted:
                found.append(kind())
    return found


every_backend = pytest.mark.parametrize("backend", backends(), ids=lambda b: type(b).__name__)
#: The working-set methods alone may give up; they must never be wrong.
MAY_GIVE_UP = (ActiveSet, ProjectedCG)
always_ends = pytest.mark.parametrize(
    "backend", [b for b in backends() if not isinstance(b, MAY_GIVE_UP)], ids=lambda b: type(b).__name__
)
every_form = pytest.mark.parametrize("form", [lambda qp: qp, as_sparse], ids=["dense", "sparse"])


def session(backend: QPBackend, correction: Correction = Correction.MIRROR) -> QPSession:
    return backend.start(Convexify(correction=correction))


SIMPLE = program(np.diag([1.0, 2.0]), [1, 1], [[1, 1]], ([1], [INF]))
IMPOSSIBLE_ROWS = program(np.eye(2), [0, 0], [[1, 1], [1, 1]], ([1, -INF], [INF, 0]))
IMPOSSIBLE_BOX = program(np.eye(2), [0, 0], [[1, 1]], ([5], [INF]), ([0, 0], [1, 1]))
IMPOSSIBLE_EQUALITIES = program(np.eye(2), [0, 0], [[1, 1], [2, 2]], ([1, 3], [1, 3]))
DEGENERATE = program(np.eye(2), [-1, -1], [[1, 0], [0, 1], [1, 1], [2, 2]], ([-INF] * 4, [0, 0, 0, 0]))
ALL_FIXED = program(np.eye(2), [1, -1], [[1, 1]], ([0], [5]), ([1, 2], [1, 2]))
BADLY_SCALED = program(np.diag([1e6, 1e-2]), [1e4, -1e-2], [[1e3, 1e-3]], ([-INF], [1e-3]), ([-1, -1], [1, 1]))


@always_ends
@quick
@given(qp=feasible_programs())
def test_convex_programs_are_solved_to_the_referees_value(backend: QPBackend, qp: QuadraticProgram) -> None:
    solution = session(backend).solve(qp)
    # A method may end short of the requested accuracy, a first-order one far short of it; it has to say so.
    assert solution.status in (QPStatus.SOLVED, QPStatus.INACCURATE)
    assert solution.shift == 0.0
    assert residual(qp, solution) <= (1e-6 if solution.solved else 1e-2)
    if solution.solved:
        assert objective(qp, solution.d) == pytest.approx(referee(qp), rel=1e-5, abs=1e-5)


@quick
@given(qp=feasible_programs())
def test_the_default_solves_every_convex_program_exactly(qp: QuadraticProgram) -> None:
    solution = session(Cascade()).solve(qp)
    assert solution.solved
    assert residual(qp, solution) <= 1e-9


@every_backend
@every_form
@quick
@given(qp=feasible_programs())
def test_solved_means_optimal(backend: QPBackend, form: Any, qp: QuadraticProgram) -> None:
    solution = session(backend).solve(form(qp))
    assert solution.status not in (QPStatus.INFEASIBLE, QPStatus.UNBOUNDED)
    if solution.solved:
        assert residual(qp, solution) <= 1e-6


@every_backend
@every_form
@pytest.mark.parametrize("correction", Correction)
@quick
@given(qp=feasible_programs(indefinite=True))
def test_an_indefinite_program_is_solved_with_the_correction_that_is_reported(
    backend: QPBackend, form: Any, correction: Correction, qp: QuadraticProgram
) -> None:
    solution = session(backend, correction).solve(form(qp))
    assert solution.status not in (QPStatus.INFEASIBLE, QPStatus.UNBOUNDED)
    assert solution.shift >= 0
    if solution.solved:
        assert residual(qp, solution) <= 1e-6


@every_backend
@quick
@given(qp=feasible_programs())
def test_the_working_set_of_a_solution_restarts_it(backend: QPBackend, qp: QuadraticProgram) -> None:
    first = session(backend).solve(qp)
    if not first.solved:
        return
    again = session(backend).solve(qp, first.working_set)
    assert again.solved
    np.testing.assert_allclose(again.d, first.d, rtol=1e-5, atol=1e-5)


@every_backend
@pytest.mark.parametrize("qp", [SIMPLE, DEGENERATE, ALL_FIXED, BADLY_SCALED], ids=["simple", "deg", "fixed", "scaled"])
@every_form
def test_named_programs(backend: QPBackend, qp: QuadraticProgram, form: Any) -> None:
    solution = session(backend).solve(form(qp))
    if isinstance(backend, MAY_GIVE_UP) and not solution.solved:
        return
    assert solution.status is QPStatus.SOLVED
    assert residual(qp, solution) <= 1e-6
    assert objective(qp, solution.d) == pytest.approx(referee(qp), rel=1e-5, abs=1e-6)


@every_backend
@pytest.mark.parametrize(
    "qp", [IMPOSSIBLE_ROWS, IMPOSSIBLE_BOX, IMPOSSIBLE_EQUALITIES], ids=["rows", "box", "equalities"]
)
@every_form
def test_an_infeasible_program_is_never_solved(backend: QPBackend, qp: QuadraticProgram, form: Any) -> None:
    solution = session(backend).solve(form(qp))
    assert solution.status in (QPStatus.INFEASIBLE, QPStatus.INACCURATE, QPStatus.FAILED)


@every_backend
def test_an_unbounded_program_is_solved_only_with_a_shift(backend: QPBackend) -> None:
    slide = program(np.zeros((2, 2)), [-1, 0], [[0, 1]], ([0], [1]))
    solution = session(backend).solve(slide)
    assert not (solution.solved and solution.shift == 0)
    if solution.solved:
        assert residual(slide, solution) <= 1e-6


@always_ends
def test_a_session_forgets_trouble(backend: QPBackend) -> None:
    run = session(backend)
    before = run.solve(SIMPLE)
    twisted = program(SIMPLE.P, SIMPLE.q, SIMPLE.A, ([1], [INF]), ([0, 0], [0.1, 0.1]))
    assert not run.solve(twisted).solved
    bad = program(SIMPLE.P, [np.nan, 1], SIMPLE.A, ([1], [INF]))
    assert not run.solve(bad).solved
    after = run.solve(SIMPLE)
    assert after.solved
    np.testing.assert_allclose(after.d, before.d, atol=1e-6)


@every_backend
def test_a_pattern_without_a_diagonal_serves_convex_and_indefinite_programs(backend: QPBackend) -> None:
    """An entry that only the correction of an indefinite P needs must not confuse a session that keeps its pattern."""
    run = session(backend)
    pattern = np.array([[1, 1, 0], [1, 0, 0], [0, 0, 1]])
    limits = Bounds([-1] * 3, [1] * 3)
    for coupling in (1.0, 0.0, 2.0, 0.0):
        P = sparse.csc_array(pattern, dtype=float)
        P.data = np.array([[2, coupling, 0], [coupling, 0, 0], [0, 0, 3]]).T[pattern.T == 1]
        A = sparse.csc_array(np.array([[1.0, 1.0, 1.0]]))
        qp = QuadraticProgram(P, np.array([-1.0, 0.5, 1.0]), A, Bounds([-np.inf], [2.0]), limits)
        solution = run.solve(qp)
        if not isinstance(backend, MAY_GIVE_UP):
            assert solution.status in (QPStatus.SOLVED, QPStatus.INACCURATE)
        if solution.solved:
            assert residual(qp, solution) <= 1e-6


@every_backend
def test_numbers_that_are_not_finite_fail_quietly(backend: QPBackend) -> None:
    for value in (np.nan, np.inf):
        for bad in (
            program(SIMPLE.P, [value, 1], SIMPLE.A, ([1], [INF])),
            program(np.diag([1, value]), SIMPLE.q, SIMPLE.A, ([1], [INF])),
            program(SIMPLE.P, SIMPLE.q, [[value, 1]], ([1], [INF])),
        ):
            assert not session(backend).solve(bad).solved


@every_backend
@quick
@given(qp=feasible_programs())
def test_data_is_left_alone_and_answers_are_the_callers(backend: QPBackend, qp: QuadraticProgram) -> None:
    copies = [np.array(part) for part in (qp.P, qp.q, qp.A)]
    run = session(backend)
    solution = run.solve(qp)
    kept = [part.copy() for part in (solution.d, solution.y, solution.z)]
    run.solve(program(2 * np.eye(qp.q.size), qp.q + 1, qp.A, (qp.rows.lower, qp.rows.upper)))
    for part, copy in zip((qp.P, qp.q, qp.A, solution.d, solution.y, solution.z), copies + kept, strict=True):
        np.testing.assert_array_equal(part, copy)


@every_backend
@every_form
def test_no_rows_and_one_variable(backend: QPBackend, form: Any) -> None:
    solution = session(backend).solve(form(program([[2.0]], [-8.0], box=([-1], [3]))))
    assert solution.solved
    assert solution.y.size == 0
    np.testing.assert_allclose([solution.d[0], solution.z[0]], [3, 2], atol=1e-6)
    assert solution.working_set.box[0] == 1


@quick
@pytest.mark.parametrize("backend", [Cascade(), ProjectedCG()], ids=lambda b: type(b).__name__)
@given(qp=feasible_programs(indefinite=True))
def test_a_hessian_by_products_is_solved_or_given_up_but_never_answered_wrongly(
    backend: QPBackend, qp: QuadraticProgram
) -> None:
    solution = session(backend).solve(by_products(qp))
    assert solution.status not in (QPStatus.INFEASIBLE, QPStatus.UNBOUNDED)
    if solution.solved:
        assert residual(qp, solution) <= 1e-6
    if solution.usable:
        assert qp.box.violation(solution.d).max(initial=0.0) <= 1e-8


@pytest.mark.parametrize("backend", [Cascade(), ProjectedCG()], ids=lambda b: type(b).__name__)
@pytest.mark.parametrize("qp", [SIMPLE, ALL_FIXED], ids=["simple", "fixed"])
def test_named_programs_by_products(backend: QPBackend, qp: QuadraticProgram) -> None:
    solution = session(backend).solve(by_products(qp))
    assert solution.status is QPStatus.SOLVED
    assert objective(qp, solution.d) == pytest.approx(referee(qp), rel=1e-5, abs=1e-6)
