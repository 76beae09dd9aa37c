"""A second opinion: how optimal a returned point is, from the problem and the three vectors alone."""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.optimize import lsq_linear

from sqp.algorithm.kkt import kkt_residuals, row_forces
from sqp.algorithm.record import Residuals
from sqp.arrays import Matrix, Vector, is_sparse
from sqp.bounds import Bounds
from sqp.model.problem import Problem

#: How near to its bound, relative to max(1, |bound|), an entry counts as active when multipliers are estimated.
NEAR = 1e-6

UNKNOWN = Residuals(np.inf, np.inf, np.inf, np.inf)


def optimality(problem: Problem, x: Vector, y: Vector | None = None, z: Vector | None = None) -> Residuals:
    """Residuals of the optimality conditions at ``x``; nothing that a solver says about itself is used.

    Parameters
    ----------
    problem : Problem
    x : (n,)
        The point.
    y, z : (m,), (n,), optional
        Multipliers of the constraints and of the bounds.  If one is missing, both are replaced by those that explain
        the point best (:func:`explaining_multipliers`).

    Returns
    -------
    Residuals
        Infinite ones if a vector has the wrong length or anything is not finite.

    Examples
    --------
    >>> from sqp.model.problem import Problem
    >>> class Nearest:  # the point of x >= 1 that is nearest to 0
    ...     variable_bounds, constraint_bounds = Bounds([1.0], [np.inf]), Bounds([], [])
    ...     def objective(self, x): return 0.5 * x[0] ** 2
    ...     def gradient(self, x): return x
    ...     def constraints(self, x): return np.zeros(0)
    ...     def jacobian(self, x): return np.zeros((0, 1))
    >>> optimality(Nearest(), np.array([1.0]), np.zeros(0), np.array([-1.0])).worst
    0.0
    >>> optimality(Nearest(), np.array([2.0])).stationarity
    2.0
    """
    bounds, rows = problem.variable_bounds, problem.constraint_bounds
    lengths_fit = x.shape == (bounds.size,) and (y is None or y.size == rows.size) and (z is None or z.size == x.size)
    finite = all(np.all(np.isfinite(vector)) for vector in (x, y, z) if vector is not None)
    if not (lengths_fit and finite):
        return UNKNOWN
    grad, jac, c = problem.gradient(x), problem.jacobian(x), problem.constraints(x)
    if y is None or z is None:
        y, z = explaining_multipliers(grad, jac, x, c, bounds, rows)
    residuals = kkt_residuals(x, c, grad + jac.T @ y + z, y, z, bounds, rows, row_forces(jac, y))
    numbers = (residuals.worst, residuals.violation, problem.objective(x))
    return residuals if np.all(np.isfinite(numbers)) else UNKNOWN


def explaining_multipliers(
    grad: Vector, jac: Matrix, x: Vector, c: Vector, bounds: Bounds, rows: Bounds
) -> tuple[Vector, Vector]:
    """The multipliers (y, z) with |grad + J'y + z| least, zero off the active set and of the right sign on it."""
    low = np.concatenate([_side(c, rows.lower, rows), _side(x, bounds.lower, bounds)])
    high = np.concatenate([_side(c, rows.upper, rows), _side(x, bounds.upper, bounds)])
    active = np.flatnonzero(low | high)
    mult = np.zeros(low.size)
    if active.size and np.all(np.isfinite(grad)):
        stacked = sparse.csc_array(sparse.vstack([sparse.csr_array(jac), sparse.eye_array(x.size)]).T)
        columns = stacked[:, active]
        limits = np.where(low[active], -np.inf, 0.0), np.where(high[active], np.inf, 0.0)
        matrix = columns if is_sparse(jac) else columns.toarray()
        mult[active] = lsq_linear(matrix, -grad, limits, tol=1e-14).x
    return mult[: c.size], mult[c.size :]


def _side(values: Vector, side: Vector, bounds: Bounds) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.asarray(np.abs(values - side) <= NEAR * bounds.scale)
