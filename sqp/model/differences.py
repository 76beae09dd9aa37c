"""Derivatives by finite differences that never leave the variable bounds.

References
----------
J. Nocedal, S. J. Wright (2006), Numerical Optimization, 2nd ed., Section 8.1: forward differences (8.1) with the step
    (8.6), central differences (8.7), sparse Jacobians and Hessians by grouped columns.
J. E. Dennis, R. B. Schnabel (1996), Numerical Methods for Unconstrained Optimization, Section 5.4: steps relative to
    ``max(|x|, typical)``.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sqp.arrays import Vector
from sqp.bounds import Bounds
from sqp.errors import OptionError
from sqp.model.colouring import Colouring, column_colouring, star_colouring
from sqp.model.matrices import MatrixSource
from sqp.model.pattern import Pattern

_ROUNDING = float(np.finfo(np.float64).eps)
_tally = threading.local()


def evaluations_here() -> int:
    """Evaluations at displaced points that differences have taken in this thread so far.

    >>> before = evaluations_here()
    >>> _ = DifferenceGradient(lambda x: float(x @ x), Bounds.free(3), Differences())(np.ones(3))
    >>> evaluations_here() - before
    3
    """
    return getattr(_tally, "evaluations", 0)


def _count_evaluation() -> None:
    _tally.evaluations = evaluations_here() + 1


@dataclass(frozen=True, eq=False)
class Stencil:
    """Where to evaluate, and how to weigh: f'_j is the sum over k of ``weights[k, j] (f(x with points[k, j]) - f(x))``.

    Attributes
    ----------
    points, weights : (1, n) or (2, n)
        Values that variable j takes in turn; a variable that cannot move keeps its value and has weights 0.
    """

    points: NDArray[np.float64]
    weights: NDArray[np.float64]


@dataclass(frozen=True, eq=False, kw_only=True)
class Differences:
    """How to take finite differences.

    Parameters
    ----------
    central : bool
        Two evaluations per variable with an error of order h^2 instead of one with an error of order h.  Where a
        bound is in the way both points are on one side.
    noise : float
        Relative error of the function values, in (0, 1): rounding by default; for simulations measure it with
        :func:`sqp.model.noise.estimate_noise`.  The step is ``noise**(1/2)`` times the size of x, ``noise**(1/3)`` for
        central differences: the balance of truncation and noise behind (8.6).
    relative_step : float, optional
        The step in units of ``max(|x|, typical)``, in (0, 1), instead of the one derived from the noise.
    typical : float or (n,) array
        Size of each variable below which steps do not shrink any further, positive.

    Raises
    ------
    OptionError
        If a value is outside its range.

    Examples
    --------
    >>> stencil = Differences(relative_step=0.1).stencil(np.array([1.0, 2.0]), Bounds([0.0, 0.0], [1.0, 9.0]))
    >>> stencil.points
    array([[0.9, 2.2]])
    """

    central: bool = False
    noise: float = _ROUNDING
    relative_step: float | None = None
    typical: ArrayLike = 1.0

    def __post_init__(self) -> None:
        if not 0.0 < self.noise < 1.0:
            raise OptionError(f"Differences.noise must be in (0, 1), got {self.noise!r}")
        if self.relative_step is not None and not 0.0 < self.relative_step < 1.0:
            raise OptionError(f"Differences.relative_step must be in (0, 1), got {self.relative_step!r}")
        if not np.all(np.asarray(self.typical) > 0.0):
            raise OptionError(f"Differences.typical must be positive, got {self.typical!r}")

    @property
    def accuracy(self) -> float:
        """Relative error to expect of a derivative of a well-scaled function: truncation plus noise over step."""
        step = self._unit
        return (step * step if self.central else step) + self.noise / step

    @property
    def _unit(self) -> float:
        return self.relative_step or self.noise ** (1.0 / 3.0 if self.central else 0.5)

    def stencil(self, x: Vector, bounds: Bounds) -> Stencil:
        """Points and weights at ``x``; the points are inside the bounds to the last bit wherever ``x`` is."""
        wanted = self._unit * np.maximum(np.abs(x), self.typical)
        low, high = np.minimum(bounds.lower, x), np.maximum(bounds.upper, x)
        above = np.maximum(bounds.upper - x, 0.0)
        below = np.maximum(x - bounds.lower, 0.0)
        if not self.central:
            upward = (above >= wanted) | ((below < wanted) & (above >= below))
            near = np.clip(x + np.where(upward, np.minimum(wanted, above), -np.minimum(wanted, below)), low, high)
            return Stencil(near[None, :], _inverse(near - x)[None, :])
        both = (above >= wanted) & (below >= wanted)
        room = np.where(above >= below, np.minimum(2.0 * wanted, above), -np.minimum(2.0 * wanted, below))
        near = np.clip(x + np.where(both, wanted, 0.5 * room), low, high)
        far = np.clip(x + np.where(both, -wanted, room), low, high)
        return Stencil(np.stack([near, far]), _parabola_weights(near - x, far - x))


def _inverse(values: Vector) -> Vector:
    return np.divide(1.0, values, out=np.zeros_like(values), where=values != 0.0)


def _parabola_weights(a: Vector, b: Vector) -> NDArray[np.float64]:
    """Weights of f(x + a) - f(x) and f(x + b) - f(x) in the slope at x of the parabola through the three points.

    For b = -a this is the central difference (8.7); if a vanishes, or equals b, the chord to x + b is left.
    """
    usable = (a != 0.0) & (b != 0.0) & (a != b)
    span = _inverse(np.where(usable, b - a, 0.0))
    chord = np.where(usable, 0.0, _inverse(b))
    return np.stack([b * _inverse(a) * span, chord - a * _inverse(b) * span])


@final
class DifferenceMatrix(MatrixSource):
    """The derivative of a vector function of x by grouped differences, of one constant pattern.

    Parameters
    ----------
    function : callable
        ``function(x, *parameters) -> (m,)``; only x is differentiated.
    colouring : Colouring
        From :func:`column_colouring`, or from :func:`star_colouring` with ``symmetric=True``.
    bounds : Bounds
        Never left by an evaluation.
    settings : Differences
    symmetric : bool
        Whether to average each entry with its mirror image.
    dense : bool
        Whether the matrix is better stored as a dense array.

    Notes
    -----
    Derivatives with respect to a variable that its bounds fix cannot be known and are reported as 0; such a variable
    does not move in any step, so the solution is unaffected, and its bound multiplier is relative to this.

    Examples
    --------
    >>> colouring = column_colouring(Pattern.of(np.eye(3)))
    >>> square = DifferenceMatrix(np.square, colouring, Bounds.free(3), Differences(central=True))
    >>> colouring.count, square.nonzeros(np.array([1.0, 2.0, 3.0])).round(6)
    (1, array([2., 4., 6.]))
    """

    def __init__(
        self,
        function: Callable[..., Vector],
        colouring: Colouring,
        bounds: Bounds,
        settings: Differences,
        *,
        symmetric: bool = False,
        dense: bool = False,
    ) -> None:
        self.function = function
        self.colouring = colouring
        self.pattern = colouring.pattern
        self.bounds = bounds
        self.settings = settings
        self.symmetric = symmetric
        self.dense = dense

    def nonzeros(self, x: Vector, /, *parameters: Any) -> Vector:
        stencil = self.settings.stencil(x, self.bounds)
        base = np.asarray(self.function(x, *parameters))
        where = self.colouring
        values = np.zeros(self.pattern.nnz)
        for point, weight in zip(stencil.points, stencil.weights, strict=True):
            compressed = self._changes(x, point, base, parameters)
            values += weight[where.read_column] * compressed[where.read_row, where.read_group]
        return self._averaged(values, stencil.weights) if self.symmetric else values

    def _changes(self, x: Vector, point: Vector, base: Vector, parameters: tuple[Any, ...]) -> NDArray[np.float64]:
        """(m, count) change of the function when all variables of one group move to ``point``."""
        changes = np.zeros((base.size, self.colouring.count), order="F")
        for group in range(self.colouring.count):
            moved = np.where(self.colouring.groups == group, point, x)
            if not np.array_equal(moved, x):
                _count_evaluation()
                changes[:, group] = self.function(moved, *parameters) - base
        return changes

    def _averaged(self, values: Vector, weights: NDArray[np.float64]) -> Vector:
        mirror = self.pattern.transposed_positions
        known = (np.abs(weights).max(axis=0) > 0.0)[self.colouring.read_column].astype(np.float64)
        share = known + known[mirror]
        return (known * values + (known * values)[mirror]) * _inverse(share)


@final
class DifferenceGradient:
    """The gradient of a scalar function by differences: n evaluations, 2 n for central ones.

    Examples
    --------
    >>> slope = DifferenceGradient(lambda x: float(x @ x), Bounds.free(2), Differences(central=True))
    >>> slope(np.array([1.0, 2.0])).round(6)
    array([2., 4.])
    """

    def __init__(self, function: Callable[[Vector], float], bounds: Bounds, settings: Differences) -> None:
        self.function = function
        row = column_colouring(Pattern.full(1, bounds.size))
        self._row = DifferenceMatrix(self._as_vector, row, bounds, settings)

    def __call__(self, x: Vector, /) -> Vector:
        return self._row.nonzeros(x)

    def _as_vector(self, x: Vector) -> Vector:
        return np.array([self.function(x)])


def difference_jacobian(
    function: Callable[[Vector], Vector],
    shape: tuple[int, int],
    bounds: Bounds,
    settings: Differences,
    sparsity: Pattern | None = None,
) -> DifferenceMatrix:
    """The Jacobian of ``function`` by differences; dense with one evaluation per variable without ``sparsity``."""
    pattern = Pattern.full(*shape) if sparsity is None else sparsity
    return DifferenceMatrix(function, column_colouring(pattern), bounds, settings, dense=sparsity is None)


def difference_hessian(
    lagrangian_gradient: Callable[[Vector, Vector, float], Vector],
    bounds: Bounds,
    settings: Differences,
    sparsity: Pattern | None = None,
) -> DifferenceMatrix:
    """The Hessian of the Lagrangian from differences of its gradient, averaged with its transpose."""
    pattern = Pattern.full(bounds.size, bounds.size) if sparsity is None else sparsity
    colouring = star_colouring(pattern)
    return DifferenceMatrix(lagrangian_gradient, colouring, bounds, settings, symmetric=True, dense=sparsity is None)
