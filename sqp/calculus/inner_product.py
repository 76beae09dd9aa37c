"""Inner products, with respect to which a derivative has a gradient."""

from __future__ import annotations

from typing import Any, final

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
    weight : array, optional
        Shaped like an element, with positive entries: <a, b> is the sum of weight * a * b.  Or a symmetric positive
        definite matrix M of order space.size: <a, b> = vec(a)' M vec(b).

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
    """

    def __init__(self, space: Space, weight: Any = None) -> None:
        self.space = space
        self._factor: Any = None
        shape = None if weight is None else np.shape(weight)
        if shape is None:
            self._weight = np.ones(space.size)
        elif not space.single or shape == space.shapes[0]:
            self._weight = space.vec(weight, "weight")
            if not np.all((self._weight > 0.0) & np.isfinite(self._weight)):
                raise ProblemError(f"the entries of weight must be positive and finite, got {self._weight.min():g}")
        elif shape == (space.size, space.size):
            self._weight = np.asarray(weight, dtype=np.float64)
            self._factor = _factorised(self._weight)
        else:
            matrix = (space.size, space.size)
            raise ProblemError(f"weight must have the shape of x, {space}, or be a matrix of shape {matrix}: {shape}")

    def __call__(self, a: Any, b: Any) -> float:
        u, v = self.space.vec(a, "a"), self.space.vec(b, "b")
        return float(u @ (self._weight @ v if self._weight.ndim == 2 else self._weight * v))

    @property
    def represent(self) -> LinearMap:
        """The linear map that takes r to the g with <g, d> = r'd for all d (the theorem of Riesz)."""
        return LinearMap.on_coordinates(self.space, self.space, self._divide, self._divide)

    def _divide(self, r: Vector) -> Vector:
        return r / self._weight if self._factor is None else np.asarray(_solve(self._factor, r))


def _factorised(matrix: Any) -> Any:
    if not np.allclose(matrix, matrix.T, rtol=1e-12, atol=0.0):
        raise ProblemError("weight must be a symmetric matrix, got one that is not")
    try:
        return _factor(matrix)
    except linalg.LinAlgError as error:
        raise ProblemError(f"weight must be positive definite: {error}") from error
