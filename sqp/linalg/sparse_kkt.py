"""KKT systems of large problems: one pattern for the whole solve.

    [ P + E   A' ]     the row and column of a variable that is held, and of a row that is not working, keep their
    [ A     -eps ]     place: their values are zeroed and the diagonal becomes +1 or -1

so the symbolic factorisation is done once, and the inertia must be (n, m, 0) whatever the working set.
"""

from __future__ import annotations

from typing import final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from sqp.arrays import Indices, Mask, Matrix, Vector, is_sparse
from sqp.linalg.kkt import DUAL_REGULARISATION, KKTSystem
from sqp.linalg.sparse_ldl import SparseLDL

Indices32 = NDArray[np.int32]

_REFINEMENTS = 8
_REFINE_ABOVE = 1e-14
_FIRST_SHIFT, _GROWTH, _DECAY, _LARGEST_SHIFT = 1e-4, 8.0, 3.0, 1e10


@final
class SparseKKT(KKTSystem):
    """Sparse KKT systems of dimension n + m by QDLDL, with the inertia corrected by a multiple of the identity.

    The identity is that of the equilibrated variables, in which every row of P has a largest entry of one.

    Examples
    --------
    >>> system = SparseKKT()
    >>> system.load(sparse.csc_array(2 * np.eye(2)), sparse.csc_array(np.ones((1, 2))))
    >>> system.factorise(np.array([True]), np.array([False, False]))
    0.0
    >>> d, y, z = system.solve(np.zeros(2), np.array([1.0]), np.zeros(2))
    >>> d.round(12), y.round(12)
    (array([0.5, 0.5]), array([-1.]))

    References
    ----------
    Wächter, Biegler (2006), Algorithm IC, for the sequence of shifts.
    """

    def __init__(self) -> None:
        self._ldl = SparseLDL()
        self._pattern: _Pattern | None = None
        self._last_shift = 0.0

    def load(self, P: Matrix, A: Matrix) -> None:
        assert is_sparse(P)
        assert is_sparse(A)
        if self._pattern is None:
            self._pattern = _Pattern(P, A)
        self._P, self._A = P, A
        self._shift = 0.0
        self._column_scale, self._row_scale = self._pattern.equilibration(P, A)

    def factorise(self, rows: Mask, fixed: Mask) -> float:
        self._rows, self._fixed = rows, fixed
        if self._factorised(self._shift):
            return self._size_of_shift()
        shift = max(self._shift * _GROWTH, self._last_shift / _DECAY, _FIRST_SHIFT)
        while shift <= _LARGEST_SHIFT:
            if self._factorised(shift):
                self._shift = self._last_shift = shift
                return self._size_of_shift()
            shift *= _GROWTH
        return np.inf

    def _size_of_shift(self) -> float:
        return self._shift and self._shift / float(self._column_scale.min()) ** 2

    def _factorised(self, shift: float) -> bool:
        assert self._pattern is not None
        free, working = ~self._fixed, self._rows
        matrix = self._pattern.assemble(self._P, self._A, free * self._column_scale, working * self._row_scale, shift)
        inertia = self._ldl.factorise(matrix)
        return inertia is not None and inertia.is_saddle(free.size, working.size)

    def solve(self, q: Vector, targets: Vector, values: Vector) -> tuple[Vector, Vector, Vector]:
        n = q.size
        free, working = ~self._fixed, self._rows
        d = np.where(free, 0.0, values)
        y = np.zeros(working.size)
        correction = self._shift / self._column_scale**2 * free
        size = max(1.0, float(np.abs(q).max(initial=0.0)), float(np.abs(targets[working]).max(initial=0.0)))
        best, kept = np.inf, (d, y)
        scale = np.concatenate((free * self._column_scale, working * self._row_scale))
        for _ in range(_REFINEMENTS):
            top = -(q + self._P @ d + correction * d + self._A.T @ y)
            bottom = np.where(working, targets - self._A @ d, 0.0)
            residual = max(float(np.abs(top[free]).max(initial=0.0)), float(np.abs(bottom).max(initial=0.0)))
            if not residual < 0.5 * best:
                break
            best, kept = residual, (d, y)
            if residual <= _REFINE_ABOVE * size:
                break
            step = scale * self._ldl.solve(scale * np.concatenate((top, bottom)))
            d = d + step[:n]
            y = y + step[n:]
        d, y = kept
        z = np.where(free, 0.0, -(q + self._P @ d + self._A.T @ y))
        return d, y, z

    def hessian(self) -> Matrix:
        assert self._pattern is not None
        return self._pattern.lifted(self._P, self._shift / self._column_scale**2)


