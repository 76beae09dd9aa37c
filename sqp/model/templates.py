"""Matrices of one sparsity pattern made from their nonzeros, faster than the general constructors do it."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
from __future__ import annotations

from typing import Any

import numpy as np
from scipy import sparse

from sqp.arrays import Vector


class DenseTemplate:
    """Scatters nonzeros in compressed-column order into a new column-major ndarray.

    Parameters
    ----------
    indptr, indices : (n + 1,), (nnz,) int arrays
        The pattern in compressed-column form.
    shape : (m, n)

    Examples
    --------
    >>> DenseTemplate(np.array([0, 1, 2]), np.array([1, 0]), (2, 2))(np.array([5.0, 7.0]))
    array([[0., 7.],
           [5., 0.]])
    """

    def __init__(self, indptr: Any, indices: Any, shape: tuple[int, int]) -> None:
        rows, columns = shape
        column = np.repeat(np.arange(columns), np.diff(indptr))
        self._flat = np.asarray(indices, dtype=np.intp) + column * rows
        self._shape = shape
        self._full = self._flat.size == rows * columns

    def __call__(self, nonzeros: Vector) -> np.ndarray[Any, np.dtype[np.float64]]:
        if self._full:
            return nonzeros.reshape(self._shape, order="F")
        flat = np.zeros(self._shape[0] * self._shape[1])
        flat[self._flat] = nonzeros
        return flat.reshape(self._shape, order="F")


class SparseTemplate:
    """Wraps nonzeros in compressed-column order as a ``csc_array``; all answers share their read-only index arrays.

    The constructor of ``csc_array`` checks its arguments for tens of microseconds; the pattern is checked once here
    and a copy of the first matrix, with its data replaced, is what each call returns.

    Parameters
    ----------
    indptr, indices : (n + 1,), (nnz,) int arrays
        The pattern in compressed-column form, rows sorted within each column.
    shape : (m, n)

    Examples
    --------
    >>> SparseTemplate(np.array([0, 1, 2]), np.array([1, 0]), (2, 2))(np.array([5.0, 7.0])).toarray()
    array([[0., 7.],
           [5., 0.]])
    """

    def __init__(self, indptr: Any, indices: Any, shape: tuple[int, int]) -> None:
        pointers = np.asarray(indptr, dtype=np.int32)
        rows = np.asarray(indices, dtype=np.int32)
        self._template = sparse.csc_array((np.zeros(rows.size), rows, pointers), shape=shape)
        self._template.has_canonical_format = True
        self._template.indices.flags.writeable = False
        self._template.indptr.flags.writeable = False

    def __call__(self, nonzeros: Vector) -> sparse.csc_array:
        matrix = object.__new__(sparse.csc_array)
        vars(matrix).update(vars(self._template))
        matrix.data = nonzeros
        return matrix
