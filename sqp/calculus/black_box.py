"""Maps of which only values are known: their derivatives come from finite differences, and say so.

How far off they are is measured: along random directions, with steps of another length, differences of the values are
compared with what the matrix of differences predicts there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, final

import numpy as np

from sqp.arrays import Vector
from sqp.bounds import Bounds
from sqp.calculus.bilinear_map import BilinearMap
from sqp.calculus.linear_map import LinearMap
from sqp.calculus.space import Array, Space, finite_point
from sqp.errors import EvaluationError, ProblemError
from sqp.model.differences import Differences, difference_jacobian

#: What ``black_box=True`` means.
CENTRAL = Differences(central=True)
#: Directions along which the error is measured.
_SAMPLES = 3
_ROUNDING = float(np.finfo(np.float64).eps)


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
    LinearMap (2, 2) -> (2, 2), by finite differences, measured relative error ...
    >>> box.derivative()(np.eye(2)).round(8)
    array([[-0.25,  0.  ],
           [ 0.  , -0.25]])

    Raises
    ------
    EvaluationError
        If a value of f at x, or at a neighbour of x that differences need, is not finite.
    """

    def __init__(self, f: Callable[..., Any], x: Any, settings: Differences) -> None:
        if not callable(f):
            raise ProblemError(f"a black box must be a callable of numbers and arrays, got {type(f).__name__}")
        self.f = f
        self.domain = Space.of(x)
        self.settings = settings
        self._x = finite_point(self.domain, x)
        self.codomain = Space.of(self._call(self._x))
        self._base = self._near(self._x)

    def value(self, x: Vector) -> Vector:
        """vec(f(x)), from vec(x)."""
        return self.codomain.vec(self._call(x), "the value of f")

    def derivative(self) -> LinearMap:
        """f'(x) by one matrix of differences: the map is exactly linear, its values are not exact."""
        matrix = self._jacobian(self._x)
        return LinearMap(self.domain, self.codomain, matrix, self._first_error(matrix))

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
            self._second_error(tensor, outer),
        )

    def _jacobian(self, x: Vector) -> Array:
        return _jacobian(self._near, (self.codomain.size, self.domain.size), x, self.settings)

    def _first_error(self, matrix: Array) -> float:
        """Largest error of f'(x)[d] for steps d, relative to the root of the sum of squares of its terms."""
        misses = list[Vector]()
        for d in self._directions(self.settings):
            change = 0.5 * (self._near(self._x + d) - self._near(self._x - d))
            misses.append(change - matrix @ d)
        size = np.linalg.norm(matrix * self._steps(self.settings), axis=1)
        return _relative(misses, size)

    def _second_error(self, tensor: Array, settings: Differences) -> float:
        """Largest error of f''(x)[d, d] for steps d, relative to the root of the sum of squares of its terms."""
        misses = list[Vector]()
        for d in self._directions(settings):
            change = self._near(self._x + d) - 2.0 * self._base + self._near(self._x - d)
            misses.append(change - np.einsum("ijk,j,k", tensor, d, d))
        steps = self._steps(settings)
        size = np.linalg.norm(tensor * np.multiply.outer(steps, steps), axis=(1, 2))
        return _relative(misses, size)

    def _steps(self, settings: Differences) -> Vector:
        """(n,) twice the step of each variable, shared among all of them, so that the step is not longer for many."""
        own = np.abs(settings.stencil(self._x, Bounds.free(self._x.size)).points[0] - self._x)
        return 2.0 * own / np.sqrt(max(own.size, 1))

    def _directions(self, settings: Differences) -> Iterator[Vector]:
        rng = np.random.default_rng(self._x.size)
        for _ in range(_SAMPLES):
            yield self._steps(settings) * rng.choice((-1.0, 1.0), self._x.size)

    def _near(self, x: Vector) -> Vector:
        """vec(f(x)) at x or a neighbour of it; finite."""
        values = self.value(x)
        bad = np.flatnonzero(~np.isfinite(values))
        if bad.size:
            entry = f"entry {int(bad[0])} of f" if values.size > 1 else "f"
            where = "x" if np.array_equal(x, self._x) else "a point near x that differences need"
            raise EvaluationError(f"{entry} is {values[bad[0]]} at {where}", function="f", index=int(bad[0]))
        return values

    def _call(self, x: Vector) -> Any:
        element = self.domain.element(x)
        return self.f(element) if self.domain.single else self.f(*element)


def _jacobian(f: Callable[[Vector], Vector], shape: tuple[int, int], x: Vector, settings: Differences) -> Array:
    source = difference_jacobian(f, shape, Bounds.free(x.size), settings)
    return source.nonzeros(x).reshape(shape, order="F")


def _relative(misses: list[Vector], size: Vector) -> float:
    """The largest miss, relative to the size of the largest value; never 0, which would mean exact."""
    largest = float(size.max(initial=0.0))
    worst = max((float(np.abs(miss).max(initial=0.0)) for miss in misses), default=0.0)
    return max(worst / largest, _ROUNDING) if largest > 0.0 else (1.0 if worst > 0.0 else _ROUNDING)
