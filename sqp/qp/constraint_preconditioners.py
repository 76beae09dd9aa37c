"""Preconditioners of projected conjugate gradients: exact in the working rows, approximate in the Hessian.

    [ G   A' ] [ g ]   [ r ]
    [ A   0  ] [ w ] = [ 0 ]        G approximates P on the null space of the working rows A

References
----------
Keller, Gould, Wathen, "Constraint preconditioning for indefinite linear systems", SIAM J. Matrix Anal. Appl. 21 (2000).
"""

from __future__ import annotations

from typing import final

import numpy as np
from scipy import sparse

from sqp.arrays import Mask, Matrix, Vector, is_sparse
from sqp.linalg.kkt import KKTSystem, kkt_system
from sqp.linalg.preconditioners import Apply


def restricted(precondition: Apply, free: Mask) -> Apply:
    """The same map with the result set to zero outside the free variables."""
    if free.all():
        return precondition
    return lambda r: np.where(free, precondition(r), 0.0)


@final
class FreeVariables:
    """No working rows: G is all there is.

    Examples
    --------
    >>> system = FreeVariables(lambda r: 0.5 * r, np.array([True, False]))
    >>> g, w = system.apply(np.array([2.0, 0.0]))
    >>> g, w.size
    (array([1., 0.]), 0)
    """

    def __init__(self, precondition: Apply, free: Mask, m: int = 0) -> None:
        self.free = free
        self._precondition = precondition
        self._none = np.zeros(m)

    def apply(self, r: Vector) -> tuple[Vector, Vector]:
        return self._precondition(r), self._none

    def remove(self, y: Vector, r: Vector) -> Vector:
        return r

    def towards(self, miss: Vector) -> Vector:
        """Nothing: there are no rows to change."""
        return np.zeros(self.free.size)


@final
class FewRows:
    """Few working rows: the Schur complement A G^-1 A' is formed, at the cost of one preconditioning per row.

    Dependent rows are met in the sense of least squares.

    Examples
    --------
    >>> system = FewRows(lambda r: r, np.array([True, True]), np.ones((1, 2)), np.array([True]))
    >>> g, w = system.apply(np.array([2.0, 0.0]))
    >>> g, w
    (array([ 1., -1.]), array([1.]))
    >>> system.towards(np.array([3.0]))
    array([1.5, 1.5])
    """

    def __init__(self, precondition: Apply, free: Mask, A: Matrix, rows: Mask) -> None:
        self.free = free
        self._precondition = precondition
        self._m = A.shape[0]
        self._rows = np.flatnonzero(rows)
        working = A[self._rows].toarray() if is_sparse(A) else np.asarray(A)[self._rows]
        self._whole = working
        self._working = np.where(free, working, 0.0)
        self._columns = np.column_stack([precondition(row) for row in self._working])
        self._inverse = np.linalg.pinv(self._working @ self._columns, rcond=1e-13, hermitian=True)

    def apply(self, r: Vector) -> tuple[Vector, Vector]:
        g = self._precondition(r)
        w = self._inverse @ (self._working @ g)
        g = g - self._columns @ w
        error = self._inverse @ (self._working @ g)  # what rounding left
        g = g - self._columns @ error
        multipliers = np.zeros(self._m)
        multipliers[self._rows] = w + error
        return g, multipliers

    def remove(self, y: Vector, r: Vector) -> Vector:
        return r - y[self._rows] @ self._whole

    def towards(self, miss: Vector) -> Vector:
        """The step of least G-norm that changes the working rows by ``miss`` (m,)."""
        return self._columns @ (self._inverse @ miss[self._rows])


@final
class ManyRows:
    """Many sparse rows: G is diagonal, and the whole matrix is factorised once for each working set.

    Examples
    --------
    >>> A = sparse.csc_array(np.ones((1, 2)))
    >>> system = ManyRows(np.ones(2), np.array([True, True]), A, np.array([True]))
    >>> system.apply(np.array([2.0, 0.0]))[0].round(9)
    array([ 1., -1.])
    """

    def __init__(self, weights: Vector, free: Mask, A: sparse.csc_array, rows: Mask) -> None:
        self.free = free
        self._A, self._AT, self._rows = A, A.T, rows
        self._system: KKTSystem = kkt_system(sparse.csc_array(sparse.diags_array(weights, format="csc")), A)
        self._system.factorise(rows, ~free)
        self._none, self._zero = np.zeros(A.shape[0]), np.zeros(free.size)

    def apply(self, r: Vector) -> tuple[Vector, Vector]:
        g, w, _ = self._system.solve(-r, self._none, self._zero)
        return g, w

    def remove(self, y: Vector, r: Vector) -> Vector:
        return r - self._AT @ y

    def towards(self, miss: Vector) -> Vector:
        """The step of least G-norm that changes the working rows by ``miss`` (m,)."""
        d, _, _ = self._system.solve(self._zero, np.where(self._rows, miss, 0.0), self._zero)
        return d
