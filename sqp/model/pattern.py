"""The constant sparsity pattern of a matrix: where values may be, in compressed-column order."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from sqp.arrays import Indices, Matrix, Vector
from sqp.errors import ProblemError
from sqp.model.templates import DenseTemplate, SparseTemplate


@dataclass(frozen=True, eq=False)
class Pattern:
    """Positions of a matrix in compressed-column form, rows ascending within each column, none twice.

    Attributes
    ----------
    shape : (m, n)
    indptr, indices : (n + 1,), (nnz,) int32 arrays

    Examples
    --------
    >>> pattern = Pattern.of([[1.0, 0.0], [2.0, 3.0]])
    >>> pattern.indices, pattern.columns
    (array([0, 1, 1], dtype=int32), array([0, 0, 1]))
    >>> pattern.matrix(np.array([5.0, 6.0, 7.0]), dense=True)
    array([[5., 0.],
           [6., 7.]])
    """

    shape: tuple[int, int]
    indptr: NDArray[np.int32]
    indices: NDArray[np.int32]

    @classmethod
    def of(cls, matrix: Any) -> Pattern:
        """The stored entries of a sparse matrix of any kind, the nonzero entries of anything else."""
        return cls._of_canonical(canonical(matrix if is_any_sparse(matrix) else np.atleast_2d(matrix) != 0))

    @classmethod
    def full(cls, rows: int, columns: int) -> Pattern:
        """Every entry."""
        indptr = np.arange(columns + 1, dtype=np.int32) * np.int32(rows)
        return cls((rows, columns), indptr, np.tile(np.arange(rows, dtype=np.int32), columns))

    @classmethod
    def _of_canonical(cls, matrix: Any) -> Pattern:
        return cls(matrix.shape, matrix.indptr.astype(np.int32), matrix.indices.astype(np.int32))

    @property
    def nnz(self) -> int:
        return self.indices.size

    @cached_property
    def columns(self) -> Indices:
        """(nnz,) the column of each entry."""
        return np.repeat(np.arange(self.shape[1]), np.diff(self.indptr))

    @cached_property
    def keys(self) -> Indices:
        """(nnz,) one ascending number per entry: its place in the dense column-major matrix."""
        return self.columns * self.shape[0] + self.indices

    @cached_property
    def rows_of_columns(self) -> list[list[int]]:
        """The rows of each column, as lists for loops over graphs."""
        return [self.indices[a:b].tolist() for a, b in zip(self.indptr[:-1], self.indptr[1:], strict=True)]

    def positions(self, keys: Indices) -> Indices:
        """Where the entries with these keys are stored, -1 for those that are not in the pattern."""
        if not self.nnz:
            return np.full(keys.size, -1)
        places = np.minimum(np.searchsorted(self.keys, keys), self.nnz - 1)
        return np.where(self.keys[places] == keys, places, -1)

    def union(self, other: Pattern) -> Pattern:
        """The entries of either; both must have one shape."""
        return self.with_keys(np.union1d(self.keys, other.keys))

    def symmetric(self) -> Pattern:
        """The entries of a square pattern and of its transpose."""
        return self.with_keys(np.union1d(self.keys, self.indices.astype(np.int64) * self.shape[0] + self.columns))

    @cached_property
    def transposed_positions(self) -> Indices:
        """(nnz,) where entry (j, i) is stored, for each entry (i, j) of a symmetric pattern."""
        return self.positions(self.indices.astype(np.int64) * self.shape[0] + self.columns)

    def with_keys(self, keys: Indices) -> Pattern:
        """The pattern of the same shape with the entries that have these ascending keys."""
        rows, columns = self.shape
        column, row = np.divmod(keys, max(rows, 1))
        indptr = np.searchsorted(column, np.arange(columns + 1))
        return Pattern(self.shape, indptr.astype(np.int32), row.astype(np.int32))

    def matrix(self, nonzeros: Vector, *, dense: bool) -> Matrix:
        """The matrix with these values at the entries."""
        return self.template(dense=dense)(nonzeros)

    def template(self, *, dense: bool) -> DenseTemplate | SparseTemplate:
        """What turns nonzeros into a matrix of this pattern, again and again."""
        return (DenseTemplate if dense else SparseTemplate)(self.indptr, self.indices, self.shape)

    def nonzeros(self, matrix: Any, name: str) -> Vector:
        """The values of ``matrix`` (dense or of any sparse kind) at the entries, as a new array.

        Raises
        ------
        ProblemError
            If a value outside the pattern is not zero.
        """
        if isinstance(matrix, np.ndarray):
            values = matrix.reshape(-1, order="F")
            if values.size == self.nnz:
                return values.astype(np.float64)
            picked = values[self.keys]
            if np.count_nonzero(values) > np.count_nonzero(picked):
                outside = np.setdiff1d(np.flatnonzero(values), self.keys)
                raise self._outside(int(outside[0]), name)
            return picked
        given = canonical(matrix)
        data = given.data.astype(np.float64)
        if np.array_equal(given.indices, self.indices) and np.array_equal(given.indptr, self.indptr):
            return data
        return self._placed(data, Pattern._of_canonical(given), name)

    def _placed(self, data: Vector, given: Pattern, name: str) -> Vector:
        places = self.positions(given.keys)
        outside = np.flatnonzero((places < 0) & (data != 0.0))
        if outside.size:
            raise self._outside(int(given.keys[outside[0]]), name)
        nonzeros = np.zeros(self.nnz)
        nonzeros[places[places >= 0]] = data[places >= 0]
        return nonzeros

    def _outside(self, key: int, name: str) -> ProblemError:
        column, row = divmod(key, self.shape[0])
        return ProblemError(
            f"{name}: entry ({row}, {column}) is not zero, but is not in the sparsity pattern that was given or seen "
            f"at the start; store explicit zeros there, or pass the whole pattern as sparsity="
        )


def is_any_sparse(matrix: Any) -> bool:
    """Whether ``matrix`` is of one of SciPy's sparse kinds, array or matrix."""
    return sparse.issparse(matrix)


def canonical(matrix: Any) -> Any:
    """``matrix`` as a ``csc_array`` with sorted rows and no duplicates; the argument is never written to."""
    converted = sparse.csc_array(matrix)
    if not converted.has_canonical_format:
        converted = sparse.csc_array(matrix, copy=True)
        converted.sum_duplicates()
    return converted


def stacked(patterns: Sequence[Pattern]) -> tuple[Pattern, list[Indices]]:
    """Patterns of equal width one above the other, and where the entries of each are stored in the whole."""
    height = sum(pattern.shape[0] for pattern in patterns)
    first, shifted = 0, list[Indices]()
    for pattern in patterns:
        shifted.append(pattern.columns * height + pattern.indices + first)
        first += pattern.shape[0]
    empty = Pattern((height, patterns[0].shape[1]), np.zeros(0, np.int32), np.zeros(0, np.int32))
    whole = empty.with_keys(np.sort(np.concatenate(shifted)))
    return whole, [whole.positions(keys) for keys in shifted]
