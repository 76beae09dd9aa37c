"""The optimality residuals as one pure function."""

from __future__ import annotations

from collections.abc import Callable
from math import isnan
from typing import TypeAlias

import numpy as np

from sqp.algorithm.record import Residuals
from sqp.arrays import Indices, Matrix, Vector, is_sparse, norm_inf, norm_one
from sqp.bounds import Bounds

Forces: TypeAlias = Callable[[Indices], Vector]

_MEAN_MULTIPLIER = 100.0
#: Relative gap that is rounding.
_CLOSED = 1e-12


def kkt_residuals(
    x: Vector,
    c: Vector,
    lagrangian_gradient: Vector,
    y: Vector,
    z: Vector,
    variable_bounds: Bounds,
    constraint_bounds: Bounds,
    forces: Forces | None = None,
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
    forces : callable, optional
        Of rows by index: the largest entry of y_i grad c_i.  The smallness of a multiplier means nothing where the
        gradient that it belongs to is large.

    References
    ----------
    Wächter, Biegler (2006), eqs. (5)-(6) for the scaling by the mean multiplier; complementarity is the smaller of
    gap and multiplier or force, which identifies the active set and stays finite where a bound is infinite.
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
        gap = np.abs(np.where(multipliers > 0, above, below)) / bounds.scale
        complementarity = _larger(complementarity, np.minimum(gap, np.abs(multipliers) / scale))
        if forces is not None and values is c:
            open_ = np.flatnonzero((gap > max(_CLOSED, complementarity)) & (multipliers != 0.0))
            if open_.size:
                complementarity = _larger(complementarity, np.minimum(gap[open_], forces(open_) / scale))
    return Residuals(norm_inf(lagrangian_gradient) / scale, feasibility, complementarity, violation)


def row_forces(jac: Matrix, y: Vector, units: Vector | float = 1.0) -> Forces:
    """The largest entry of y_i grad c_i for rows that are asked about, (k,).

    Parameters
    ----------
    jac, y : (m, n), (m,)
    units : (n,) or float
        What to divide derivatives by variables by.

    Examples
    --------
    >>> row_forces(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([1.0, -0.5]))(np.array([1]))
    array([2.])
    """

    def forces(rows: Indices) -> Vector:
        if not is_sparse(jac):
            return np.abs(np.asarray(jac)[rows] / units).max(axis=1, initial=0.0) * np.abs(y[rows])
        sizes = np.zeros(y.size)
        divisors = np.repeat(np.broadcast_to(units, jac.shape[1]), np.diff(jac.indptr))
        np.maximum.at(sizes, jac.indices, np.abs(jac.data / divisors))
        return (sizes * np.abs(y))[rows]

    return forces


def _larger(known: float, values: Vector) -> float:
    """The larger of a number and the largest of some values; NaN if one of them is."""
    largest = float(values.max())
    return known if largest <= known or isnan(known) else largest
