"""The array words every room uses.

``Vector`` is a one-dimensional float64 array, ``Matrix`` a two-dimensional one that is either dense or in
compressed sparse column form.  A problem chooses one of the two forms once and keeps it, with one sparsity
pattern, for the whole solve.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

if TYPE_CHECKING:
    from typing_extensions import TypeIs

Vector: TypeAlias = NDArray[np.float64]
Mask: TypeAlias = NDArray[np.bool_]
Indices: TypeAlias = NDArray[np.int64]
Matrix: TypeAlias = "NDArray[np.float64] | sparse.csc_array"

#: Bounds of at least this size mean "no bound" (the convention of CUTEst and of many modelling languages).
INFINITE = 1e20
_LAST_PLACES = 4.0 * float(np.finfo(np.float64).eps)


def is_sparse(matrix: Matrix) -> TypeIs[sparse.csc_array]:
    """Whether ``matrix`` is in compressed sparse column form.

    >>> is_sparse(np.eye(2))
    False
    """
    return isinstance(matrix, sparse.csc_array)


def with_full_pattern(dense: NDArray[np.float64]) -> sparse.csc_array:
    """A dense matrix in compressed sparse column form with every entry stored, zero or not.

    >>> with_full_pattern(np.zeros((2, 3))).nnz
    6
    """
    rows, columns = dense.shape
    indices = np.tile(np.arange(rows, dtype=np.int64), columns)
    indptr = rows * np.arange(columns + 1, dtype=np.int64)
    return sparse.csc_array((dense.ravel(order="F"), indices, indptr), shape=(rows, columns))


def as_dense(matrix: Matrix) -> NDArray[np.float64]:
    """The same matrix as a dense array; a dense one is not copied.

    >>> as_dense(sparse.csc_array([[0.0, 2.0]]))
    array([[0., 2.]])
    """
    return matrix.toarray() if is_sparse(matrix) else np.asarray(matrix)


def norm_inf(vector: Vector) -> float:
    """Largest absolute entry, 0 for an empty vector; NaN if an entry is NaN.

    >>> norm_inf(np.array([1.0, -3.0]))
    3.0
    """
    if not vector.size:
        return 0.0
    return float(np.maximum.reduce(np.abs(vector)))


def all_finite(values: NDArray[np.float64]) -> bool:
    """Whether no entry is infinite or NaN.

    >>> all_finite(np.array([1.0, 1e300])), all_finite(np.array([1.0, np.nan]))
    (True, False)
    """
    return int(np.count_nonzero(np.isfinite(values))) == values.size


def largest_entry(matrix: Matrix) -> float:
    """Largest absolute entry of a matrix, 0 for one without entries.

    >>> largest_entry(np.array([[1.0, -3.0]]))
    3.0
    """
    return norm_inf(matrix.data) if is_sparse(matrix) else norm_inf(np.asarray(matrix).ravel())


def norm_one(vector: Vector) -> float:
    """Sum of the absolute entries.

    >>> norm_one(np.array([1.0, -3.0]))
    4.0
    """
    return float(np.add.reduce(np.abs(vector)))


def is_rounding(change: Vector, values: Vector) -> bool:
    """Whether no entry changes by more than a few units in its last place.

    >>> is_rounding(np.array([1e-13]), np.array([1e3])), is_rounding(np.array([1e-13]), np.array([1.0]))
    (True, False)
    """
    return bool((np.abs(change) <= _LAST_PLACES * np.abs(values)).all())
