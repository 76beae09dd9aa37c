"""Projected conjugate gradients: rows hold in every iterate, every constraint preconditioner gives the same answer."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from sqp.arrays import as_dense
from sqp.bounds import Bounds
from sqp.linalg.basis import find_basis
from sqp.linalg.operators import StoredOperator, SymmetricOperator
from sqp.qp.active_set import ActiveSet
from sqp.qp.basic_variables import BasicVariables
from sqp.qp.conjugate_gradients import Search
from sqp.qp.constraint_preconditioners import FewRows, ManyRows
from sqp.qp.convexify import Convexify
from sqp.qp.nested import CoarseGuess
from sqp.qp.program import QPStatus, QuadraticProgram
from sqp.qp.projected_cg import ProjectedCG
from tests.contracts.quadratic_programs import residual


class Products(SymmetricOperator):
    """A matrix that shows its products only, and counts them."""

    def __init__(self, matrix) -> None:
        self.n, self._matrix, self.count = matrix.shape[0], matrix, 0

    def product(self, v):
        self.count += 1
        return self._matrix @ v

    def diagonal(self):
        return np.abs(self._matrix.diagonal())


def laplacian(side: int) -> sparse.csc_array:
    line = sparse.diags_array([-1.0, 2.0, -1.0], offsets=[-1, 0, 1], shape=(side, side))
    eye = sparse.eye_array(side)
    return sparse.csc_array(sparse.kron(line, eye) + sparse.kron(eye, line))


def control(side: int, limit: float) -> QuadraticProgram:
    """min |u - 1|^2 / 2 + |v|^2 / 20 with L u = v, 0 <= v <= limit."""
    n = side * side
    P = sparse.csc_array(sparse.diags_array(np.r_[np.ones(n), np.full(n, 0.1)]))
    A = sparse.csc_array(sparse.hstack([laplacian(side), -sparse.eye_array(n)]))
    box = Bounds(np.r_[np.full(n, -10.0), np.zeros(n)], np.r_[np.full(n, 10.0), np.full(n, limit)])
    return QuadraticProgram(P, np.r_[-np.ones(n), np.zeros(n)], A, Bounds(np.zeros(n), np.zeros(n)), box)


def session(**settings):
    return ProjectedCG(**settings).start(Convexify())


def systems(A, free):
    rows, weights = np.ones(A.shape[0], dtype=bool), np.linspace(1.0, 2.0, A.shape[1])
    basis = find_basis(A, np.where(free, 1.0, 0.0))
    assert basis is not None
    return [
        FewRows(lambda r: np.where(free, r / weights, 0.0), free, A, rows),
        ManyRows(weights, free, A, rows),
        BasicVariables(basis, weights, free),
    ]


@pytest.mark.parametrize("kind", [0, 1, 2], ids=["few rows", "many rows", "basic variables"])
def test_a_constraint_preconditioner_stays_on_the_rows_and_explains_the_rest(kind: int) -> None:
    random = np.random.default_rng(0)
    A = control(4, 1.0).A
    free = np.r_[np.ones(16, dtype=bool), np.arange(16) % 4 != 0]
    system = systems(A, free)[kind]
    r = np.where(free, random.standard_normal(32), 0.0)
    g, w = system.apply(r)
    np.testing.assert_allclose(A @ g, 0.0, atol=1e-9)
    np.testing.assert_array_equal(g[~free], 0.0)
    assert r @ g > 0  # positive definite on the null space
    np.testing.assert_allclose(system.remove(w, r)[free], (r - A.T @ w)[free], atol=1e-9)
    miss = random.standard_normal(16)
    d = system.towards(miss)
    np.testing.assert_allclose(A @ d, miss, atol=1e-8)
    np.testing.assert_array_equal(d[~free], 0.0)


@pytest.mark.parametrize("kind", [0, 1, 2], ids=["few rows", "many rows", "basic variables"])
def test_every_constraint_preconditioner_leads_to_the_same_minimiser(kind: int) -> None:
    qp = control(4, 1.0)
    A, P = qp.A, StoredOperator(qp.stored)
    free = np.ones(32, dtype=bool)
    search = Search(P, 100, lambda s, w: None)
    found = search.minimise(np.zeros(32), np.zeros(16), qp.q, systems(A, free)[kind], 1e-11)
    J = as_dense(A)
    kkt = np.block([[as_dense(qp.stored), J.T], [J, np.zeros((16, 16))]])
    expected = np.linalg.solve(kkt, np.r_[-qp.q, np.zeros(16)])
    np.testing.assert_allclose(np.r_[found.d, found.y], expected, atol=1e-8)


@pytest.mark.parametrize("limit", [0.05, 1.0])
def test_the_answer_is_that_of_the_working_set_method(limit: float) -> None:
    qp = control(12, limit)
    found, exact = session().solve(qp), ActiveSet(updates=30).start(Convexify()).solve(qp)
    assert found.solved
    assert exact.solved
    np.testing.assert_allclose(found.d, exact.d, atol=1e-7)
    np.testing.assert_allclose(found.y, exact.y, atol=1e-7)
    np.testing.assert_array_equal(found.working_set.box, exact.working_set.box)


def test_products_are_enough() -> None:
    qp = control(12, 0.05)
    P = Products(qp.stored)
    found = session().solve(QuadraticProgram(P, qp.q, qp.A, qp.rows, qp.box))
    assert found.solved
    assert residual(qp, found) <= 1e-8
    assert P.count > 0


def test_a_rough_answer_takes_fewer_products() -> None:
    qp = control(12, 1.0)
    counts = []
    for accuracy in (1e-2, 1e-12):
        P = Products(qp.stored)
        found = session().solve(QuadraticProgram(P, qp.q, qp.A, qp.rows, qp.box), accuracy=accuracy)
        assert residual(qp, found) <= 10 * accuracy
        counts.append(P.count)
    assert counts[0] < counts[1]


def test_negative_curvature_leads_to_the_boundary() -> None:
    n = 60
    P = Products(sparse.csc_array(sparse.diags_array(np.r_[-1.0, np.linspace(1, 4, n - 1)])))
    box = Bounds(np.full(n, -2.0), np.full(n, 2.0))
    qp = QuadraticProgram(P, np.full(n, -0.1), sparse.csc_array((0, n)), Bounds([], []), box)
    found = session().solve(qp)
    assert found.usable
    assert found.d[0] == 2.0
    assert qp.q @ found.d + 0.5 * found.d @ (P @ found.d) < -2.0


def test_an_obstacle_is_found_from_coarser_unknowns() -> None:
    side = 60
    n = side * side
    ticks = np.linspace(0, 1, side + 2)[1:-1]
    s, t = np.meshgrid(ticks, ticks)
    lower = (0.3 - 2 * ((s - 0.5) ** 2 + (t - 0.5) ** 2)).ravel()
    qp = QuadraticProgram(
        laplacian(side), np.zeros(n), sparse.csc_array((0, n)), Bounds([], []), Bounds(lower, np.full(n, np.inf))
    )
    guess = CoarseGuess()(StoredOperator(qp.stored), qp)
    found = session().solve(qp)
    assert guess is not None
    assert found.solved
    assert residual(qp, found) <= 1e-8
    wrong = np.count_nonzero(guess.box != found.working_set.box)
    assert 0 < np.count_nonzero(found.working_set.box) < n
    assert wrong < 0.3 * np.count_nonzero(found.working_set.box)


def test_contradicting_rows_are_not_solved() -> None:
    A = np.array([[1.0, 1.0], [1.0, 1.0]])
    qp = QuadraticProgram(Products(np.eye(2)), np.zeros(2), A, Bounds([1, 2], [1, 2]), Bounds.free(2))
    assert session().solve(qp).status is QPStatus.FAILED


def obstacle(side: int) -> QuadraticProgram:
    """A membrane that hangs down on a dome: many updates, each of which lowers the edge of the contact by one cell."""
    s, t = np.meshgrid(np.linspace(-1, 1, side), np.linspace(-1, 1, side))
    dome = (0.5 - s**2 - t**2).ravel()
    n = side * side
    P = laplacian(side) * side**2
    start = np.maximum(dome, 0.0)
    nothing = sparse.csc_array((0, n))
    return QuadraticProgram(P, P @ start, nothing, Bounds([], []), Bounds(dome - start, np.full(n, np.inf)))


def test_roughly_asked_it_does_not_settle_the_working_set() -> None:
    qp = obstacle(40)
    exact, rough = session().solve(qp, None, 1e-9), session().solve(qp, None, 5e-2 * np.abs(qp.q).max())
    assert exact.status is QPStatus.SOLVED
    assert residual(qp, exact) < 1e-6
    assert rough.iterations < 0.5 * exact.iterations
    assert rough.status is QPStatus.INACCURATE
    assert (rough.d >= qp.box.lower).all()
    assert (rough.z <= 0.0).all()

    def lowered(d):
        return -float(qp.q @ d) - 0.5 * float(d @ (qp.P @ d))

    assert lowered(rough.d) > 0.9 * lowered(exact.d)
