"""Judge a QP answer from the QP alone."""

from __future__ import annotations

import numpy as np

from sqp.arrays import Vector, norm_inf
from sqp.qp.program import QuadraticProgram

#: A step longer than this is not taken for a solution.
_FAR = 1e8


def qp_residual(qp: QuadraticProgram, d: Vector, y: Vector, z: Vector) -> float:
    """Scaled KKT residual of an answer; infinite if anything is not finite.

    The largest of the relative stationarity |Pd + q + A'y + z| / max(1, |q|, |y|, |z|), the relative violation of rows
    and box, and the complementarity min(gap, |multiplier|).
    """
    if not (np.isfinite(d).all() and np.isfinite(y).all() and np.isfinite(z).all()):
        return np.inf
    activity = qp.A @ d
    scale = max(1.0, norm_inf(qp.q), norm_inf(y), norm_inf(z))
    stationarity = norm_inf(qp.P @ d + qp.q + qp.A.T @ y + z) / scale
    worst = stationarity
    for bounds, values, multipliers in ((qp.rows, activity, y), (qp.box, d, z)):
        if not values.size:
            continue
        unit = bounds.scale
        violation = bounds.violation(values) / unit
        gap = np.where(multipliers > 0, bounds.upper - values, values - bounds.lower) / unit
        product = np.minimum(np.abs(gap), np.abs(multipliers) / scale)
        worst = max(worst, float(violation.max()), float(product.max()))
    return worst


def proves_infeasible(qp: QuadraticProgram, y: Vector, z: Vector) -> bool:
    """Whether (y, z) is a Farkas certificate: A'y + z = 0 and the support of the bounds in that direction is negative.

    For every d, 0 = y'Ad + z'd <= u'(y+, z+) + l'(y-, z-); a negative right-hand side excludes every d.  Rounding may
    leave tiny multipliers of sides without a bound, which exclude only steps that are not longer than 1e8.
    """
    size = max(norm_inf(y), norm_inf(z))
    if not np.isfinite(size) or size == 0.0:
        return False
    y, z = y / size, z / size
    z = -(qp.A.T @ y) if norm_inf(qp.A.T @ y + z) < 1e-4 else z
    defect = norm_inf(qp.A.T @ y + z)
    support = leak = 0.0
    for bounds, multipliers in ((qp.rows, y), (qp.box, z)):
        side = np.where(multipliers > 0, bounds.upper, bounds.lower)
        tiny = np.abs(multipliers) <= 1e-12
        bounded = np.isfinite(side) & ~tiny
        support += float((multipliers * np.where(bounded, side, 0.0)).sum())
        leak += float(np.abs(multipliers[~(bounded | tiny)]).sum())
    return bool(defect <= 1e-9 and support < -_FAR * leak)
