"""Matrices from values that belong to (row, column) pairs in any order, the form in which CVXPY gives derivatives."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from sqp.arrays import Matrix, Vector
from sqp.model.pattern import Pattern


class Coordinates:
    """Turns values at given positions into matrices of one pattern; values at the same position are added.

    Parameters
    ----------
    rows, columns : (k,) int arrays
        Position of each value.
    shape : (m, n)
    lower_triangle : bool
        The positions are those of the lower triangle of a symmetric matrix; the whole matrix is made.

    Examples
    --------
    >>> symmetric = Coordinates([0, 1], [0, 0], (2, 2), lower_triangle=True)
    >>> symmetric.matrix(np.array([5.0, 7.0]), dense=True)
    array([[5., 7.],
           [7., 0.]])
    """

    def __init__(
        self, rows: ArrayLike, columns: ArrayLike, shape: tuple[int, int], *, lower_triangle: bool = False
    ) -> None:
        i, j = np.asarray(rows, dtype=np.int64).ravel(), np.asarray(columns, dtype=np.int64).ravel()
        self._source = np.arange(i.size)
        if lower_triangle:
            mirrored = np.flatnonzero(i != j)
            self._source = np.concatenate([self._source, mirrored])
            i, j = np.concatenate([i, j[mirrored]]), np.concatenate([j, i[mirrored]])
        keys, self._place = np.unique(j * max(shape[0], 1) + i, return_inverse=True)
        column, row = np.divmod(keys, max(shape[0], 1))
        indptr = np.searchsorted(column, np.arange(shape[1] + 1)).astype(np.int32)
        self.pattern = Pattern(shape, indptr, row.astype(np.int32))

    def matrix(self, values: Any, *, dense: bool) -> Matrix:
        """The matrix with these values, (k,), at the positions."""
        nonzeros: Vector = np.bincount(
            self._place, weights=np.asarray(values)[self._source], minlength=self.pattern.nnz
        ).astype(np.float64, copy=False)
        return self.pattern.matrix(nonzeros, dense=dense)
