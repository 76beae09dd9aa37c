"""Convexification: nothing is changed that is convex where steps can go, and what is changed is reported."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import sparse

import sqp
from sqp.bounds import Bounds
from sqp.linalg.kkt import Correction
from sqp.qp.active_set import ActiveSet
from sqp.qp.convexify import Convexify
from sqp.qp.daqp import DAQP
from sqp.qp.osqp import OSQP
from sqp.qp.piqp import PIQP
from sqp.qp.program import QuadraticProgram
from sqp.report.columns import row

every_correction = pytest.mark.parametrize("correction", Correction)
SADDLE = np.diag([2.0, -3.0])
NO_ROWS, NONE = np.zeros((0, 2)), np.zeros(0, dtype=bool)


@every_correction
def test_a_convex_hessian_is_left_alone(correction: Correction) -> None:
    P = np.array([[2.0, 1.0], [1.0, 3.0]])
    convex = Convexify(correction=correction).start()(P, NO_ROWS, NONE)
    assert convex.shift == 0.0
    np.testing.assert_array_equal(convex.P, P)


@every_correction
def test_negative_curvature_across_an_equality_is_left_alone(correction: Correction) -> None:
    convex = Convexify(correction=correction).start()(SADDLE, np.array([[0.0, 1.0]]), np.array([True]))
    assert convex.shift == 0.0
    np.testing.assert_array_equal(convex.P, SADDLE)


@every_correction
def test_an_inequality_protects_from_nothing(correction: Correction) -> None:
    convex = Convexify(correction=correction).start()(SADDLE, np.array([[0.0, 1.0]]), np.array([False]))
    assert convex.shift > 3.0
    assert np.linalg.eigvalsh(np.asarray(convex.P))[0] > 0


def test_mirroring_keeps_the_size_of_curvature_and_projecting_flattens_it() -> None:
    P: dict[Correction, Any] = {c: Convexify(correction=c).start()(SADDLE, NO_ROWS, NONE).P for c in Correction}
    np.testing.assert_allclose(P[Correction.MIRROR], np.diag([2.0, 3.0]), atol=1e-12)
    assert 0 < P[Correction.PROJECT][1, 1] < 1e-6
    change = np.diag(P[Correction.SHIFT] - SADDLE)
    assert change.min() > 0  # every direction is lifted, the positive ones too


def test_gershgorin_raises_the_diagonal_only() -> None:
    P = np.array([[1.0, 2.0], [2.0, 3.0]])
    for matrix, rows in ((P, NO_ROWS), (sparse.csc_array(P), sparse.csc_array(NO_ROWS))):
        convex = Convexify(correction=Correction.GERSHGORIN).start()(matrix, rows, NONE)
        change = (convex.P.toarray() if isinstance(convex.P, sparse.csc_array) else convex.P) - P
        np.testing.assert_allclose(change, np.diag(np.diag(change)), atol=1e-12)
        np.testing.assert_allclose(convex.shift, change.max())
        assert np.linalg.eigvalsh(P + change)[0] > 0


@pytest.mark.parametrize("augment", [False, True])
def test_a_sparse_hessian_can_be_made_definite_everywhere(augment: bool) -> None:
    P, A = sparse.csc_array(np.array([[2.0, 1.0], [1.0, -3.0]])), sparse.csc_array(np.array([[0.0, 2.0]]))
    run = Convexify(augment=augment).start()
    convex = run(P, A, np.array([True]), everywhere=True)
    assert isinstance(convex.P, sparse.csc_array)
    assert np.linalg.eigvalsh(convex.P.toarray())[0] > 0
    if augment:  # the equality protects, so that nothing is changed on its null space
        assert convex.shift == 0.0
        np.testing.assert_allclose(convex.P.toarray(), P.toarray() + convex.weight * (A.T @ A).toarray())
    else:
        assert convex.shift > 3.0
        assert convex.weight == 0.0


def test_augmentation_that_does_not_suffice_is_replaced_by_a_shift_in_the_same_pattern() -> None:
    P, A = sparse.csc_array(np.diag([1.0, -3.0])), sparse.csc_array(np.array([[1.0, 1e-9]]))
    run, rows = Convexify(augment=True).start(), np.array([True])
    first, second = (run(matrix, A, rows, everywhere=True) for matrix in (P, sparse.csc_array(np.diag([1.0, 3.0]))))
    assert isinstance(first.P, sparse.csc_array)
    assert isinstance(second.P, sparse.csc_array)
    assert np.linalg.eigvalsh(first.P.toarray())[0] > 0
    assert second.shift == second.weight == 0.0
    np.testing.assert_array_equal(first.P.indices, second.P.indices)


@pytest.mark.parametrize("augment", [False, True])
@pytest.mark.parametrize("correction", Correction)
def test_every_choice_leads_backends_to_the_solution_of_an_indefinite_qp(correction: Correction, augment: bool) -> None:
    """min x0^2 - x1^2 + x0 with x1 = 1: convex where steps can go; multipliers are those of the indefinite P."""
    P, A = np.diag([2.0, -2.0]), np.array([[0.0, 1.0]])
    for wrap in (np.asarray, sparse.csc_array):
        rows, box = Bounds([1.0], [1.0]), Bounds.free(2)
        qp = QuadraticProgram(wrap(P), np.array([1.0, 0.0]), wrap(A), rows, box)
        convexify = Convexify(correction=correction, augment=augment)
        for backend in (ActiveSet(), PIQP(), DAQP(), *([OSQP()] if augment else [])):
            found = backend.start(convexify).solve(qp)
            np.testing.assert_allclose(found.d, [-0.5, 1.0], atol=1e-5, err_msg=repr(backend))
            np.testing.assert_allclose(found.y, [2.0], atol=1e-4, err_msg=repr(backend))
            assert found.shift == 0.0


@pytest.mark.parametrize("correction", Correction)
def test_the_shift_of_each_iteration_is_in_the_record_and_in_the_log(correction: Correction) -> None:
    """A maximum of the objective on the way: the first Hessian is -2, the last one positive."""
    model = sqp.Model("well")
    x = model.variable("x", start=0.1)
    model.minimize(x**4 - x**2)
    result = model.solve(convexify=Convexify(correction=correction))
    shifts = [record.shift for record in result.history]
    assert shifts[0] > 1.5
    assert shifts[-1] == 0.0
    assert f"{shifts[0]:.2e}" in row(result.history[0])


def test_a_run_serves_new_values_and_remembers_no_old_correction() -> None:
    run = Convexify().start()
    assert run(SADDLE, NO_ROWS, NONE).shift > 0
    assert run(np.eye(2), NO_ROWS, NONE).shift == 0.0


def test_a_sparse_hessian_keeps_one_pattern() -> None:
    run, rows = Convexify().start(), sparse.csc_array((0, 2))
    lifted, kept = (run(sparse.csc_array(P), rows, NONE).P for P in (SADDLE, np.diag([1.0, 4.0])))
    assert isinstance(lifted, sparse.csc_array)
    assert isinstance(kept, sparse.csc_array)
    np.testing.assert_array_equal(lifted.indices, kept.indices)
    assert lifted.toarray().diagonal().min() > 0
