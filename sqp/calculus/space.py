"""The vector spaces that maps go between: numbers, vectors, matrices, arrays, and tuples of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Any, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

from sqp.arrays import Vector
from sqp.errors import ProblemError

Array: TypeAlias = NDArray[np.float64]
Shape: TypeAlias = tuple[int, ...]


@dataclass(frozen=True)
class Space:
    """The vector space of all arrays of one shape, or of all tuples of arrays of given shapes.

    Maps are defined and used without coordinates.  Where coordinates are wanted, vec(x) stacks the columns of each
    array (column-major), and the arrays of a tuple below each other.

    Parameters
    ----------
    shapes : tuple of tuples of int
        One shape for each factor; () is the shape of a number.
    single : bool
        Whether an element is an array (or a number) rather than a tuple of them.

    Examples
    --------
    >>> V = Space.of((2.0, np.eye(2)))
    >>> V.shapes, V.size
    (((), (2, 2)), 5)
    >>> V.vec((1.0, [[1, 2], [3, 4]]))
    array([1., 1., 3., 2., 4.])
    >>> V.element(np.arange(5.0))
    (0.0, array([[1., 3.],
           [2., 4.]]))
    """

    shapes: tuple[Shape, ...]
    single: bool = True

    @staticmethod
    def of(element: Any) -> Space:
        """The space that an element belongs to; a Python tuple is a tuple of arrays, a list is one array."""
        if isinstance(element, tuple):
            return Space(tuple(_array(part).shape for part in cast("tuple[Any, ...]", element)), single=False)
        return Space((_array(element).shape,))

    @property
    def size(self) -> int:
        """The dimension."""
        return sum(prod(shape) for shape in self.shapes)

    @property
    def is_scalar(self) -> bool:
        """Whether the elements are numbers."""
        return self.single and self.shapes == ((),)

    def vec(self, element: Any, name: str = "the argument") -> Vector:
        """(size,) coordinates of an element.

        Raises
        ------
        ProblemError
            If the argument is no element of the space.
        """
        parts = self._parts(element, name)
        arrays = [_array(part, name) for part in parts]
        for array, shape in zip(arrays, self.shapes, strict=True):
            if array.shape != shape:
                raise ProblemError(f"{name} must have shape {self}, got {self._found(arrays)}")
        return np.concatenate([array.ravel(order="F") for array in arrays] or [np.zeros(0)])

    def element(self, coordinates: Vector) -> Any:
        """The element with these (size,) coordinates: a float, an array, or a tuple of them."""
        parts: list[float | Array] = []
        offset = 0
        for shape in self.shapes:
            stop = offset + prod(shape)
            part = coordinates[offset:stop].reshape(shape, order="F")
            parts.append(part.copy() if shape else float(part))
            offset = stop
        return parts[0] if self.single else tuple(parts)

    def entry_names(self, names: Sequence[str]) -> tuple[str, ...]:
        """(size,) names of the coordinates, from one name for each factor.

        >>> Space(((2,),)).entry_names(["x"])
        ('x[0]', 'x[1]')
        """
        found: list[str] = []
        for name, shape in zip(names, self.shapes, strict=True):
            for k in range(prod(shape)):
                index = ",".join(str(int(i)) for i in np.unravel_index(k, shape, order="F"))
                found.append(f"{name}[{index}]" if index else name)
        return tuple(found)

    def random(self, rng: np.random.Generator) -> Any:
        """An element with independent standard normal coordinates."""
        return self.element(rng.standard_normal(self.size))

    def _parts(self, element: Any, name: str) -> tuple[Any, ...]:
        if self.single:
            return (element,)
        parts: tuple[Any, ...] = ()
        if isinstance(element, tuple | list):
            parts = tuple(cast("Sequence[Any]", element))
        if len(parts) != len(self.shapes):
            found = f"{len(parts)} of them" if parts else f"{element!r:.60}"
            raise ProblemError(f"{name} must be a tuple of {len(self.shapes)} arrays of shapes {self}, got {found}")
        return parts

    def _found(self, arrays: list[Array]) -> str:
        return str(Space(tuple(array.shape for array in arrays), self.single))

    def __str__(self) -> str:
        return str(self.shapes[0]) if self.single else f"({', '.join(map(str, self.shapes))})"


def finite_point(space: Space, x: Any) -> Vector:
    """(size,) the coordinates of a point to differentiate at.

    Raises
    ------
    ProblemError
        If x is no element of the space, or has an entry that is not finite.

    >>> finite_point(Space(((2,),)), [1.0, 2.0])
    array([1., 2.])
    """
    found = space.vec(x, "x")
    bad = np.flatnonzero(~np.isfinite(found))
    if bad.size:
        names = ["x"] if space.single else [f"x{i}" for i in range(len(space.shapes))]
        raise ProblemError(f"{space.entry_names(names)[int(bad[0])]} must be finite, got {found[bad[0]]}")
    return found


def _array(value: Any, name: str = "the argument") -> Array:
    try:
        return np.asarray(value.full() if hasattr(value, "full") else value, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ProblemError(f"{name} must be a number or an array of numbers, got {value!r}") from error
