"""Inner products, with respect to which a derivative has a gradient."""

from __future__ import annotations

from typing import Any, cast, final

import numpy as np
from scipy import linalg

from sqp.arrays import Vector
from sqp.calculus.linear_map import LinearMap
from sqp.calculus.space import Space
from sqp.errors import ProblemError

_factor: Any = linalg.cho_factor
_solve: Any = linalg.cho_solve


@final
class InnerProduct:
    """<a, b> on a space of arrays: the sum of the products of entries, or a weighted one.

    Parameters
    ----------
    space : Space
    weight : array or tuple of arrays, optional
        Shaped like an element, with positive entries: <a, b> is the sum of weight * a * b; for a tuple of arrays a
        tuple, in which a number stands for an array of it.  Or a symmetric positive definite matrix M of order
        space.size: <a, b> = vec(a)' M vec(b).

    Raises
    ------
    ProblemError
        If the weight is neither.

    Examples
    --------
    >>> V = Space(((2,),))
    >>> product = InnerProduct(V, [1.0, 4.0])
    >>> product([1.0, 1.0], [2.0, 3.0])
    14.0
    >>> product.represent(np.array([2.0, 4.0]))
    array([2., 1.])
    >>> pairs = Space.of((np.ones(2), 1.0))
    >>> InnerProduct(pairs, (2.0, 8.0))((np.ones(2), 1.0), (np.ones(2), 1.0))
    12.0
    """

    def __init__(self, space: Space, weight: Any = None) -> None:
        self.space = space
        self._factor: Any = None
        given: Any = weight
        if given is None:
            self._weight = np.ones(space.size)
        elif isinstance(given, tuple) and not space.single:
            self._weight = _positive(space, _filled(space, cast("tuple[Any, ...]", given)))
        elif space.single and _shape(given) == space.shapes[0]:
            self._weight = _positive(space, given)
        elif _shape(given) == (space.size, space.size):
            self._weight = np.asarray(given, dtype=np.float64)
            self._factor = _factorised(self._weight)
        else:
            expected = f"a matrix of shape {(space.size, space.size)}, got shape {_shape(given)}"
            raise ProblemError(f"weight must be shaped like x, {space}, or be {expected}")

    def __call__(self, a: Any, b: Any) -> float:
        u, v = self.space.vec(a, "a"), self.space.vec(b, "b")
        return float(u @ (self._weight @ v if self._weight.ndim == 2 else self._weight * v))

    @property
    def represent(self) -> LinearMap:
        """The linear map that takes r to the g with <g, d> = r'd for all d (the theorem of Riesz)."""
        return LinearMap.on_coordinates(self.space, self.space, self._divide, self._divide)

    def _divide(self, r: Vector) -> Vector:
        return r / self._weight if self._factor is None else np.asarray(_solve(self._factor, r))


def _shape(weight: Any) -> tuple[int, ...]:
    try:
        return np.shape(weight)
    except ValueError as error:
        raise ProblemError(f"weight must be one array, as x is one: {error}") from error


def _filled(space: Space, weight: tuple[Any, ...]) -> tuple[Any, ...]:
    """The weights of a tuple of arrays, numbers repeated for all entries of their array."""
    if len(weight) != len(space.shapes):
        raise ProblemError(f"weight must be a tuple of {len(space.shapes)} arrays like x, got {len(weight)} of them")
    return tuple(np.full(s, w) if np.ndim(w) == 0 else w for w, s in zip(weight, space.shapes, strict=True))


def _positive(space: Space, weight: Any) -> Vector:
    found = space.vec(weight, "weight")
    if not np.all((found > 0.0) & np.isfinite(found)):
        raise ProblemError(f"the entries of weight must be positive and finite, got {found.min():g}")
    return found


def _factorised(matrix: Any) -> Any:
    if not np.allclose(matrix, matrix.T, rtol=1e-12, atol=0.0):
        raise ProblemError("weight must be a symmetric matrix, got one that is not")
    try:
        return _factor(matrix)
    except linalg.LinAlgError as error:
        raise ProblemError(f"weight must be positive definite: {error}") from error
