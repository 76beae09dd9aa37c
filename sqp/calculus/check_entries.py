"""Which entries of a derivative are wrong: comparison with central differences, entry by entry."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from sqp.arrays import Vector
from sqp.bounds import Bounds
from sqp.calculus.space import Array
from sqp.model.differences import Differences

#: Relative steps; where rounding or truncation spoils one of them another one is right.
_STEPS = (1e-2, 1e-3, 1e-4, 1e-5, 1e-6)
#: An entry is wrong if the differences of no step come this close, relative to the entry and to its row.
_OF_ENTRY = 1e-5
_OF_ROW = 1e-7
_ROUNDING = float(np.finfo(np.float64).eps)


@dataclass(frozen=True)
class WrongEntry:
    """One entry of a derivative that disagrees with differences.

    Attributes
    ----------
    function : str
        The name of the function: ``"objective"``, or the name of the constraint.
    variables : tuple of str
        The variable of a first derivative, or the two of a second.
    claimed, differences : float
        The entry, and what central differences say.

    Examples
    --------
    >>> print(WrongEntry("area", ("width",), 3.0, 2.0))
    d area / d width: 3, but differences give 2
    """

    function: str
    variables: tuple[str, ...]
    claimed: float
    differences: float

    def __str__(self) -> str:
        if len(self.variables) == 1:
            name = f"d {self.function} / d {self.variables[0]}"
        else:
            name = f"d2 {self.function} / d {self.variables[0]} d {self.variables[1]}"
        return f"{name}: {self.claimed:.8g}, but differences give {self.differences:.8g}"


def wrong_entries(
    function: Callable[[Vector], Vector], claimed: Array, x: Vector, bounds: Bounds
) -> Iterator[tuple[int, int, float]]:
    """Row, column and value by differences of the entries of a claimed (k, n) derivative that are wrong.

    >>> claimed = np.array([[2.0, 0.0], [0.0, 3.0]])
    >>> [(i, j) for i, j, _ in wrong_entries(lambda x: x**2, claimed, np.ones(2), Bounds.free(2))]
    [(1, 1)]
    """
    base = function(x)
    found = np.array([_differences(function, base, x, bounds, step) for step in _STEPS])
    noise = 100.0 * _ROUNDING * np.abs(base)[:, None] / np.array(_STEPS)[:, None, None]
    least = np.fmin.reduce(np.abs(found - claimed) - noise)
    best = _most_stable(found)
    size = np.maximum(np.abs(claimed), np.abs(best))
    allowed = _OF_ENTRY * size + _OF_ROW * np.nanmax(size, axis=1, initial=0.0)[:, None]
    for i, j in np.argwhere(least > allowed).tolist():
        yield i, j, float(best[i, j])


def _most_stable(found: Array) -> Array:
    """(k, n) from differences with decreasing steps the one that differs least from that with the step before."""
    changes = np.nan_to_num(np.abs(np.diff(found, axis=0)), nan=np.inf)
    chosen = 1 + np.argmin(changes, axis=0)
    return np.take_along_axis(found, chosen[None], axis=0)[0]


def _differences(function: Callable[[Vector], Vector], base: Vector, x: Vector, bounds: Bounds, step: float) -> Array:
    """(k, n) differences; NaN for variables that cannot move and where the function cannot be evaluated."""
    stencil = Differences(central=True, relative_step=step).stencil(x, bounds)
    found = np.zeros((base.size, x.size))
    for points, weights in zip(stencil.points, stencil.weights, strict=True):
        for j in range(x.size):
            if weights[j]:
                moved = x.copy()
                moved[j] = points[j]
                found[:, j] += weights[j] * (function(moved) - base)
    found[:, ~np.any(stencil.weights != 0.0, axis=0)] = np.nan
    return found
