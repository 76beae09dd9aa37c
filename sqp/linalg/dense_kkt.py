"""KKT systems of small problems: gather the free variables and the working rows, factorise with LAPACK."""

from __future__ import annotations

from typing import final

import numpy as np
from numpy.typing import NDArray

from sqp.arrays import Indices, Mask, Matrix, Vector
from sqp.linalg.dense import DenseLDL
from sqp.linalg.kkt import DUAL_REGULARISATION, KKTSystem

_REFINEMENTS = 3
_REFINE_ABOVE = 1e-14


@final
class DenseKKT(KKTSystem):
    """Dense KKT systems of dimension (free variables) + (working rows).

    Examples
    --------
    >>> system = DenseKKT()
    >>> system.load(2 * np.eye(2), np.ones((1, 2)))
    >>> system.factorise(np.array([True]), np.array([False, False]), 0.0)
    True
    >>> d, y, z = system.solve(np.zeros(2), np.array([1.0]), np.zeros(2))
    >>> d, y
    (array([0.5, 0.5]), array([-1.]))
    """

    __slots__ = ("_P", "_A", "_free", "_rows", "_all_free", "_shift", "_PF", "_AF", "_factor")

    _P: NDArray[np.float64]
    _A: NDArray[np.float64]
    _free: Indices
    _rows: Indices
    _all_free: bool
    _shift: float
    _PF: NDArray[np.float64]
    _AF: NDArray[np.float64]
    _factor: DenseLDL

    def load(self, P: Matrix, A: Matrix) -> None:
        self._P = np.asarray(P)
        self._A = np.asarray(A)

    def factorise(self, rows: Mask, fixed: Mask, shift: float) -> bool:
        self._rows = np.flatnonzero(rows)
        self._all_free = not fixed.any()
        self._shift = shift
        if self._all_free:
            self._PF, self._AF = self._P, self._A[self._rows]
            k = fixed.size
        else:
            self._free = np.flatnonzero(~fixed)
            k = self._free.size
            self._PF = self._P[self._free[:, None], self._free]
            self._AF = self._A[self._rows[:, None], self._free]
        size = k + self._rows.size
        matrix = np.zeros((size, size), order="F")
        matrix[:k, :k] = self._PF
        matrix[k:, :k] = self._AF
        diagonal = matrix.diagonal().copy()
        diagonal[:k] += shift
        diagonal[k:] = -DUAL_REGULARISATION
        np.fill_diagonal(matrix, diagonal)
        self._factor = DenseLDL(matrix)
        return self._factor.inertia.is_saddle(k, self._rows.size)

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

    def _refined(self, top: Vector, bottom: Vector) -> tuple[Vector, Vector]:
        """Solve, then refine against the system without dual regularisation."""
        k = top.size
        rhs = np.concatenate((top, bottom))
        solution = self._factor.solve(rhs)
        best = np.inf
        for _ in range(_REFINEMENTS):
            d, y = solution[:k], solution[k:]
            residual = np.concatenate((top - self._PF @ d - self._shift * d - y @ self._AF, bottom - self._AF @ d))
            size = float(np.abs(residual).max(initial=0.0))
            if not size < 0.5 * best or size <= _REFINE_ABOVE * max(1.0, float(np.abs(rhs).max(initial=0.0))):
                break
            best = size
            solution = solution + self._factor.solve(residual)
        return solution[:k], solution[k:]
