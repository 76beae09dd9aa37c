"""P + weight A_eq'A_eq for sparse matrices, in one pattern for the whole solve."""

from __future__ import annotations

import copy
from typing import final

import numpy as np
from scipy import sparse

from sqp.arrays import Indices, Mask, Vector
from sqp.linalg.sparse_ldl import SparseLDL

_WEIGHTS = (1.0, 1e2, 1e4)


@final
class Augmentation:
    """Adds multiples of the equality rows to P: nothing changes on their null space, curvature is added across it.

    Parameters
    ----------
    P, A : (n, n), (m, n) csc arrays
        Only their patterns are read, which are those of all later calls; P has its whole diagonal stored.
    equalities : (m,)
        The rows that may be added; later calls may leave some of them out.

    Examples
    --------
    >>> P, A = sparse.csc_array(np.diag([1.0, -1.0])), sparse.csc_array(np.array([[0.0, 1.0]]))
    >>> convex, weight = Augmentation(P, A, np.array([True])).definite(P, A, np.array([True]))
    >>> convex.toarray().diagonal(), weight
    (array([ 1., 99.]), 100.0)
    """

    def __init__(self, P: sparse.csc_array, A: sparse.csc_array, equalities: Mask) -> None:
        n = P.shape[0]
        rows, columns = A.indices.astype(np.int64), _columns(A)
        order = np.flatnonzero(equalities[rows])
        order = order[np.argsort(rows[order], kind="stable")]
        counts = np.bincount(rows[order], minlength=A.shape[0])
        self._left, self._right = _pairs(order, counts)
        self._row = rows[self._left]
        places = np.concatenate((P.indices + n * _columns(P), columns[self._left] + n * columns[self._right]))
        unique, where = np.unique(places, return_inverse=True)
        self._where: Indices = where
        indptr = np.concatenate(([0], np.cumsum(np.bincount(unique // n, minlength=n))))
        self._template = sparse.csc_array((np.zeros(unique.size), unique % n, indptr), shape=(n, n))
        self._upper: Indices = np.flatnonzero(self._template.indices <= _columns(self._template))
        self._triangle = sparse.csc_array(sparse.triu(_ones_like(self._template), format="csc"))
        self._ldl = SparseLDL()

    def definite(self, P: sparse.csc_array, A: sparse.csc_array, equalities: Mask) -> tuple[sparse.csc_array, float]:
        """P + weight A_eq'A_eq and the weight that makes it positive definite; P itself and 0 if it is, NaN if none is.

        The multipliers of the equality rows must be raised by weight times A_eq d.
        """
        plain = self._sum(P, A, equalities, 0.0)
        if self._is_definite(plain):
            return plain, 0.0
        size = max(1.0, float(np.abs(P.data).max(initial=0.0)))
        unit = size / max(1e-8, float(np.abs(A.data).max(initial=0.0)) ** 2)
        for factor in _WEIGHTS:
            convex = self._sum(P, A, equalities, factor * unit)
            if self._is_definite(convex):
                return convex, factor * unit
        return plain, float("nan")

    def padded(self, P: sparse.csc_array) -> sparse.csc_array:
        """P in the pattern of the sum."""
        return self._filled(np.concatenate((P.data, np.zeros(self._left.size))))

    def _sum(self, P: sparse.csc_array, A: sparse.csc_array, equalities: Mask, weight: float) -> sparse.csc_array:
        products = A.data[self._left] * A.data[self._right]
        return self._filled(np.concatenate((P.data, np.where(equalities[self._row], weight * products, 0.0))))

    def _filled(self, values: Vector) -> sparse.csc_array:
        matrix = copy.copy(self._template)
        matrix.data = np.asarray(np.bincount(self._where, values, self._template.data.size), dtype=np.float64)
        return matrix

    def _is_definite(self, matrix: sparse.csc_array) -> bool:
        self._triangle.data = matrix.data[self._upper]
        inertia = self._ldl.factorise(self._triangle)
        return inertia is not None and inertia.negative == 0


def _pairs(order: Indices, counts: Indices) -> tuple[Indices, Indices]:
    """All ordered pairs of positions within each group of ``order``, the groups having ``counts`` members."""
    sizes = np.repeat(counts, counts)
    starts = np.repeat(np.concatenate(([0], np.cumsum(counts)[:-1])), counts)
    left = np.repeat(np.arange(order.size), sizes)
    first = np.concatenate(([0], np.cumsum(sizes)[:-1])) if order.size else np.zeros(0, dtype=np.int64)
    right = np.arange(left.size) - np.repeat(first, sizes) + np.repeat(starts, sizes)
    return order[left], order[right]


def _columns(matrix: sparse.csc_array) -> Indices:
    return np.repeat(np.arange(matrix.shape[1], dtype=np.int64), np.diff(matrix.indptr))


def _ones_like(template: sparse.csc_array) -> sparse.csc_array:
    """The pattern with ones, which no later operation takes for zeros."""
    matrix = copy.copy(template)
    matrix.data = np.ones(template.nnz)
    return matrix
