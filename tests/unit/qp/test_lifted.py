"""A low-rank QP in more variables has the solution of the same QP with the matrix written out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import sparse

from sqp.bounds import Bounds
from sqp.linalg.low_rank import LowRank
from sqp.qp.backend import QPBackend
from sqp.qp.cascade import Cascade
from sqp.qp.convexify import Convexify
from sqp.qp.lifted import LiftedSession
from sqp.qp.piqp import PIQP
from sqp.qp.program import QuadraticProgram


def program(*, stored_sparsely: bool, rank: int) -> QuadraticProgram:
    random = np.random.default_rng(3)
    n, k = 8, 3
    W, N = random.normal(size=(n, k)), np.diag([0.5, 2.0, -40.0])
    rows = random.normal(size=(3, n))
    A = sparse.csc_array(rows) if stored_sparsely else rows
    P = LowRank(n, 2.0, W, N, rank)
    bounds = Bounds([0.1, -0.2, -np.inf], [0.1, 0.2, 0.3])
    return QuadraticProgram(P, 3.0 * random.normal(size=n), A, bounds, Bounds(np.full(n, -0.4), np.full(n, 0.4)))


@pytest.mark.parametrize("backend", [Cascade(), PIQP()])
@pytest.mark.parametrize("stored_sparsely", [True, False])
@pytest.mark.parametrize("rank", [3, 6])
def test_the_solution_is_that_of_the_matrix_written_out(backend: QPBackend, stored_sparsely: bool, rank: int) -> None:
    qp = program(stored_sparsely=stored_sparsely, rank=rank)
    entries = np.column_stack([qp.P @ column for column in np.eye(qp.q.size)])
    A = np.asarray(qp.A.toarray() if sparse.issparse(qp.A) else qp.A)
    expected = Cascade().start(Convexify()).solve(replace(qp, P=entries, A=A))
    session = LiftedSession(backend.start(Convexify()))
    for guess in (None, expected.working_set):
        found = session.solve(qp, guess)
        assert found.solved
        assert (found.d.shape, found.y.shape, found.z.shape) == (expected.d.shape, expected.y.shape, expected.z.shape)
        np.testing.assert_allclose(found.d, expected.d, atol=1e-6)
        np.testing.assert_allclose(found.y, expected.y, atol=1e-4)
        assert found.working_set.rows.size == qp.rows.size


def test_a_stored_matrix_passes_as_it_is() -> None:
    qp = QuadraticProgram(np.eye(2), np.ones(2), np.zeros((0, 2)), Bounds([], []), Bounds.free(2))
    np.testing.assert_allclose(LiftedSession(Cascade().start(Convexify())).solve(qp).d, -np.ones(2))
