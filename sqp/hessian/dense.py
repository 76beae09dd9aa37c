"""The matrix of a quasi-Newton model that stores all its entries."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sqp.arrays import Matrix, is_sparse, with_full_pattern


def like(matrix: NDArray[np.float64], jac: Matrix) -> Matrix:
    """The matrix in the form, dense or sparse, of the Jacobian."""
    return with_full_pattern(matrix) if is_sparse(jac) else matrix
