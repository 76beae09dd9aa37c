"""Dense symmetric indefinite factorisation: LAPACK's Bunch-Kaufman LDL'."""

from __future__ import annotations

from typing import Any, final

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import lapack

from sqp.arrays import Vector, norm_inf
from sqp.linalg.inertia import Inertia

_factorise: Any = lapack.dsytrf
_solve: Any = lapack.dsytrs

#: Pivots below this fraction of the largest one count as zero.
RELATIVE_ZERO = 1e-13


@final
class DenseLDL:
    """LDL' of a dense symmetric matrix by Bunch-Kaufman pivoting (LAPACK ``dsytrf``).

    Parameters
    ----------
    matrix : (k, k) Fortran-ordered float array
        Only the lower triangle is read.  The array is overwritten.

    Examples
    --------
    >>> saddle = np.asfortranarray([[2.0, 1.0], [1.0, 0.0]])
    >>> f = DenseLDL(saddle)
    >>> f.inertia
    Inertia(positive=1, negative=1, zero=0)
    >>> f.solve(np.array([3.0, 1.0]))
    array([1., 1.])
    """

    __slots__ = ("_factor", "_pivots", "inertia")

    def __init__(self, matrix: NDArray[np.float64]) -> None:
        if not matrix.shape[0]:
            self._factor = matrix
            self._pivots = np.zeros(0, dtype=np.int32)
            self.inertia = Inertia(0, 0, 0)
            return
        self._factor, self._pivots, _ = _factorise(matrix, lower=1, overwrite_a=1)
        self.inertia = _inertia(self._factor.diagonal(), self._pivots)

    def solve(self, rhs: Vector) -> Vector:
        """(k,) solution of the system for one right-hand side."""
        if not rhs.size:
            return rhs
        solution, _ = _solve(self._factor, self._pivots, rhs, lower=1)
        return solution


def _inertia(diagonal: Vector, pivots: NDArray[np.int32]) -> Inertia:
    """Count the pivots: a 2x2 block of Bunch-Kaufman pivoting always has one eigenvalue of each sign."""
    tiny = RELATIVE_ZERO * norm_inf(diagonal)
    single = pivots > 0
    positive = int(np.count_nonzero(single & (diagonal > tiny)))
    negative = int(np.count_nonzero(single & (diagonal < -tiny)))
    count = int(np.count_nonzero(single))
    blocks = (pivots.size - count) // 2
    return Inertia(positive + blocks, negative + blocks, count - positive - negative)
