"""The matrix of a quasi-Newton model that stores all its entries."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from sqp.arrays import Matrix, is_sparse


def like(matrix: NDArray[np.float64], jac: Matrix) -> Matrix:
    """The matrix in the form, dense or sparse, of the Jacobian."""
    return with_full_pattern(matrix) if is_sparse(jac) else matrix


def with_full_pattern(matrix: NDArray[np.float64]) -> sparse.csc_array:
    """Every entry stored, zero or not: the pattern must not change during a solve."""
    n = matrix.shape[0]
    indices = np.tile(np.arange(n, dtype=np.int64), n)
    indptr = n * np.arange(n + 1, dtype=np.int64)
    return sparse.csc_array((matrix.ravel(order="F"), indices, indptr), shape=(n, n))
