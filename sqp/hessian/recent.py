"""The last few pairs of a solve with their inner products: all that a limited-memory model needs."""

from __future__ import annotations

from typing import final

import numpy as np
from numpy.typing import NDArray

from sqp.hessian.pairs import Pair

Dense = NDArray[np.float64]


@final
class RecentPairs:
    """At most ``size`` pairs, the oldest first.

    Examples
    --------
    >>> memory = RecentPairs(2, 1)
    >>> memory.add(Pair(np.array([1.0, 0.0]), np.array([3.0, 0.0])))
    >>> memory.S.shape, memory.SW
    ((2, 1), array([[3.]]))
    """

    def __init__(self, n: int, size: int) -> None:
        self._size = size
        self.S: Dense = np.zeros((n, 0))
        self.W: Dense = np.zeros((n, 0))
        self.SS: Dense = np.zeros((0, 0))
        self.SW: Dense = np.zeros((0, 0))

    @property
    def count(self) -> int:
        return self.S.shape[1]

    def add(self, pair: Pair) -> None:
        """Keep a pair, and forget the oldest if there is no room."""
        if self.count == self._size:
            self.forget_oldest()
        self.set(np.column_stack((self.S, pair.s)), np.column_stack((self.W, pair.w)))

    def forget_oldest(self) -> None:
        self.set(self.S[:, 1:], self.W[:, 1:])

    def set(self, S: Dense, W: Dense) -> None:
        """Keep these pairs, the columns of ``S`` and ``W``, and no others."""
        self.S, self.W = S, W
        self.SS, self.SW = S.T @ S, S.T @ W