class _Pattern:
    """Where the values of P (upper triangle), A and the diagonal go in the upper triangle of the KKT matrix."""

    def __init__(self, P: sparse.csc_array, A: sparse.csc_array) -> None:
        self._n, self._m = P.shape[0], A.shape[0]
        self._p_rows, self._p_columns = P.indices.astype(np.int64), _columns(P)
        self._a_rows, self._a_columns = A.indices.astype(np.int64), _columns(A)
        upper = np.flatnonzero(self._p_rows <= self._p_columns)
        size = self._n + self._m
        rows = np.concatenate((self._p_rows[upper], self._a_columns, np.arange(size)))
        columns = np.concatenate((self._p_columns[upper], self._n + self._a_rows, np.arange(size)))
        self._upper = upper
        self._where, self._indices, self._indptr = _compressed(rows, columns, size)
        every = np.arange(self._n)
        full_rows, full_columns = np.concatenate((self._p_rows, every)), np.concatenate((self._p_columns, every))
        self._full_where, self._full_indices, self._full_indptr = _compressed(full_rows, full_columns, self._n)

    def lifted(self, P: sparse.csc_array, diagonal: Vector) -> sparse.csc_array:
        """P + diag(diagonal), with every diagonal entry stored: one pattern, corrected or not."""
        data = np.bincount(
            self._full_where, weights=np.concatenate((P.data, diagonal)), minlength=self._full_indices.size
        )
        return sparse.csc_array((data, self._full_indices, self._full_indptr), shape=P.shape)

    def equilibration(self, P: sparse.csc_array, A: sparse.csc_array) -> tuple[Vector, Vector]:
        """Scales of the variables and of the rows that bring their largest entries to order one."""
        largest = np.zeros(self._n)
        np.maximum.at(largest, self._p_columns, np.abs(P.data))
        whole = float(largest.max(initial=0.0))
        columns = 1.0 / np.sqrt(np.where(largest > 0.0, largest, whole if whole > 0.0 else 1.0))
        height = np.zeros(self._m)
        np.maximum.at(height, self._a_rows, np.abs(A.data) * columns[self._a_columns])
        return columns, 1.0 / np.where(height > 0.0, height, 1.0)

    def assemble(
        self, P: sparse.csc_array, A: sparse.csc_array, columns: Vector, rows: Vector, shift: float
    ) -> sparse.csc_array:
        """The upper triangle of the scaled KKT matrix; ``columns`` and ``rows`` are 0 for what is left out."""
        p = P.data * columns[self._p_rows] * columns[self._p_columns]
        a = A.data * rows[self._a_rows] * columns[self._a_columns]
        diagonal = np.concatenate(
            (np.where(columns > 0.0, shift, 1.0), np.where(rows > 0.0, -DUAL_REGULARISATION, -1.0))
        )
        values = np.concatenate((p[self._upper], a, diagonal))
        data = np.bincount(self._where, weights=values, minlength=self._indices.size)
        shape = (self._n + self._m, self._n + self._m)
        return sparse.csc_array((data, self._indices, self._indptr), shape=shape)


def _columns(matrix: sparse.csc_array) -> Indices:
    return np.repeat(np.arange(matrix.shape[1], dtype=np.int64), np.diff(matrix.indptr))


def _compressed(rows: Indices, columns: Indices, size: int) -> tuple[Indices, Indices32, Indices32]:
    """Compressed columns of the given places, repeated ones merged: the place of each value, indices, indptr."""
    unique, where = np.unique(columns * size + rows, return_inverse=True)
    counts = np.bincount(unique // size, minlength=size)
    indptr = np.concatenate(([0], np.cumsum(counts))).astype(np.int32)
    return where, (unique % size).astype(np.int32), indptr
