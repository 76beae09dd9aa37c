"""KKT systems of small problems: principal submatrices of one matrix, equilibrated and factorised with LAPACK.

    K = [ P  A' ]
        [ A  0  ]

A working set keeps the rows and columns of K that belong to free variables and working rows.
"""

from __future__ import annotations

from typing import Any, final

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import lapack

from sqp.arrays import Mask, Matrix, Vector, norm_inf
from sqp.linalg.dense import DenseLDL
from sqp.linalg.kkt import DUAL_REGULARISATION, EIGENVALUE_FLOOR, EQUILIBRATIONS, Correction, KKTSystem, gershgorin_lift

_REFINEMENTS = 3
_REFINE_ABOVE = 1e-14
_pivoted_qr: Any = lapack.dgeqp3
_times_q: Any = lapack.dormqr

Dense = NDArray[np.float64]


@final
class DenseKKT(KKTSystem):
    """Dense KKT systems of dimension (free variables) + (working rows).

    Examples
    --------
    >>> system = DenseKKT()
    >>> system.load(2 * np.eye(2), np.ones((1, 2)))
    >>> system.factorise(np.array([True]), np.array([False, False]))
    0.0
    >>> d, y, z = system.solve(np.zeros(2), np.array([1.0]), np.zeros(2))
    >>> d, y
    (array([0.5, 0.5]), array([-1.]))
    """

    def __init__(self, correction: Correction = Correction.MIRROR) -> None:
        self._correction = correction
        self._P: Matrix | None = None
        self._A: Matrix | None = None
        self._shift = 0.0

    def load(self, P: Matrix, A: Matrix, floor: float = EIGENVALUE_FLOOR) -> None:
        self._floor = floor
        if self._shift == 0.0 and P is self._P and A is self._A:
            return  # the same QP with other vectors: the factorisation may serve again
        self._P, self._A = P, A
        self._H, self._J = np.asarray(P), np.asarray(A)
        self._shift = 0.0
        self._kept: NDArray[np.intp] | None = None
        self._scale = _equilibration(self._H, self._J)

    def factorise(self, rows: Mask, fixed: Mask) -> float:
        kept = np.concatenate((~fixed, rows)).nonzero()[0]
        if self._kept is not None and np.array_equal(kept, self._kept):
            return self._shift
        self._kept, self._fixed = kept, fixed
        self._free = kept.size - int(np.count_nonzero(rows))
        if not self._factorised():
            self._correct()
            if not (self._factorised() or self._factorised(regularisation=0.0)):
                self._kept = None
                return np.inf
        return self._shift

    def _factorised(self, regularisation: float = DUAL_REGULARISATION) -> bool:
        """Whether the inertia is that of a reduced Hessian that is positive definite.

        The regularisation lowers it where rows that nearly depend on each other meet a nearly singular reduced Hessian.
        """
        kept, k = self._kept, self._free
        assert kept is not None
        self._matrix = self._submatrix(kept[:k], kept[k:] - self._fixed.size)
        self._kept_scale = self._scale[kept]
        if k < self._fixed.size and k < kept.size:  # a row may be large only in the columns that are left out
            heights = (np.abs(self._matrix[k:, :k]) * self._kept_scale[:k]).max(axis=1, initial=0.0)
            self._kept_scale[k:] = 1.0 / np.where(heights > 0.0, heights, 1.0)
        scaled = self._kept_scale[:, None] * self._matrix * self._kept_scale
        scaled.ravel()[k * (kept.size + 1) :: kept.size + 1] = -regularisation
        self._factor = DenseLDL(scaled.T)
        return self._factor.inertia.is_saddle(k, kept.size - k)

    def _submatrix(self, free: NDArray[np.intp], rows: NDArray[np.intp]) -> Dense:
        k = free.size
        matrix = np.zeros((k + rows.size, k + rows.size))
        whole = k == self._fixed.size
        matrix[:k, :k] = self._H if whole else self._H[free[:, None], free]
        matrix[k:, :k] = self._J[rows] if whole else self._J[rows[:, None], free]
        matrix[:k, k:] = matrix[k:, :k].T
        return matrix

    def _correct(self) -> None:
        """Change the eigenvalues of the reduced Hessian that are too small, or all of them, or raise the diagonal."""
        assert self._kept is not None
        k, free = self._free, self._kept[: self._free]
        self._rescale()
        scale = self._scale[free]
        if self._correction is Correction.GERSHGORIN:
            block = scale[:, None] * self._matrix[:k, :k] * scale
            lift = gershgorin_lift(block.diagonal(), np.abs(block).sum(axis=0), self._floor) / scale**2
            self._lift(free, np.diag(lift))
            self._shift += norm_inf(lift)
            return
        basis = _null_space(self._matrix[k:, :k] * scale)
        if not basis.shape[1]:
            return
        reduced = basis.T @ (scale[:, None] * self._matrix[:k, :k] * scale) @ basis
        if not np.isfinite(reduced).all():
            return  # nothing can be corrected: the caller finds the system unsolvable
        values, vectors = np.linalg.eigh(reduced)
        least = self._floor * max(norm_inf(values), 1.0)
        wanted = _corrected(values, least, self._correction)
        directions = (basis @ vectors) / scale[:, None]
        change = (directions * (wanted - values)) @ directions.T
        self._lift(free, change)
        self._shift += float(np.abs(np.linalg.eigvalsh(change)).max(initial=0.0))

    def _lift(self, free: NDArray[np.intp], change: Dense) -> None:
        """Change the block of the free variables; the caller's P stays as it is."""
        self._H = self._H.copy()
        self._H[free[:, None], free] += change

    def _rescale(self) -> None:
        """Scales without the rows that are left out, which have no say in what a small eigenvalue is."""
        assert self._kept is not None
        n, rows = self._fixed.size, self._kept[self._free :]
        scale = _equilibration(self._H, self._J[rows - n])
        self._scale[:n], self._scale[rows] = scale[:n], scale[n:]

    def solve(self, q: Vector, targets: Vector, values: Vector) -> tuple[Vector, Vector, Vector]:
        n, kept = q.size, self._kept
        assert kept is not None
        all_free = self._free == n
        rhs = np.concatenate((-q, targets))
        solution = np.zeros(rhs.size)
        d, y = solution[:n], solution[n:]
        if not all_free:
            d[self._fixed] = values[self._fixed]
            rhs[:n] -= self._H @ d
            rhs[n:] -= self._J @ d
        solution[kept] = self._refined(rhs[kept])
        z = np.zeros(n)
        if not all_free:
            z[self._fixed] = -(q + self._H @ d + self._J.T @ y)[self._fixed]
        return d, y, z

    def hessian(self) -> Matrix:
        assert self._P is not None
        return self._P if self._shift == 0.0 else self._H.copy()

    def _refined(self, rhs: Vector) -> Vector:
        """Solve, then refine against the system without dual regularisation."""
        solution = self._solved(rhs)
        enough = _REFINE_ABOVE * max(1.0, norm_inf(rhs))
        best = np.inf
        for _ in range(_REFINEMENTS):
            residual = rhs - self._matrix @ solution
            size = norm_inf(residual)
            if not size < 0.5 * best or size <= enough:
                break
            best = size
            solution = solution + self._solved(residual)
        return solution

    def _solved(self, rhs: Vector) -> Vector:
        return self._kept_scale * self._factor.solve(self._kept_scale * rhs)


