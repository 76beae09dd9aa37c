"""A named scalar, vector or matrix and its place in a flat vector."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

import numpy as np

from sqp.arrays import Indices, Vector
from sqp.errors import ModelError


@dataclass(frozen=True)
class Quantity:
    """Name and shape of a variable, parameter or constraint; flattening is column-major.

    Of a symmetric matrix only the lower triangle is independent, and only it is stored in flat vectors.

    Parameters
    ----------
    name : str
    shape : tuple of int
        () for a scalar, (k,) for a vector, (r, c) for a matrix.
    symmetric : bool

    Examples
    --------
    >>> S = Quantity("S", (2, 2), symmetric=True)
    >>> S.size, S.entry_names
    (3, ('S[0,0]', 'S[1,0]', 'S[1,1]'))
    >>> S.unpack(np.array([1.0, 2.0, 3.0]))
    array([[1., 2.],
           [2., 3.]])
    """

    name: str
    shape: tuple[int, ...] = ()
    symmetric: bool = False

    @property
    def rows(self) -> int:
        return self.shape[0] if self.shape else 1

    @property
    def columns(self) -> int:
        return self.shape[1] if len(self.shape) == 2 else 1

    @cached_property
    def independent(self) -> Indices:
        """(size,) column-major positions of the entries that are stored."""
        positions = np.arange(self.rows * self.columns)
        if not self.symmetric:
            return positions
        return positions[positions % self.rows >= positions // self.rows]

    @cached_property
    def spread(self) -> Indices:
        """(rows * columns,) for each entry, column-major, its position in the flat vector."""
        full = np.zeros((self.rows, self.columns), dtype=np.int64)
        i, j = self.independent % self.rows, self.independent // self.rows
        full[i, j] = np.arange(self.size)
        if self.symmetric:
            full[j, i] = full[i, j]
        return full.ravel(order="F")

    @property
    def size(self) -> int:
        return self.rows * (self.rows + 1) // 2 if self.symmetric else self.rows * self.columns

    @cached_property
    def entry_names(self) -> tuple[str, ...]:
        """``x`` for a scalar, ``x[0]``, ... for a vector, ``A[0,0]``, ``A[1,0]``, ... for a matrix."""
        return tuple(self.entry_name(k) for k in range(self.size))

    def entry_name(self, entry: int) -> str:
        """The name of one of the entries that are stored."""
        if not self.shape:
            return self.name
        if len(self.shape) == 1:
            return f"{self.name}[{entry}]"
        column, row = divmod(int(self.independent[entry]), self.rows)
        return f"{self.name}[{row},{column}]"

    @property
    def unbounded(self) -> tuple[Vector, Vector]:
        """(size,) lower and upper bounds that bound nothing."""
        return np.full(self.size, -np.inf), np.full(self.size, np.inf)

    @property
    def all_entry_names(self) -> tuple[str, ...]:
        """Names of all entries, column-major; mirrored entries of a symmetric matrix share one."""
        return tuple(self.entry_names[int(k)] for k in self.spread)

    def unpack(self, flat: Vector) -> Any:
        """The value in its own shape, a float for a scalar, from its (size,) entries."""
        if not self.shape:
            return float(flat[0])
        return flat[self.spread].reshape(self.shape, order="F")

    def pack(self, value: Any, what: str) -> Vector:
        """(size,) entries of a value given as a number or in the quantity's shape.

        Raises
        ------
        ModelError
            If the value is not numeric, contains NaN, has another shape, or should be symmetric and is not; ``what``
            and the name say which value.
        """
        owner = f"{what} of {self.name!r}"
        try:
            array = np.array(value.full() if hasattr(value, "full") else value, dtype=np.float64)
        except (TypeError, ValueError) as error:
            raise ModelError(f"{owner} must be a number or an array of numbers, got {value!r}") from error
        if np.isnan(array).any():
            raise ModelError(f"{owner} contains NaN")
        if array.size == 1:
            return np.full(self.size, array.item())
        if array.shape not in (self.shape, (self.rows, self.columns)):
            raise ModelError(f"{owner} has shape {array.shape}, expected a number or shape {self.shape}")
        matrix = array.reshape(self.rows, self.columns)
        if self.symmetric and not np.array_equal(matrix, matrix.T):
            raise ModelError(f"{owner} must be symmetric")
        return matrix.ravel(order="F")[self.independent]


def quantity(what: str, name: Any, shape: Any, *, symmetric: bool = False) -> Quantity:
    """A quantity from what a user wrote.

    Raises
    ------
    ModelError
        If the name is empty or the shape is not made of at most two positive integers.
    """
    if not isinstance(name, str) or not name.strip():
        raise ModelError(f"the name of a {what} must be a nonempty string, got {name!r}")
    given: tuple[Any, ...] = tuple(cast("Sequence[Any]", shape)) if isinstance(shape, tuple | list) else (shape,)
    if len(given) > 2 or not all(isinstance(k, int | np.integer) and not isinstance(k, bool) and k > 0 for k in given):
        raise ModelError(
            f"the shape of {what} {name!r} must be (), k, (k,) or (r, c) with positive integers, got {shape!r}"
        )
    sizes = tuple(int(k) for k in given)
    if symmetric and (len(sizes) != 2 or sizes[0] != sizes[1]):
        raise ModelError(f"{what} {name!r} is declared symmetric, so its shape must be (k, k), got {shape!r}")
    return Quantity(name, sizes, symmetric)
