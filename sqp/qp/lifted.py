"""A QP with a low-rank Hessian as a sparse QP in a few more variables.

With P = delta I + V diag(values - delta) V' and t = V'd,

    minimise  1/2 [d]' [ delta I                ] [d] + q'd     subject to  rows of A d,   V'd - t = 0,   box
                  [t]  [       values - delta   ] [t]

is the same QP, and its KKT matrix is as sparse as A apart from the rank(P) rows of V'.  The inertia of that tells
whether P is positive definite on the null space of a working set, as it does for a P that is stored.
"""

from __future__ import annotations

from dataclasses import replace
from typing import final

import numpy as np
from scipy import sparse

from sqp.arrays import Indices, Matrix, Vector, is_sparse, with_full_pattern
from sqp.bounds import Bounds
from sqp.linalg.low_rank import LowRank
from sqp.qp.backend import QPSession
from sqp.qp.program import QPSolution, QuadraticProgram, Sides, WorkingSet


@final
class LiftedSession(QPSession):
    """Solves QPs with any session: those with a low-rank P in more variables, all others as they are.

    Parameters
    ----------
    session : QPSession
        Its QPs must all be of one kind.

    Examples
    --------
    >>> from sqp.qp.active_set import ActiveSet
    >>> from sqp.qp.convexify import Convexify
    >>> P = LowRank(2, 1.0, np.array([[1.0], [0.0]]), np.array([[1.0]]))
    >>> qp = QuadraticProgram(P, np.array([-2.0, -2.0]), np.zeros((0, 2)), Bounds([], []), Bounds.free(2))
    >>> LiftedSession(ActiveSet().start(Convexify())).solve(qp).d.round(9)
    array([1., 2.])
    """

    def __init__(self, session: QPSession) -> None:
        self._session = session
        self._lift: _Lift | None = None

    def solve(self, qp: QuadraticProgram, guess: WorkingSet | None = None, accuracy: float = 1e-9) -> QPSolution:
        P = qp.P
        if not isinstance(P, LowRank):
            return self._session.solve(qp, guess, accuracy)
        if self._lift is None or not self._lift.fits(P, qp.A):
            self._lift = _Lift(P, qp.A)
        lift = self._lift
        return lift.lowered(self._session.solve(lift.program(qp, P), lift.working_set(guess), accuracy))


class _Lift:
    """The pattern of the sparse QPs of one solve: k columns of V, those that are not needed being zero."""

    def __init__(self, P: LowRank, A: Matrix) -> None:
        self.n, self.m, self.k = P.n, A.shape[0], P.rank

    def fits(self, P: LowRank, A: Matrix) -> bool:
        return (P.n, A.shape[0], P.rank) == (self.n, self.m, self.k)

    def program(self, qp: QuadraticProgram, P: LowRank) -> QuadraticProgram:
        n, k = self.n, self.k
        vectors, values = P.eigen()
        used = values.size
        V = np.zeros((n, k))
        V[:, :used] = vectors
        inner = np.full(k, P.delta)
        inner[:used] = values - P.delta
        order = n + k
        hess = sparse.csc_array(
            (np.concatenate((np.full(n, P.delta), inner)), np.arange(order), np.arange(order + 1)), shape=(order, order)
        )
        return QuadraticProgram(
            hess,
            np.concatenate((qp.q, np.zeros(k))),
            self._with_columns(qp.A, V),
            _extended(qp.rows, np.zeros(k), np.zeros(k)),
            _extended(qp.box, np.full(k, -np.inf), np.full(k, np.inf)),
        )

    def working_set(self, guess: WorkingSet | None) -> WorkingSet | None:
        if guess is None:
            return None
        return WorkingSet(_appended(guess.rows, 1, self.k), _appended(guess.box, 0, self.k))

    def lowered(self, solution: QPSolution) -> QPSolution:
        n, m, held = self.n, self.m, solution.working_set
        return replace(
            solution,
            d=solution.d[:n],
            y=solution.y[:m],
            z=solution.z[:n],
            working_set=WorkingSet(held.rows[:m], held.box[:n]),
        )

    def _with_columns(self, A: Matrix, V: Vector) -> sparse.csc_array:
        """[[A, 0], [V', -I]] with every entry of V stored: column j of A, then row j of V."""
        n, m, k = self.n, self.m, self.k
        if not is_sparse(A):
            A = with_full_pattern(np.asarray(A))
        counts: Indices = np.diff(A.indptr).astype(np.int64)
        indptr = np.concatenate(([0], np.cumsum(np.concatenate((counts + k, np.ones(k, dtype=np.int64))))))
        indices = np.empty(indptr[-1], dtype=np.int64)
        data = np.empty(indptr[-1])
        tail = (indptr[1 : n + 1, None] - k + np.arange(k)).ravel()
        head = np.ones(indptr[n], dtype=np.bool_)
        head[tail] = False
        places = np.flatnonzero(head)
        indices[places], data[places] = A.indices, A.data
        indices[tail], data[tail] = np.tile(m + np.arange(k), n), V.ravel()
        indices[indptr[n] :], data[indptr[n] :] = m + np.arange(k), -1.0
        return sparse.csc_array((data, indices, indptr), shape=(m + k, n + k))


def _extended(bounds: Bounds, lower: Vector, upper: Vector) -> Bounds:
    return Bounds.trusted(np.concatenate((bounds.lower, lower)), np.concatenate((bounds.upper, upper)))


def _appended(sides: Sides, side: int, count: int) -> Sides:
    return np.concatenate((sides, np.full(count, side, dtype=np.int8)))
