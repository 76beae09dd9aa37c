"""LU with partial pivoting of a symmetric sparse matrix: slower than LDL', but stable whatever the matrix."""

from __future__ import annotations

from typing import Any, final

import numpy as np
from scipy import sparse

from sqp.arrays import Vector


@final
class PivotedLU:
    """What solves a system for which static pivots lost too many digits (SuperLU).

    Examples
    --------
    >>> lu = PivotedLU.of(sparse.csc_array(np.array([[0.0, 1.0], [0.0, 0.0]])))
    >>> lu.solve(np.array([2.0, 3.0]))
    array([3., 2.])
    """

    def __init__(self, factor: Any) -> None:
        self._factor = factor

    @classmethod
    def of(cls, upper: sparse.csc_array) -> PivotedLU | None:
        """Factorise the symmetric matrix whose upper triangle is given; None if it is singular or not finite."""
        if not np.isfinite(upper.data).all():
            return None
        from scipy.sparse import linalg

        factorise: Any = linalg.splu
        whole = sparse.csc_matrix(upper + sparse.triu(upper, 1).T)
        try:
            return cls(factorise(whole))
        except RuntimeError:
            return None

    def solve(self, rhs: Vector) -> Vector:
        """(k,) solution for one right-hand side."""
        return self._factor.solve(rhs)
