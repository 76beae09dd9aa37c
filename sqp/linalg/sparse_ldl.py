"""Sparse LDL' of a quasi-definite matrix with one symbolic factorisation: QDLDL."""

from __future__ import annotations

from typing import Any, final

import numpy as np
import qdldl
from scipy import sparse

from sqp.arrays import Vector
from sqp.linalg.inertia import Inertia

_Solver: Any = qdldl.Solver


@final
class SparseLDL:
    """LDL' with static pivots (approximate minimum degree) and a pattern that never changes.

    A static-pivot factorisation is stable for quasi-definite matrices only; whoever solves with it checks residuals.

    Examples
    --------
    >>> upper = sparse.csc_array(np.array([[2.0, 1.0], [0.0, -1.0]]))
    >>> f = SparseLDL()
    >>> f.factorise(upper)
    Inertia(positive=1, negative=1, zero=0)
    >>> f.solve(np.array([3.0, 0.0]))
    array([1., 1.])
    """

    def __init__(self) -> None:
        self._solver: Any = None
        self._matrix: sparse.csc_matrix | None = None

    def factorise(self, upper: sparse.csc_array) -> Inertia | None:
        """Factorise the matrix whose upper triangle is given; None if a pivot vanished.

        Every diagonal entry must be stored, if only as an explicit zero.
        """
        if self._matrix is None:
            self._matrix = sparse.csc_matrix(upper)
        self._matrix.data = upper.data
        try:
            if self._solver is None:
                self._solver = _Solver(self._matrix, upper=True)
            else:
                self._solver.update(self._matrix, upper=True)
        except RuntimeError:
            self._solver = None
            return None
        pivots = np.asarray(self._solver.factors()[1])
        if not np.isfinite(pivots).all():
            self._solver = None
            return None
        positive = int(np.count_nonzero(pivots > 0.0))
        return Inertia(positive, pivots.size - positive, 0)

    def solve(self, rhs: Vector) -> Vector:
        """(k,) solution for one right-hand side."""
        return np.asarray(self._solver.solve(rhs))
