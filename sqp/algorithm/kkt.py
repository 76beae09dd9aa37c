"""The optimality residuals as one pure function."""

from __future__ import annotations

from math import isnan

import numpy as np

from sqp.algorithm.record import Residuals
from sqp.arrays import Vector, norm_inf, norm_one
from sqp.bounds import Bounds

_MEAN_MULTIPLIER = 100.0


def kkt_residuals(
    x: Vector,
    c: Vector,
    lagrangian_gradient: Vector,
    y: Vector,
    z: Vector,
    variable_bounds: Bounds,
    constraint_bounds: Bounds,
) -> Residuals:
    """Residuals of the Karush-Kuhn-Tucker conditions in the units of the arguments.

    Parameters
    ----------
    x, c : (n,), (m,)
        The point and the constraint values there.
    lagrangian_gradient : (n,)
        grad f + J'y + z.
    y, z : (m,), (n,)
        Multipliers; a positive one claims the upper bound, a negative one the lower.

    References
    ----------
    Wächter, Biegler (2006), eqs. (5)-(6) for the scaling by the mean multiplier; complementarity is the smaller of
    gap and multiplier, which identifies the active set and stays finite where a bound is infinite.
    """
    total = norm_one(y) + norm_one(z)
    scale = max(1.0, total / max(1, y.size + z.size) / _MEAN_MULTIPLIER)
    feasibility = complementarity = violation = 0.0
    for values, multipliers, bounds in ((c, y, constraint_bounds), (x, z, variable_bounds)):
        if not values.size:
            continue
        below, above = bounds.lower - values, values - bounds.upper
        distance = np.maximum(below, above)
        largest = float(distance.max())
        if not largest <= 0.0:
            violation = max(violation, largest)
            feasibility = max(feasibility, float((distance / bounds.scale).max()))
        gap = np.abs(np.where(multipliers > 0, above, below))
        product = np.minimum(gap / bounds.scale, np.abs(multipliers) / scale)
        complementarity = _larger(complementarity, product)
    return Residuals(norm_inf(lagrangian_gradient) / scale, feasibility, complementarity, violation)


def _larger(known: float, values: Vector) -> float:
    """The larger of a number and the largest of some values; NaN if one of them is."""
    largest = float(values.max())
    return known if largest <= known or isnan(known) else largest
