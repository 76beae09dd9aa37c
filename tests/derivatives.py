"""Judge derivatives and curvature by central differences of the problem's own functions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import linalg, sparse

from sqp.model.problem import HasHessian, Problem

Array = NDArray[np.float64]

#: Relative step sizes; where rounding or truncation spoils one of them another one is right.
STEPS = (1e-2, 1e-3, 1e-4)


@dataclass(frozen=True)
class DerivativeErrors:
    """Largest deviation of each derivative from differences, relative to max(1, |row|); NaN if not offered."""

    gradient: float
    jacobian: float
    hessian: float

    @property
    def worst(self) -> float:
        return float(np.nanmax([self.gradient, self.jacobian, self.hessian]))


def dense(matrix: Any) -> Array:
    """A dense copy of a dense or sparse matrix."""
    return matrix.toarray() if isinstance(matrix, sparse.csc_array) else np.array(matrix, dtype=float)


def difference_errors(function: Callable[[Array], Any], derivative: Array, x: Array) -> Array:
    """(m, n) deviation of ``derivative`` from five-point differences of ``function``, the best of several steps."""
    best = np.full(derivative.shape, np.inf)
    for step in STEPS:
        for j in range(x.size):
            h = step * max(1.0, abs(x[j]))
            values = [_along(function, x, j, k * h) for k in (-2, -1, 1, 2)]
            slope = (values[0] - 8 * values[1] + 8 * values[2] - values[3]) / (12 * h)
            error = np.abs(slope - derivative[:, j])
            best[:, j] = np.fmin(best[:, j], error)
    return best / np.maximum(1.0, np.abs(derivative).max(axis=1, initial=0.0))[:, None]


def derivative_errors(problem: Problem, x: ArrayLike, y: ArrayLike, sigma: float = 1.0) -> DerivativeErrors:
    """Compare gradient, Jacobian and Hessian with differences of f, of c and of the gradient of L."""
    point, multipliers = np.array(x, dtype=float), np.array(y, dtype=float)

    def lagrangian_gradient(at: Array) -> Array:
        return sigma * problem.gradient(at) + problem.jacobian(at).T @ multipliers

    def worst(function: Callable[[Array], Any], derivative: Array) -> float:
        return float(difference_errors(function, derivative, point).max(initial=0.0))

    hessian = np.nan
    if isinstance(problem, HasHessian):
        hessian = worst(lagrangian_gradient, dense(problem.lagrangian_hessian(point, multipliers, sigma)))
    return DerivativeErrors(
        gradient=worst(problem.objective, problem.gradient(point)[None, :]),
        jacobian=worst(problem.constraints, dense(problem.jacobian(point))),
        hessian=hessian,
    )


def least_curvature(problem: Problem, x: ArrayLike, y: ArrayLike, z: ArrayLike, *, held: float = 1e-6) -> float:
    """Smallest eigenvalue of the Lagrangian's Hessian where the strongly active constraints stay active.

    Rows and bounds with a multiplier above ``held``, and all equalities, count as strongly active; +inf if there is no
    direction left.  A value below zero (beyond the accuracy of differences) means that the point is no local minimum.
    """
    point, y, z = np.array(x, dtype=float), np.array(y, dtype=float), np.array(z, dtype=float)
    hess = np.array([_slope_of_gradient(problem, point, y, j) for j in range(point.size)])
    rows = np.vstack([dense(problem.jacobian(point)), np.eye(point.size)])
    equalities = np.concatenate([problem.constraint_bounds.equalities, problem.variable_bounds.equalities])
    basis = linalg.null_space(rows[equalities | (np.abs(np.concatenate([y, z])) > held)]) if rows.size else np.eye(0)
    if not basis.shape[1]:
        return np.inf
    return float(linalg.eigvalsh(basis.T @ (hess + hess.T) @ basis / 2)[0])


def _slope_of_gradient(problem: Problem, x: Array, y: Array, j: int) -> Array:
    """Row j of the Hessian by central differences of the Lagrangian's gradient."""
    h = 1e-5 * max(1.0, abs(x[j]))

    def gradient(at: Array) -> Array:
        return problem.gradient(at) + problem.jacobian(at).T @ y

    return (_along(gradient, x, j, h) - _along(gradient, x, j, -h)) / (2 * h)


def _along(function: Callable[[Array], Any], x: Array, j: int, distance: float) -> Array:
    moved = x.copy()
    moved[j] += distance
    return np.atleast_1d(np.asarray(function(moved), dtype=float))
