"""Sparse matrices of CasADi made of many numbers whose places are known in advance."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from typing import Any

import casadi as ca
import numpy as np

from sqp.arrays import Indices


def scattered(values: Any, keys: Indices, shape: tuple[int, int]) -> Any:
    """The sparse matrix with these values at these places; values with one place are added.

    Parameters
    ----------
    values : (k, 1) casadi.MX, dense
    keys : (k,) int array
        The place of each value in the column-major matrix, -1 for a value that has none.
    shape : (m, n)

    Examples
    --------
    >>> v = ca.MX.sym("v", 4)
    >>> matrix = scattered(v, np.array([3, 0, -1, 3]), (2, 2))
    >>> ca.Function("matrix", [v], [matrix])([1.0, 2.0, 4.0, 8.0])
    DM(
    [[2, 00],
     [00, 9]])
    """
    kept = np.flatnonzero(keys >= 0)
    places, target = np.unique(keys[kept], return_inverse=True)
    columns, rows = np.divmod(places, max(shape[0], 1))
    starts = np.searchsorted(columns, np.arange(shape[1] + 1))
    sparsity = ca.Sparsity(*shape, starts.tolist(), rows.tolist())
    if places.size == kept.size:
        order = np.empty(places.size, dtype=np.int64)
        order[target] = kept
        return ca.MX(sparsity, entries(values, order))
    return ca.MX(sparsity, _added(entries(values, kept), target, places.size))


def entries(column: Any, positions: Indices) -> Any:
    """The entries of a column at these positions; the column itself if these are all of them in order."""
    if positions.size == column.numel() and np.array_equal(positions, np.arange(positions.size)):
        return column
    return column.nz[positions.tolist()]


def _added(values: Any, target: Indices, size: int) -> Any:
    """The column whose entry i is the sum of the values with target i: the transpose of taking entries."""
    column = ca.MX.sym("column", size)
    return ca.jtimes(column.nz[target.tolist()], column, values, True)
