"""Residuals given as functions of NumPy arrays, and the sum of their squares."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, final

import numpy as np
from numpy.typing import ArrayLike

from sqp.arrays import Vector
from sqp.bounds import Bounds
from sqp.errors import ProblemError
from sqp.model.blocks import pattern_or_detected
from sqp.model.differences import Differences, difference_jacobian
from sqp.model.matrices import MatrixSource, ReturnedMatrix
from sqp.model.pattern import Pattern
from sqp.model.returned import Remembered, ReturnedVector
from sqp.model.sparsity import near_points


@dataclass(frozen=True, eq=False)
class Residuals:
    """r(x), k numbers, with their Jacobian: the objective is f = |r|^2.

    Attributes
    ----------
    values : callable
        ``values(x) -> (k,)``.
    jacobian : MatrixSource
        (k, n).
    exact : bool
        Whether the Jacobian is the user's, rather than one of finite differences.

    Examples
    --------
    >>> r = residuals_of(lambda x: [x[0] - 1, 3 * x[1]], np.ones(2), Bounds.free(2), Differences(central=True))
    >>> r.objective(np.array([2.0, 1.0])), r.gradient(np.array([2.0, 1.0])).round(6)
    (10.0, array([ 2., 18.]))
    """

    values: Callable[[Vector], Vector]
    jacobian: MatrixSource
    exact: bool

    def objective(self, x: Vector) -> float:
        """|r(x)|^2."""
        r = self.values(x)
        return float(r @ r)

    def gradient(self, x: Vector) -> Vector:
        """2 J(x)'r(x)."""
        pattern = self.jacobian.pattern
        terms = 2.0 * self.jacobian.nonzeros(x) * self.values(x)[pattern.indices]
        return np.bincount(pattern.columns, weights=terms, minlength=x.size).astype(np.float64, copy=False)


@dataclass(frozen=True, eq=False)
class ResidualJacobian:
    """What the user knows of the Jacobian of the residuals.

    Attributes
    ----------
    function : callable
        ``function(x)``, (k, n), dense or sparse.
    sparsity : (k, n) matrix or "detect"
        Where it may be nonzero.
    """

    function: Callable[[Vector], Any] | None = None
    sparsity: Any = None

    def source(
        self, values: ReturnedVector, shape: tuple[int, int], start: Vector, box: Bounds, settings: Differences
    ) -> MatrixSource:
        """Its entries, by finite differences if there is no function."""
        pattern = pattern_or_detected("residual_sparsity", self.sparsity, shape, values, start, box)
        if self.function is None:
            return difference_jacobian(Remembered(values), shape, box, settings, pattern)
        samples: list[tuple[Vector | float, ...]] = [(point,) for point in [start, *near_points(start, box, 2)]]
        return ReturnedMatrix("residual_jacobian", self.function, shape, samples, pattern)


def residuals_of(
    function: Callable[[Vector], Any],
    start: Vector,
    box: Bounds,
    settings: Differences,
    *,
    jacobian: ResidualJacobian | None = None,
    weights: ArrayLike = 1.0,
) -> Residuals:
    """The residuals, evaluated at ``start`` (inside ``box``) to learn how many there are.

    Parameters
    ----------
    function : callable
        ``function(x)``, k numbers.
    start, box, settings
        Where to begin, the bounds that no evaluation leaves, and how differences are taken.
    jacobian : ResidualJacobian, optional
        What is known of it; by finite differences if that is nothing.
    weights : number or (k,) array
        Of the squares, not negative.

    Raises
    ------
    ProblemError
        If a function returns what it should not, or a weight is negative.
    """
    size = ReturnedVector("residuals", function, None)(start).size
    returned = ReturnedVector("residuals", function, size)
    returned(start)  # its shape is checked now
    known = jacobian or ResidualJacobian()
    source = known.source(returned, (size, start.size), start, box, settings)
    exact = known.function is not None
    roots = _roots(weights, size)
    if (roots == 1.0).all():
        return Residuals(Remembered(returned), RememberedMatrix(source), exact)
    weighted = Remembered(lambda x: roots * returned(x))
    return Residuals(weighted, RememberedMatrix(RowScaled(source, roots)), exact)


@final
class RowScaled(MatrixSource):
    """A matrix whose rows are multiplied by ``factors``, (m,)."""

    def __init__(self, source: MatrixSource, factors: Vector) -> None:
        self.source, self.pattern, self.dense = source, source.pattern, source.dense
        self._factors = factors[self.pattern.indices]

    def nonzeros(self, x: Vector, /, *parameters: Any) -> Vector:
        return self._factors * self.source.nonzeros(x, *parameters)


@final
class RememberedMatrix(MatrixSource):
    """A matrix that is asked for twice at each point: for the gradient, and for the Hessian of Gauss and Newton."""

    def __init__(self, source: MatrixSource) -> None:
        self.source: Any = source
        self.pattern: Pattern = source.pattern
        self.dense = source.dense
        self._nonzeros = Remembered(source.nonzeros)

    def nonzeros(self, x: Vector, /, *parameters: Any) -> Vector:
        return self._nonzeros(x)


def _roots(weights: ArrayLike, size: int) -> Vector:
    """(size,) square roots of the weights."""
    numbers = np.asarray(weights, dtype=np.float64)
    if numbers.shape not in ((), (size,)):
        raise ProblemError(f"weights must be a number or have one entry for each of {size} residuals: {numbers.shape}")
    if not (np.isfinite(numbers).all() and (numbers >= 0.0).all()):
        raise ProblemError(f"weights must be finite and not negative, got {numbers.min():g}")
    return np.sqrt(np.broadcast_to(numbers, (size,)))
