"""A basis of the columns of a wide sparse matrix: as many as it has rows, with a cheap factorisation."""

from __future__ import annotations

from typing import Any, final

import numpy as np
from scipy import sparse

from sqp.arrays import Indices, Mask, Vector, norm_inf

#: A basis whose solves miss the right-hand side by more than this is not used.
_INACCURATE = 1e-9
#: Growth of a random vector in a solve beyond which a basis counts as singular.
_ILL_CONDITIONED = 1e12


@final
class Basis:
    """A_B, the basic columns of A (m, n), factorised, and A_N, the others.

    Attributes
    ----------
    basic, others : index arrays
        The columns of A_B and of A_N.
    """

    def __init__(self, A: sparse.csc_array, basic: Indices, factors: Any) -> None:
        self.basic = basic
        mask = np.ones(A.shape[1], dtype=np.bool_)
        mask[basic] = False
        self.others: Indices = np.flatnonzero(mask)
        self.remaining = sparse.csr_array(A[:, self.others])
        self._remaining_transposed = sparse.csr_array(self.remaining.T)
        self._factors = factors

    def solve(self, b: Vector) -> Vector:
        """A_B^-1 b, (m,)."""
        return np.asarray(self._factors.solve(b), dtype=np.float64)

    def solve_transposed(self, b: Vector) -> Vector:
        """A_B^-T b, (m,)."""
        return np.asarray(self._factors.solve(b, "T"), dtype=np.float64)

    def remaining_transposed(self, y: Vector) -> Vector:
        """A_N'y."""
        return self._remaining_transposed @ y


def find_basis(A: sparse.csc_array, room: Vector, preferred: Indices | None = None) -> Basis | None:
    """A basis of columns that may move, preferably far, and that enter many rows; None if none is found.

    In a problem with a differential equation these are the columns of the state: they are free, and each enters the
    equation at several points, while a control enters at one and has bounds.

    Parameters
    ----------
    A : (m, n) csc
    room : (n,)
        How far each variable may move; those with 0 are not taken.
    preferred : index array, optional
        Columns to try first, such as those of the previous basis.

    Examples
    --------
    >>> A = sparse.csc_array(np.array([[2.0, -1.0, 1.0, 0.0], [-1.0, 2.0, 0.0, 1.0]]))
    >>> basis = find_basis(A, np.array([9.0, 9.0, 1.0, 1.0]))
    >>> basis.basic, basis.solve(np.array([1.0, 1.0]))
    (array([0, 1]), array([1., 1.]))
    """
    m = A.shape[0]
    if preferred is not None and (room[preferred] > 0.0).all():
        found = _factorised(A, preferred)
        if found is not None:
            return found
    for candidates in _candidates(A, room):
        columns = candidates if candidates.size == m else _matched(A, candidates)
        found = _factorised(A, columns) if columns.size == m else None
        if found is not None:
            return found
    return None


def _candidates(A: sparse.csc_array, room: Vector) -> list[Indices]:
    """Sets of columns from the most to the least selective, each with at least as many columns as rows."""
    counts = np.diff(A.indptr)
    movable: Mask = (room > 0.0) & (counts > 0)
    if not movable.any():
        return []
    wide = movable & (room >= 0.99 * float(room[movable].max()))
    coupled = wide & (counts >= counts[wide].mean())
    return [np.flatnonzero(part) for part in (coupled, wide, movable) if np.count_nonzero(part) >= A.shape[0]]


def _matched(A: sparse.csc_array, candidates: Indices) -> Indices:
    """One column for each row with an entry in it, in the order of the rows; fewer where the rows cannot be matched."""
    from scipy.sparse.csgraph import maximum_bipartite_matching

    pattern = sparse.csr_array(A[:, candidates])
    match = np.asarray(maximum_bipartite_matching(pattern, perm_type="column"))
    return candidates[match[match >= 0]]


def _factorised(A: sparse.csc_array, columns: Indices) -> Basis | None:
    from scipy.sparse.linalg import splu

    square = sparse.csc_matrix(A[:, columns])
    try:
        factors: Any = splu(square, permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.01, options={"SymmetricMode": True})
    except RuntimeError:  # singular
        return None
    basis = Basis(A, columns, factors)
    b = np.random.default_rng(0).standard_normal(columns.size)
    x = basis.solve(b)
    size = norm_inf(x)
    if not size <= _ILL_CONDITIONED * norm_inf(b) / max(float(np.abs(square.data).max(initial=0.0)), 1e-300):
        return None
    error = norm_inf(square @ x - b) / (norm_inf(b) + float(np.abs(square.data).max(initial=0.0)) * size)
    return basis if error <= _INACCURATE else None
