"""Rows and columns of dense and sparse matrices in other units."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from typing import final

import numpy as np
from numpy.typing import NDArray

from sqp.arrays import Matrix, Vector, is_sparse
from sqp.model.templates import SparseTemplate


@final
class MatrixScaling:
    """diag(rows) A diag(columns) for matrices A of one pattern: one multiplication by factors computed once.

    The argument is left as it is, since a problem may hand out the same constant matrix again and again.

    Examples
    --------
    >>> MatrixScaling(np.array([2.0]), np.array([1.0, 10.0]))(np.array([[3.0, 4.0]]))
    array([[ 6., 80.]])
    """

    def __init__(self, rows: Vector, columns: Vector) -> None:
        self._rows, self._columns = rows, columns
        self._factors: NDArray[np.float64] | None = None
        self._template: SparseTemplate | None = None

    def __call__(self, matrix: Matrix) -> Matrix:
        if not is_sparse(matrix):
            if self._factors is None:
                self._factors = np.outer(self._rows, self._columns)
            return np.multiply(np.asarray(matrix), self._factors)
        if self._template is None or self._factors is None:
            self._factors = self._rows[matrix.indices] * np.repeat(self._columns, np.diff(matrix.indptr))
            shape = (self._rows.size, self._columns.size)
            self._template = SparseTemplate(matrix.indptr, matrix.indices, shape)
        return self._template(matrix.data * self._factors)


def row_maxima(jac: Matrix, rows: int, units: Vector) -> Vector:
    """(m,) largest absolute entry in each row of J D."""
    if not is_sparse(jac):
        return np.abs(np.asarray(jac) * units).max(axis=1, initial=0.0)
    maxima = np.zeros(rows)
    np.maximum.at(maxima, jac.indices, np.abs(jac.data * np.repeat(units, np.diff(jac.indptr))))
    return maxima
