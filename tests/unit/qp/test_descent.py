"""Active-set descent: the step stays feasible and the model never rises."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sqp.linalg.kkt import kkt_system
from sqp.qp.descent import descend
from sqp.qp.program import QPSolution, QPStatus, QuadraticProgram, WorkingSet, without_answer
from tests.contracts.quadratic_programs import as_sparse, feasible_programs, objective, program, residual


def feasible_start(qp: QuadraticProgram) -> QPSolution:
    """The feasible point of least length, from the convex program that asks for it."""
    from sqp.qp.cascade import Cascade
    from sqp.qp.convexify import Convexify

    n = qp.q.size
    nearest = QuadraticProgram(np.eye(n), np.zeros(n), np.asarray(qp.A), qp.rows, qp.box)
    found = Cascade().start(Convexify()).solve(nearest)
    assert found.solved
    return found


@pytest.mark.parametrize("form", [lambda qp: qp, as_sparse], ids=["dense", "sparse"])
@settings(max_examples=60, deadline=None)
@given(qp=feasible_programs(indefinite=True), changes=st.integers(0, 12))
def test_the_model_never_rises_and_feasibility_stays(form, qp: QuadraticProgram, changes: int) -> None:
    start = feasible_start(qp)
    mine = form(qp)
    found = descend(kkt_system(mine.P, mine.A), mine, start, changes)
    size = 1 + abs(objective(qp, start.d))
    assert objective(qp, found.d) <= objective(qp, start.d) + 1e-9 * size
    assert qp.rows.violation(np.asarray(qp.A) @ found.d).max(initial=0) <= 1e-6
    assert qp.box.violation(found.d).max(initial=0) <= 1e-9
    if found.solved and found is not start:
        assert residual(qp, found) <= 1e-6


def test_it_stays_where_the_working_set_leaves_negative_curvature() -> None:
    """A concave model on an interval: from 0.1 downhill leads to the far end, where the model need not hold."""
    qp = program([[-1.0]], [-1.0], box=([0.0], [1.0]))
    none = WorkingSet(np.zeros(0, np.int8), np.zeros(1, np.int8))
    start = QPSolution(QPStatus.INACCURATE, np.array([0.1]), np.zeros(0), np.zeros(1), none)
    assert descend(kkt_system(qp.stored, qp.A), qp, start, 5) is start


def test_it_walks_through_an_indefinite_model_along_convex_faces() -> None:
    """-x^2/2 + y^2/2 - y held at x = 1: only y is free, and its part of the model is convex."""
    qp = program([[-1.0, 0.0], [0.0, 1.0]], [0.0, -1.0], box=([0.0, 0.0], [1.0, 3.0]))
    held = WorkingSet(np.zeros(0, np.int8), np.array([1, 0], np.int8))
    start = QPSolution(QPStatus.INACCURATE, np.array([1.0, 0.0]), np.zeros(0), np.zeros(2), held)
    found = descend(kkt_system(qp.stored, qp.A), qp, start, 5)
    assert found.solved
    np.testing.assert_allclose(found.d, [1.0, 1.0])
    assert found.z[0] > 0


def test_no_changes_leave_the_start() -> None:
    qp = program(np.eye(2), [1.0, 1.0])
    start = without_answer(qp, QPStatus.INACCURATE, "start")
    assert descend(kkt_system(qp.stored, qp.A), qp, start, 0) is start


def test_an_answer_that_stopped_early_does_not_claim_to_be_solved() -> None:
    qp = program(np.eye(3), [-5.0, -5.0, -5.0], box=([0.0] * 3, [1.0] * 3))
    none = WorkingSet(np.zeros(0, np.int8), np.zeros(3, np.int8))
    start = QPSolution(QPStatus.SOLVED, np.zeros(3), np.zeros(0), np.zeros(3), none)
    found = descend(kkt_system(qp.stored, qp.A), qp, start, 1)
    assert found.d.any()
    assert found.status is QPStatus.INACCURATE
