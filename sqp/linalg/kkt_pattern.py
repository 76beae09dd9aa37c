"""The one sparsity pattern of all KKT matrices of a solve."""

from __future__ import annotations

import copy
from typing import final

import numpy as np
from scipy import sparse

from sqp.arrays import Indices, Vector
from sqp.linalg.kkt import EQUILIBRATIONS, PRIMAL_REGULARISATION

#: Dual regularisation of sparse KKT matrices: as large as the primal one, so that neither makes pivots that are much
#: smaller than the other.
_DUAL_REGULARISATION = 1e-8


@final
class KKTPattern:
    """Where the values of P (upper triangle), A and the diagonal go in the upper triangle of the KKT matrix.

    Parameters
    ----------
    P, A : (n, n), (m, n) csc arrays
        Only their patterns are read; they are those of all matrices that the methods get.

    Examples
    --------
    >>> P, A = sparse.csc_array(np.eye(2)), sparse.csc_array(np.ones((1, 2)))
    >>> KKTPattern(P, A).assemble(P, A, np.ones(2), np.ones(1), np.zeros(2)).toarray().round(3)
    array([[ 1.,  0.,  1.],
           [ 0.,  1.,  1.],
           [ 0.,  0., -0.]])
    """

    def __init__(self, P: sparse.csc_array, A: sparse.csc_array) -> None:
        self._n, self._m = P.shape[0], A.shape[0]
        self._p_rows, self._p_columns = P.indices.astype(np.int64), _columns(P)
        self._a_rows, self._a_columns = A.indices.astype(np.int64), _columns(A)
        upper = np.flatnonzero(self._p_rows <= self._p_columns)
        size = self._n + self._m
        rows = np.concatenate((self._p_rows[upper], self._a_columns, np.arange(size)))
        columns = np.concatenate((self._p_columns[upper], self._n + self._a_rows, np.arange(size)))
        self._upper = upper
        self._where, self._upper_template = _compressed(rows, columns, size)
        every = np.arange(self._n)
        full_rows, full_columns = np.concatenate((self._p_rows, every)), np.concatenate((self._p_columns, every))
        self._full_where, self._full_template = _compressed(full_rows, full_columns, self._n)

    def lifted(self, P: sparse.csc_array, diagonal: Vector) -> sparse.csc_array:
        """P + diag(diagonal), with every diagonal entry stored: one pattern, corrected or not."""
        return _summed(np.concatenate((P.data, diagonal)), self._full_where, self._full_template)

    def equilibration(self, P: sparse.csc_array, A: sparse.csc_array) -> tuple[Vector, Vector]:
        """Scales that bring the largest entry of each row and column of the KKT matrix near one (Ruiz 2001)."""
        p, a = np.abs(P.data), np.abs(A.data)
        columns, rows = np.ones(self._n), np.ones(self._m)
        for _ in range(EQUILIBRATIONS if a.size else 1):
            largest, height = np.zeros(self._n), np.zeros(self._m)
            np.maximum.at(largest, self._p_columns, p * columns[self._p_rows] * columns[self._p_columns])
            scaled = a * rows[self._a_rows] * columns[self._a_columns]
            np.maximum.at(largest, self._a_columns, scaled)
            np.maximum.at(height, self._a_rows, scaled)
            whole = float(largest.max(initial=0.0))
            columns /= np.sqrt(np.where(largest > 0.0, largest, whole if whole > 0.0 else 1.0))
            rows /= np.sqrt(np.where(height > 0.0, height, 1.0))
        return columns, rows

    def assemble(
        self, P: sparse.csc_array, A: sparse.csc_array, columns: Vector, rows: Vector, lift: Vector
    ) -> sparse.csc_array:
        """The upper triangle of the scaled KKT matrix; ``columns`` and ``rows`` are 0 for what is left out."""
        p = P.data * columns[self._p_rows] * columns[self._p_columns]
        a = A.data * rows[self._a_rows] * columns[self._a_columns]
        primal = np.where(columns > 0.0, lift + PRIMAL_REGULARISATION, 1.0)
        dual = np.where(rows > 0.0, -_DUAL_REGULARISATION, -1.0)
        diagonal = np.concatenate((primal, dual))
        values = np.concatenate((p[self._upper], a, diagonal))
        return _summed(values, self._where, self._upper_template)


def _columns(matrix: sparse.csc_array) -> Indices:
    return np.repeat(np.arange(matrix.shape[1], dtype=np.int64), np.diff(matrix.indptr))


def _compressed(rows: Indices, columns: Indices, size: int) -> tuple[Indices, sparse.csc_array]:
    """The place of each value when repeated places are merged, and a square matrix with the merged pattern."""
    unique, where = np.unique(columns * size + rows, return_inverse=True)
    counts = np.bincount(unique // size, minlength=size)
    indptr = np.concatenate(([0], np.cumsum(counts))).astype(np.int32)
    indices = (unique % size).astype(np.int32)
    return where, sparse.csc_array((np.zeros(indices.size), indices, indptr), shape=(size, size))


def _summed(values: Vector, where: Indices, template: sparse.csc_array) -> sparse.csc_array:
    """The matrix of the template's pattern whose entries are sums of values; its constructor checks nothing again."""
    matrix = copy.copy(template)
    matrix.data = np.bincount(where, weights=values, minlength=template.data.size)
    return matrix
