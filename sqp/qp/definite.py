"""From positive definite on the null space of the equality rows to positive definite everywhere."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import lapack

_cholesky: Any = lapack.dpotrf


def definite(P: NDArray[np.float64], rows: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    """P + weight A_eq'A_eq with a weight that should make it positive definite; weight 0 if P is so already.

    The solution d of the QP is the same; the multipliers of the equality rows must be raised by weight times A_eq d.

    Parameters
    ----------
    P : (n, n)
        Positive definite on the null space of ``rows``.
    rows : (k, n)
        The equality rows A_eq.

    Examples
    --------
    >>> P, weight = definite(np.diag([1.0, -1.0]), np.array([[0.0, 1.0]]))
    >>> P.diagonal(), weight
    (array([1., 9.]), 10.0)
    """
    if not rows.size or is_definite(P):
        return P, 0.0
    weight = 10.0 * max(1.0, float(np.abs(P).max())) / max(1e-8, float(np.abs(rows).max()) ** 2)
    return P + weight * (rows.T @ rows), weight


def is_definite(P: NDArray[np.float64]) -> bool:
    """Whether a Cholesky factorisation of P exists.

    Examples
    --------
    >>> is_definite(np.diag([1.0, -1.0]))
    False
    """
    return not _cholesky(P)[1]
