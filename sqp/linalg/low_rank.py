"""A multiple of the identity plus a matrix of low rank: the compact form of limited-memory quasi-Newton matrices.

B = delta I + W N^-1 W'        W (n, k),   N (k, k) symmetric, k much less than n
"""

from __future__ import annotations

from typing import final

import numpy as np
from numpy.typing import NDArray

from sqp.arrays import Vector
from sqp.linalg.operators import SymmetricOperator

Dense = NDArray[np.float64]


@final
class LowRank(SymmetricOperator):
    """B = delta I + W N^-1 W', of which only ``delta``, ``W`` and ``N`` are stored.

    Parameters
    ----------
    n : int
        Order of B.
    delta : float
        Positive.
    W : (n, k)
        k may be 0.
    N : (k, k)
        Symmetric and regular, possibly indefinite.
    rank : int, optional
        Largest k that the matrices of one solve reach; k by default.

    Examples
    --------
    >>> B = LowRank(3, 2.0, np.array([[1.0], [0.0], [0.0]]), np.array([[0.5]]))
    >>> B @ np.ones(3)
    array([4., 2., 2.])
    >>> B.eigen()[1]
    array([4.])
    """

    def __init__(self, n: int, delta: float, W: Dense, N: Dense, rank: int | None = None) -> None:
        self.n, self.delta, self.W, self.N = n, delta, W, N
        self.rank = W.shape[1] if rank is None else rank

    def product(self, v: Vector) -> Vector:
        result = self.delta * v
        return result + self.W @ np.linalg.solve(self.N, self.W.T @ v) if self.W.shape[1] else result

    def diagonal(self) -> Vector:
        return np.full(self.n, self.delta)

    def eigen(self) -> tuple[Dense, Vector]:
        """Orthonormal columns (n, k) and eigenvalues of B along them, ascending; across them B is delta I."""
        if not self.W.shape[1]:
            return self.W, np.zeros(0)
        Q, R = np.linalg.qr(self.W)
        inner = R @ np.linalg.solve(self.N, R.T)
        values, vectors = np.linalg.eigh(0.5 * (inner + inner.T))
        return Q @ vectors, self.delta + values
