"""The recursion of linearised dynamics, forwards for the states and backwards for their multipliers.

    dx_{k+1} = A_k dx_k + r_k,  k = 0, ..., N-1     or     L dx = r     with     L = [  I             ]
                                                                                    [ -A_1   I        ]
                                                                                    [       -A_2   I  ]

L is a triangular band; where the blocks are small LAPACK solves with it at once, otherwise block by block.
"""

from __future__ import annotations

from typing import Any, final

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import lapack

from sqp.arrays import Indices
from sqp.control.stages import Table

Dense = NDArray[np.float64]

_solve_band: Any = lapack.dtbtrs
#: Largest number of states whose band is solved with at once.
_SMALL = 8


@final
class Recursion:
    """Solves with L and its transpose.

    Parameters
    ----------
    A : (N, nx, nx)
        A_0 does not occur in L.

    Examples
    --------
    >>> recursion = Recursion(np.array([[[9.0]], [[2.0]], [[3.0]]]))
    >>> recursion.forwards(np.ones((3, 1))).ravel(), recursion.backwards(np.ones((3, 1))).ravel()
    (array([ 1.,  3., 10.]), array([9., 4., 1.]))
    """

    def __init__(self, A: Dense) -> None:
        n, nx, _ = A.shape
        self._A = A
        self._band: Dense | None = None
        if nx <= _SMALL:
            band = np.zeros((2 * nx, n * nx), order="F")
            column: Indices = np.arange(nx, dtype=np.int64)
            rows = nx + column[:, None] - column  # of entry (r, c) of a block: its distance from the diagonal of L
            first: Indices = nx * np.arange(n - 1, dtype=np.int64)[:, None, None]
            places = np.broadcast_to(column, (nx, nx)) + first
            band[rows, places] = -A[1:]
            self._band = band

    def forwards(self, r: Dense) -> Dense:
        """dx, (N nx, columns), from r of the same shape."""
        if self._band is not None:
            return _solve_band(self._band, r, uplo="L", diag="U")[0]
        n, nx, _ = self._A.shape
        blocks = r.reshape(n, nx, -1).copy()
        for k in range(1, n):
            blocks[k] += self._A[k] @ blocks[k - 1]
        return blocks.reshape(r.shape)

    def backwards(self, r: Table) -> Table:
        """The solution with the transpose of L, (N, nx), from r of the same shape."""
        if self._band is not None:
            return _solve_band(self._band, r.reshape(-1, 1), uplo="L", trans="T", diag="U")[0].reshape(r.shape)
        a = r.copy()
        for k in range(r.shape[0] - 1, 0, -1):
            a[k - 1] += a[k] @ self._A[k]
        return a
