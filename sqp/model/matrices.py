"""Where matrices of one constant pattern come from, and how they are put together."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, final

import numpy as np

from sqp.arrays import Matrix, Vector
from sqp.errors import ProblemError
from sqp.model.pattern import Pattern, is_any_sparse, stacked
from sqp.model.returned import copies, expect_callable, float_array


class MatrixSource(ABC):
    """Something that yields the nonzeros of a matrix of one constant pattern.

    Attributes
    ----------
    pattern : Pattern
    dense : bool
        Whether the matrix is better stored as a dense array.
    """

    pattern: Pattern
    dense: bool

    @abstractmethod
    def nonzeros(self, x: Vector, /, *parameters: Any) -> Vector:
        """(nnz,) the values in compressed-column order, as a new array."""


@final
class ReturnedMatrix(MatrixSource):
    """A user function whose value is a matrix: an array, nested lists, any SciPy sparse kind; a vector for one row.

    Parameters
    ----------
    name, function
        As in :class:`ReturnedScalar`.
    shape : (m, n)
    samples : list of tuples
        Arguments for evaluations from which the pattern of a sparse value is gathered; the first must succeed.
    sparsity : Pattern, optional
        The pattern, if the user knows it.
    """

    def __init__(
        self,
        name: str,
        function: Callable[..., Any],
        shape: tuple[int, int],
        samples: list[tuple[Vector | float, ...]],
        sparsity: Pattern | None = None,
    ) -> None:
        self.name = name
        self.function = expect_callable(name, function)
        self.shape = shape
        first = self._value(*samples[0])
        self.dense = sparsity is None and isinstance(first, np.ndarray)
        if sparsity is not None:
            self.pattern = sparsity
        elif self.dense:
            self.pattern = Pattern.full(*shape)
        else:
            self.pattern = self._gathered(Pattern.of(first), samples[1:])

    def nonzeros(self, x: Vector, /, *parameters: Vector | float) -> Vector:
        return self.pattern.nonzeros(self._value(x, *parameters), self.name)

    def _value(self, *arguments: Vector | float) -> Any:
        value = self.function(*copies(arguments))
        if is_any_sparse(value):
            if value.dtype.kind == "c":
                raise ProblemError(f"{self.name} must return real numbers, got complex ones")
            return self._expect_shape(value)
        array = float_array(self.name, value)
        if array.ndim < 2 and 1 in self.shape and array.size == self.shape[0] * self.shape[1]:
            return array.reshape(self.shape)
        return self._expect_shape(array)

    def _expect_shape(self, value: Any) -> Any:
        if value.shape == self.shape:
            return value
        hint = "; it looks transposed" if value.shape == self.shape[::-1] else ""
        raise ProblemError(f"{self.name} must return shape {self.shape}, got {value.shape}{hint}")

    def _gathered(self, pattern: Pattern, samples: list[tuple[Vector | float, ...]]) -> Pattern:
        for arguments in samples:
            try:
                value = self._value(*arguments)
            except Exception:  # noqa: BLE001 - a sample point may be outside the domain; the start was not
                continue
            pattern = pattern.union(Pattern.of(value))
        return pattern


@final
class StackedMatrix(MatrixSource):
    """Matrices of x one above the other."""

    def __init__(self, blocks: Sequence[MatrixSource]) -> None:
        self.blocks = tuple(blocks)
        self.dense = all(block.dense for block in blocks)
        self.pattern, self._places = stacked([block.pattern for block in blocks])

    def nonzeros(self, x: Vector, /, *parameters: Any) -> Vector:
        values = np.zeros(self.pattern.nnz)
        for block, places in zip(self.blocks, self._places, strict=True):
            values[places] = block.nonzeros(x, *parameters)
        return values


@final
class ConstantMatrix(MatrixSource):
    """The same matrix everywhere."""

    def __init__(self, values: Vector, pattern: Pattern, *, dense: bool) -> None:
        self.values = values
        self.pattern = pattern
        self.dense = dense

    def nonzeros(self, x: Vector, /, *parameters: Any) -> Vector:
        return self.values.copy()


@final
class AssembledMatrix:
    """A function that makes matrices, dense or ``csc_array``, from the nonzeros of a source."""

    def __init__(self, source: MatrixSource, *, dense: bool) -> None:
        self.source = source
        self._template = source.pattern.template(dense=dense)

    def __call__(self, x: Vector, /, *parameters: Any) -> Matrix:
        return self._template(self.source.nonzeros(x, *parameters))


def expect_symmetric(name: str, matrix: Any) -> None:
    """Refuse a matrix that is not symmetric to about eight digits."""
    difference = float(abs(matrix - matrix.T).max()) if matrix.shape[0] else 0.0
    if difference > 1e-8 * float(abs(matrix).max()):
        raise ProblemError(
            f"{name} must return both triangles of a symmetric matrix, got entries (i, j) and (j, i) that differ by "
            f"{difference:.3g}"
        )
