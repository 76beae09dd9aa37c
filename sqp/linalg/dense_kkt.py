"""KKT systems of small problems: gather the free variables and the working rows, factorise with LAPACK."""

from __future__ import annotations

from typing import Any, final

import numpy as np
from numpy.typing import NDArray
from scipy import linalg

from sqp.arrays import Mask, Matrix, Vector
from sqp.linalg.dense import DenseLDL
from sqp.linalg.kkt import DUAL_REGULARISATION, Correction, KKTSystem

_qr: Any = linalg.qr

#: Least eigenvalue of a corrected reduced Hessian, relative to the largest.
EIGENVALUE_FLOOR = 1e-8
_REFINEMENTS = 3
_REFINE_ABOVE = 1e-14


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

    def load(self, P: Matrix, A: Matrix) -> None:
        self._P: NDArray[np.float64] = np.asarray(P)
        self._A: NDArray[np.float64] = np.asarray(A)
        self._shift = 0.0
        self._scale = _equilibration(self._P)

    def factorise(self, rows: Mask, fixed: Mask) -> float:
        self._rows = np.flatnonzero(rows)
        self._all_free = not fixed.any()
        self._free = np.flatnonzero(~fixed)
        self._AF = self._A[self._rows] if self._all_free else self._A[self._rows[:, None], self._free]
        if not self._factorised():
            self._correct()
            if not self._factorised():
                return np.inf
        return self._shift

    def _factorised(self) -> bool:
        k = self._free.size
        self._PF = self._P if self._all_free else self._P[self._free[:, None], self._free]
        self._SF = scale = self._scale if self._all_free else self._scale[self._free]
        size = k + self._rows.size
        matrix = np.zeros((size, size), order="F")
        matrix[:k, :k] = scale[:, None] * self._PF * scale
        rows = self._AF * scale
        heights = np.abs(rows).max(axis=1, initial=0.0)
        self._RF = 1.0 / np.where(heights > 0.0, heights, 1.0)
        matrix[k:, :k] = self._RF[:, None] * rows
        matrix.ravel(order="K")[k * (size + 1) :: size + 1] = -DUAL_REGULARISATION
        self._factor = DenseLDL(matrix)
        return self._factor.inertia.is_saddle(k, self._rows.size)

    def _correct(self) -> None:
        """Replace the eigenvalues of the reduced Hessian that are too small by their size, or lift all of them."""
        k = self._free.size
        scale = self._SF
        basis = _null_space(self._AF * scale) if self._rows.size else np.eye(k)
        if not basis.shape[1]:
            return
        values, vectors = np.linalg.eigh(basis.T @ (scale[:, None] * self._PF * scale) @ basis)
        least = EIGENVALUE_FLOOR * max(float(np.abs(values).max()), 1e-8)
        wanted = _corrected(values, least, self._correction)
        directions = (basis @ vectors) / scale[:, None]
        change = (directions * (wanted - values)) @ directions.T
        self._P = self._P.copy()
        if self._all_free:
            self._P += change
        else:
            self._P[self._free[:, None], self._free] += change
        self._shift += float(np.linalg.norm(change, 2))

    def solve(self, q: Vector, targets: Vector, values: Vector) -> tuple[Vector, Vector, Vector]:
        b = targets[self._rows]
        if self._all_free:
            d, y_rows = self._refined(-q, b)
        else:
            d = values.copy()
            d[self._free] = 0.0
            gradient = q + self._P @ d
            rest = self._A[self._rows] @ d
            d[self._free], y_rows = self._refined(-gradient[self._free], b - rest)
        y = np.zeros(self._A.shape[0])
        y[self._rows] = y_rows
        if self._all_free:
            return d, y, np.zeros(q.size)
        z = -(q + self._P @ d + y_rows @ self._A[self._rows])
        z[self._free] = 0.0
        return d, y, z

    def hessian(self) -> Matrix:
        return self._P

    def _refined(self, top: Vector, bottom: Vector) -> tuple[Vector, Vector]:
        """Solve, then refine against the system without dual regularisation."""
        k = top.size
        rhs = np.concatenate((top, bottom))
        scale = np.concatenate((self._SF, self._RF))
        solution = scale * self._factor.solve(scale * rhs)
        best = np.inf
        for _ in range(_REFINEMENTS):
            d, y = solution[:k], solution[k:]
            residual = np.concatenate((top - self._PF @ d - y @ self._AF, bottom - self._AF @ d))
            size = float(np.abs(residual).max(initial=0.0))
            if not size < 0.5 * best or size <= _REFINE_ABOVE * max(1.0, float(np.abs(rhs).max(initial=0.0))):
                break
            best = size
            solution = solution + scale * self._factor.solve(scale * residual)
        return solution[:k], solution[k:]


def _corrected(values: Vector, least: float, correction: Correction) -> Vector:
    """Ascending eigenvalues made at least ``least``."""
    if correction is Correction.MIRROR:
        return np.maximum(np.abs(values), least)
    if correction is Correction.PROJECT:
        return np.maximum(values, least)
    return values + max(0.0, least - float(values[0]))


def _null_space(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Orthonormal basis of the null space of ``rows`` (r, k), by QR with column pivoting of its transpose."""
    q, r, _ = _qr(rows.T, pivoting=True, check_finite=False)
    diagonal = np.abs(np.diagonal(r))
    rank = int(np.count_nonzero(diagonal > 1e-12 * max(1.0, float(diagonal.max(initial=0.0)))))
    return q[:, rank:]


def _equilibration(P: NDArray[np.float64]) -> NDArray[np.float64]:
    """Scale of each variable that brings its row of P to order one: 1 / sqrt(largest entry of the row)."""
    largest = np.abs(P).max(axis=1, initial=0.0)
    whole = float(largest.max(initial=0.0))
    return 1.0 / np.sqrt(np.where(largest > 0.0, largest, whole if whole > 0.0 else 1.0))
