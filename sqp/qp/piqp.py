"""PIQP: a proximal interior-point method, the backend for large sparse QPs and the last resort for small ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias, final

import numpy as np
import piqp
from scipy import sparse

from sqp.arrays import INFINITE, Indices, Mask, Matrix, is_sparse
from sqp.qp.convex import Answer, ConvexSession
from sqp.qp.convexify import Convexifier
from sqp.qp.program import QPStatus, QuadraticProgram, WorkingSet
from sqp.settings import positive_real, whole_number

#: Where the values of some rows of A stand in A, and the indices, column pointers and shape of these rows.
_Part: TypeAlias = tuple[Indices, Indices, Indices, tuple[int, int]]

_P: Any = piqp
#: Smallest relative duality gap that can be reached in double precision.
_LEAST_GAP = 1e-16
#: Accuracy from which on the duality gap is closed to its square.
_PRECISE = 1e-7
_STATUS = {
    int(_P.PIQP_SOLVED): QPStatus.SOLVED,
    int(_P.PIQP_MAX_ITER_REACHED): QPStatus.INACCURATE,
    int(_P.PIQP_NUMERICS): QPStatus.INACCURATE,
    int(_P.PIQP_PRIMAL_INFEASIBLE): QPStatus.INFEASIBLE,
    int(_P.PIQP_DUAL_INFEASIBLE): QPStatus.UNBOUNDED,
}


@final
@dataclass(frozen=True, kw_only=True)
class PIQP:
    """Proximal interior point for convex QPs, dense or sparse.

    Parameters
    ----------
    iterations : int
        Most interior-point iterations; at least 1.
    tightest : float
        Smallest accuracy that is ever asked for; positive.
    equilibrations : int
        Rounds of Ruiz's equilibration of sparse QPs; many rounds blow up rows that are nearly empty.

    References
    ----------
    Schwan, Jiang, Kuhn, Jones, "PIQP: a proximal interior-point quadratic programming solver", CDC 2023.

    Examples
    --------
    >>> from sqp.bounds import Bounds
    >>> from sqp.qp.convexify import Convexify
    >>> from sqp.qp.program import QuadraticProgram
    >>> qp = QuadraticProgram(np.eye(1), np.array([-2.0]), np.zeros((0, 1)), Bounds([], []), Bounds([0.0], [1.0]))
    >>> solution = PIQP().start(Convexify()).solve(qp)
    >>> solution.status.name, solution.d.round(6), solution.z.round(6)
    ('SOLVED', array([1.]), array([1.]))
    """

    iterations: int = 100
    tightest: float = 1e-9
    equilibrations: int = 3

    def __post_init__(self) -> None:
        whole_number("PIQP.iterations", self.iterations, least=1)
        positive_real("PIQP.tightest", self.tightest)
        whole_number("PIQP.equilibrations", self.equilibrations, least=0)

    def start(self, convexify: Convexifier) -> PIQPSession:
        return PIQPSession(self, convexify)


@final
class PIQPSession(ConvexSession):
    """Keeps a sparse solver with its symbolic factorisation; dense problems are set up afresh."""

    name = "piqp"

    def __init__(self, settings: PIQP, convexify: Convexifier) -> None:
        super().__init__(convexify)
        self._settings = settings
        self._solver: Any = None
        self._split: _Split | None = None

    def _answer(self, qp: QuadraticProgram, guess: WorkingSet | None, accuracy: float) -> Answer:
        equal = qp.equality_rows
        other = ~equal & ((qp.rows.lower > -INFINITE) | (qp.rows.upper < INFINITE))
        if self._split is None or not self._split.fits(equal, other):
            self._split, self._solver = _Split(qp.A, equal, other), None
        A, G = self._split.parts(qp.A)
        P = sparse.csc_matrix(qp.stored, copy=True) if is_sparse(qp.stored) else np.asfortranarray(qp.stored)
        low, up = qp.rows.lower[other], qp.rows.upper[other]
        box = qp.box.lower.copy(), qp.box.upper.copy()  # PIQP wants arrays that it may write to
        data = (P, qp.q.copy(), A, qp.rows.lower[equal], G, low, up, *box)
        if self._solver is None or not is_sparse(qp.stored):
            self._solver = _P.SparseSolver() if is_sparse(qp.stored) else _P.DenseSolver()
            if is_sparse(qp.stored):
                self._solver.settings.preconditioner_iter = self._settings.equilibrations
            self._apply(accuracy)
            self._solver.setup(*data)
        else:
            self._apply(accuracy)
            self._solver.update(*data)
        status = _STATUS.get(int(self._solver.solve()), QPStatus.FAILED)
        r = self._solver.result
        y = np.zeros(equal.size)
        y[equal] = r.y
        y[other] = r.z_u - r.z_l
        inside = np.minimum(np.maximum(r.x, qp.box.lower), qp.box.upper)
        count = int(r.info.iter)
        if status is not QPStatus.SOLVED:
            self._solver = None
        return Answer(status, inside, y, np.array(r.z_bu - r.z_bl), count)

    def _apply(self, accuracy: float) -> None:
        settings = self._solver.settings
        settings.eps_abs = settings.eps_rel = max(self._settings.tightest, min(accuracy, 1e-6))
        # where a bound is weakly active, the gap and the multiplier are each the square root of their product
        gap = max(_LEAST_GAP, settings.eps_abs**2) if accuracy <= _PRECISE else settings.eps_abs
        settings.eps_duality_gap_abs = settings.eps_duality_gap_rel = gap
        settings.max_iter = self._settings.iterations
        settings.verbose = False


class _Split:
    """Equality rows and bounded rows, for PIQP keeps them apart; index maps are made once."""

    def __init__(self, A: Matrix, equal: Mask, other: Mask) -> None:
        self._equal, self._other = equal.copy(), other.copy()
        if not is_sparse(A):
            return
        columns = np.repeat(np.arange(A.shape[1]), np.diff(A.indptr))
        self._parts = [_part(A, columns, chosen) for chosen in (equal, other)]

    def fits(self, equal: Mask, other: Mask) -> bool:
        """Whether the rows are still of the same kinds."""
        return np.array_equal(self._equal, equal) and np.array_equal(self._other, other)

    def parts(self, A: Matrix) -> tuple[Any, Any]:
        if not is_sparse(A):
            dense = np.asarray(A)
            return np.asfortranarray(dense[self._equal]), np.asfortranarray(dense[self._other])
        first, second = self._parts
        return _values(A, first), _values(A, second)


def _part(A: sparse.csc_array, columns: Indices, chosen: Mask) -> _Part:
    where = np.flatnonzero(chosen[A.indices])
    numbers = np.cumsum(chosen) - 1
    indptr = np.concatenate(([0], np.cumsum(np.bincount(columns[where], minlength=A.shape[1]))))
    return where, numbers[A.indices[where]], indptr.astype(np.int64), (int(chosen.sum()), A.shape[1])


def _values(A: sparse.csc_array, part: _Part) -> sparse.csc_matrix:
    where, indices, indptr, shape = part
    return sparse.csc_matrix((A.data[where], indices.copy(), indptr.copy()), shape=shape)
