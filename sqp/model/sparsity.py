"""Find the sparsity pattern of a function by trying which variables change which values."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sqp.arrays import Mask, Vector
from sqp.bounds import Bounds
from sqp.errors import ProblemError
from sqp.model.pattern import Pattern

#: Seed of the trial points: detection gives the same answer every time.
SEED = 20


def near_points(x: Vector, bounds: Bounds, count: int) -> list[Vector]:
    """``count`` random points within about a tenth of the size of ``x``, inside the bounds."""
    generator = np.random.default_rng(SEED)
    size = np.maximum(np.abs(x), 1.0)
    return [bounds.project(x + 0.1 * size * generator.uniform(-1.0, 1.0, x.size)) for _ in range(count)]


def detect_sparsity(
    function: Callable[[Vector], Vector], x: Vector, bounds: Bounds, *, points: int = 2, with_nan: bool = False
) -> Pattern:
    """Which entries of the Jacobian of ``function`` can be nonzero, from ``points * (n + 1)`` evaluations.

    At each of several random points near ``x``, one variable at a time is moved (inside the bounds), and every value
    that changes by as little as its last bit depends on it.  With ``with_nan`` the variable is set to NaN instead,
    and every value that becomes NaN depends on it.

    Parameters
    ----------
    function : callable
        ``function(x) -> (m,)``.
    x : (n,)
        A point inside the domain.
    bounds : Bounds
        Never left.
    points : int
        Number of random points, at least 1.
    with_nan : bool
        Exact zeros of products (``0 * x``) count as dependence, so the pattern is rather too large than too small;
        but the function must pass NaN on: comparisons, table look-ups and solvers inside do not.

    Returns
    -------
    Pattern
        (m, n).  An answer from samples, not a proof: a branch that no point took, or an effect below rounding, is
        missed, and derivatives would then silently be wrong.  Variables fixed by their bounds are found only with
        NaN.  Give the pattern where it is known.

    Raises
    ------
    ProblemError
        If no point could be evaluated without NaN.

    Examples
    --------
    >>> pattern = detect_sparsity(lambda x: x[:2] * x[2], np.ones(3), Bounds.free(3))
    >>> pattern.matrix(np.ones(pattern.nnz), dense=True)
    array([[1., 0., 1.],
           [0., 1., 1.]])
    """
    found: Mask | None = None
    for point in near_points(x, bounds, points):
        base = np.asarray(function(point.copy()))
        if np.isnan(base).any():
            continue
        here = np.zeros((base.size, x.size), dtype=np.bool_)
        for j in range(x.size):
            moved = point.copy()
            moved[j] = np.nan if with_nan else _other_value(point[j], bounds.lower[j], bounds.upper[j])
            value = np.asarray(function(moved))
            here[:, j] = np.isnan(value) if with_nan else value != base
        found = here if found is None else found | here
    if found is None:
        raise ProblemError("the sparsity cannot be detected: the function is NaN at every trial point near the start")
    return Pattern.of(found)


def _other_value(value: float, lower: float, upper: float) -> float:
    """A value about a percent away, on the side that has more room."""
    step = 0.01 * max(abs(value), 1.0)
    return min(value + step, upper) if upper - value >= value - lower else max(value - step, lower)
