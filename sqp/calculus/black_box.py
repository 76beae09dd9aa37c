"""Maps of which only values are known: their derivatives come from finite differences, and say so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, final

import numpy as np

from sqp.arrays import Vector
from sqp.bounds import Bounds
from sqp.calculus.bilinear_map import BilinearMap
from sqp.calculus.linear_map import LinearMap
from sqp.calculus.space import Array, Space
from sqp.errors import ProblemError
from sqp.model.differences import Differences, difference_jacobian

#: What ``black_box=True`` means.
CENTRAL = Differences(central=True)


@final
class BlackBoxMap:
    """f: V -> W on coordinates, for an f that takes and returns numbers.

    Parameters
    ----------
    f : callable
        Called with one argument for each array of x: a float or an array.
    x : array, number or tuple of them
        Where to differentiate; f is evaluated there once to learn the shape of its value.
    settings : Differences

    Examples
    --------
    >>> box = BlackBoxMap(np.linalg.inv, 2.0 * np.eye(2), CENTRAL)
    >>> box.derivative()
    LinearMap (2, 2) -> (2, 2), by finite differences, relative error about 7e-11
    >>> box.derivative()(np.eye(2)).round(8)
    array([[-0.25,  0.  ],
           [ 0.  , -0.25]])
    """

    def __init__(self, f: Callable[..., Any], x: Any, settings: Differences) -> None:
        if not callable(f):
            raise ProblemError(f"a black box must be a callable of numbers and arrays, got {type(f).__name__}")
        self.f = f
        self.domain = Space.of(x)
        self.settings = settings
        self._x = self.domain.vec(x, "x")
        self.codomain = Space.of(self._call(self._x))

    def value(self, x: Vector) -> Vector:
        """vec(f(x)), from vec(x)."""
        return self.codomain.vec(self._call(x), "the value of f")

    def derivative(self) -> LinearMap:
        """f'(x) by one matrix of differences: the map is exactly linear, its values are not exact."""
        matrix = self._jacobian(self._x)
        return LinearMap(self.domain, self.codomain, matrix, self.settings.accuracy)

    def second_derivative(self) -> BilinearMap:
        """f''(x) by differences of differences, made symmetric; n^2 evaluations of f."""
        n, m = self.domain.size, self.codomain.size
        outer = replace(self.settings, central=True, noise=self.settings.accuracy, relative_step=None)
        flat = _jacobian(lambda x: self._jacobian(x).ravel(), (m * n, n), self._x, outer)
        tensor = flat.reshape(m, n, n)
        tensor = 0.5 * (tensor + tensor.transpose(0, 2, 1))
        return BilinearMap(
            self.domain,
            self.codomain,
            lambda d1, d2: np.einsum("ijk,j,k", tensor, d1, d2),
            lambda d1, w: np.einsum("ijk,j,i", tensor, d1, w),
            outer.accuracy,
        )

    def _jacobian(self, x: Vector) -> Array:
        return _jacobian(self.value, (self.codomain.size, self.domain.size), x, self.settings)

    def _call(self, x: Vector) -> Any:
        element = self.domain.element(x)
        return self.f(element) if self.domain.single else self.f(*element)


def _jacobian(f: Callable[[Vector], Vector], shape: tuple[int, int], x: Vector, settings: Differences) -> Array:
    source = difference_jacobian(f, shape, Bounds.free(x.size), settings)
    return source.nonzeros(x).reshape(shape, order="F")
