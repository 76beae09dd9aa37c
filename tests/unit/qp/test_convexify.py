"""Convexification: nothing is changed that is convex where steps can go, and what is changed is reported."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import sparse

from sqp.linalg.kkt import Correction
from sqp.qp.convexify import Convexify

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