def _corrected(values: Vector, least: float, correction: Correction) -> Vector:
    """Ascending eigenvalues made at least ``least``."""
    if correction is Correction.MIRROR:
        return np.maximum(np.abs(values), least)
    if correction is Correction.PROJECT:
        return np.maximum(values, least)
    return values + max(0.0, least - float(values[0]))


def _null_space(rows: Dense) -> Dense:
    """Orthonormal basis of the null space of ``rows`` (r, k), by QR with column pivoting of its transpose."""
    r, k = rows.shape
    if not r or not k:
        return np.eye(k)
    factor, _, tau, _, _ = _pivoted_qr(rows.T)
    diagonal = np.abs(factor.diagonal())
    rank = int(np.count_nonzero(diagonal > 1e-12 * max(1.0, norm_inf(diagonal))))
    columns = np.eye(k, k - rank, -rank)
    if rank == k:
        return columns
    return _times_q("L", "N", factor[:, : tau.size], tau, columns, 32 * columns.size)[0]


def _equilibration(P: Dense, A: Dense) -> Vector:
    """Scales that bring the largest entry of each row and column of K near one (Ruiz 2001); of P alone, at once."""
    m, n = A.shape
    size, height = np.abs(P), np.abs(A)
    scale = np.ones(n + m)
    largest = np.empty(n + m)
    for _ in range(EQUILIBRATIONS if m else 1):
        column, row = scale[:n], scale[n:]
        scaled = height * (row[:, None] * column)
        np.maximum.reduce(size * (column[:, None] * column), axis=0, out=largest[:n])
        if m:
            np.maximum(largest[:n], np.maximum.reduce(scaled, axis=0), out=largest[:n])
            largest[n:] = np.maximum.reduce(scaled, axis=1, initial=0.0)
        if np.count_nonzero(largest) != largest.size:
            whole = norm_inf(largest)
            largest[largest == 0.0] = whole if whole > 0.0 else 1.0
        scale /= np.sqrt(largest)
    return scale
