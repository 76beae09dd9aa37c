"""Stationary points so far out that the objective may only have become too flat to be told from stationary."""

from __future__ import annotations

import numpy as np

from sqp.arrays import Mask, Vector, norm_inf
from sqp.bounds import Bounds
from sqp.model.problem import Problem, variable_name

#: Distance from the start, relative to its size, that counts as far.
_FAR = 1e6


def far_out(problem: Problem, start: Vector, x: Vector) -> str:
    """A sentence on the variable that went furthest, if it went far with no bound before it; otherwise empty.

    Examples
    --------
    >>> import sqp
    >>> m = sqp.Model("flat")
    >>> x = m.variable("x", lower=1e-3, start=1.0)
    >>> m.minimize(-sqp.log(x))
    >>> far_out(m.problem(), np.array([1.0]), np.array([1.5e8]))
    'x went to 1.5e+08, where the objective is nearly flat, and has no bound there: it may fall on for ever'
    """
    distance = np.where(_is_free(problem.variable_bounds, x - start), np.abs(x - start), 0.0)
    j = int(distance.argmax())
    if not distance[j] >= _FAR * max(1.0, norm_inf(start)):
        return ""
    where = f"{variable_name(problem, j)} went to {x[j]:.3g}"
    return f"{where}, where the objective is nearly flat, and has no bound there: it may fall on for ever"


def _is_free(bounds: Bounds, moved: Vector) -> Mask:
    """(n,) whether there is no bound in the direction in which a variable moved."""
    return np.where(moved > 0, ~np.isfinite(bounds.upper), ~np.isfinite(bounds.lower))
