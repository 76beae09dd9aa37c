"""The relaxation: always consistent, exact where the QP is, and no wider than it has to be."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sqp.arrays import is_sparse
from sqp.qp.cascade import Cascade
from sqp.qp.convexify import Convexify
from sqp.qp.program import QPSolution, QuadraticProgram
from sqp.relaxation.least_violation import relax, split, widen
from tests.contracts.quadratic_programs import INF, as_sparse, feasible_programs, program

every_form = pytest.mark.parametrize("form", [lambda qp: qp, as_sparse], ids=["dense", "sparse"])


def solved(qp: QuadraticProgram) -> QPSolution:
    found = Cascade().start(Convexify()).solve(qp)
    assert found.usable
    return found


def least(qp: QuadraticProgram) -> tuple[QPSolution, float, QuadraticProgram]:
    """The answer of least violation, its l1 violation of the rows, and the widened program."""
    feasibility = relax(qp)
    nearest = solved(feasibility.program)
    _, p, s = split(feasibility, nearest.d, qp.q.size)
    return nearest, float(p.sum() + s.sum()), widen(qp, feasibility, nearest)


@every_form
@settings(max_examples=40, deadline=None)
@given(qp=feasible_programs())
def test_a_consistent_program_is_not_widened(form: Any, qp: QuadraticProgram) -> None:
    nearest, violation, wider = least(form(qp))
    if nearest.solved:  # an inaccurate answer says so
        assert violation <= 1e-6
        np.testing.assert_allclose(wider.rows.upper, qp.rows.upper, atol=1e-6)
        np.testing.assert_allclose(wider.rows.lower, qp.rows.lower, atol=1e-6)


@every_form
@pytest.mark.parametrize(
    ("qp", "violation"),
    [
        (program(np.eye(1), [0.0], [[1.0], [1.0]], ([2.0, -INF], [INF, 1.0])), 1.0),
        (program(np.eye(2), [0.0, 0.0], [[1.0, 1.0]], ([5.0], [5.0]), ([0.0, 0.0], [1.0, 1.0])), 3.0),
        (program(np.eye(1), [0.0], [[1.0]], ([-9.0], [-8.0]), ([-2.0], [2.0])), 6.0),
    ],
    ids=["rows against each other", "an equality against the box", "a range against the box"],
)
def test_the_least_violation_is_found_and_the_wider_program_is_solved(
    form: Any, qp: QuadraticProgram, violation: float
) -> None:
    _, found, wider = least(form(qp))
    assert found == pytest.approx(violation, abs=1e-5)
    assert (wider.rows.lower <= qp.rows.lower).all()
    assert (wider.rows.upper >= qp.rows.upper).all()
    d = solved(wider).d
    assert qp.rows.violation(np.asarray(qp.A) @ d).sum() == pytest.approx(violation, abs=1e-5)
    assert qp.box.violation(d).max() <= 1e-9


@given(st.integers(0, 2**32 - 1))
def test_the_program_of_least_violation_is_consistent_at_any_step_in_the_box(seed: int) -> None:
    random = np.random.default_rng(seed)
    A, centre = random.normal(size=(3, 2)), 100 * random.normal(size=3)
    qp = program(np.eye(2), [0.0, 0.0], A, (centre, centre + random.exponential(size=3)))
    feasibility = relax(qp)
    d = random.normal(size=2)
    excess, lack = np.maximum(A @ d - qp.rows.upper, 0), np.maximum(qp.rows.lower - A @ d, 0)
    v = np.concatenate([d, excess, lack])
    rows, box = feasibility.program.rows, feasibility.program.box
    assert rows.violation(np.asarray(feasibility.program.A) @ v).max() <= 1e-9
    assert box.violation(v).max() == 0


def test_one_sided_rows_get_one_slack() -> None:
    qp = program(np.eye(1), [0.0], [[1.0], [2.0], [3.0]], ([0.0, -INF, 1.0], [INF, 4.0, 2.0]))
    feasibility = relax(qp)
    assert feasibility.above.tolist() == [1, 2]
    assert feasibility.below.tolist() == [0, 2]
    assert feasibility.program.A.shape == (3, 5)
    assert is_sparse(relax(as_sparse(qp)).program.A)


def test_the_least_sum_of_squares_spreads_the_violation() -> None:
    qp = as_sparse(program(np.eye(1), [0.0], [[1.0], [1.0], [1.0]], ([0.0, 0.0, 3.0], [0.0, 0.0, 3.0])))
    feasibility = relax(qp, squares=True)
    nearest = solved(feasibility.program)
    assert nearest.d[0] == pytest.approx(1.0, abs=1e-5)
    assert feasibility.violation(nearest.d) == pytest.approx(4.0, abs=1e-5)
    assert relax(qp).violation(solved(relax(qp).program).d) == pytest.approx(3.0, abs=1e-5)
