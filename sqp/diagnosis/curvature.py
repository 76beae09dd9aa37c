"""Curvature of the Lagrangian along the directions that the active constraints leave free.

References
----------
Nocedal, Wright (2006), Section 12.5: second-order conditions (Theorems 12.5 and 12.6) through the matrix Z'HZ.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from scipy import linalg

from sqp.arrays import Mask, Vector, as_dense, norm_inf
from sqp.diagnosis.effort import Effort
from sqp.diagnosis.findings import Finding, Trouble
from sqp.diagnosis.local import Local, listed
from sqp.errors import EvaluationError
from sqp.evaluation.evaluator import Evaluator
from sqp.model.problem import HasHessian, provides

#: Curvature, relative to the largest entry of the Hessian, that counts as 0.
_ZERO = 1e-7
#: Entries of a direction, relative to the largest, that make a variable part of it.
_PART = 0.1
#: Multipliers, relative to the gradient of the objective, that count as 0.
_WEAK = 1e-8


def curvature(at: Local, effort: Effort) -> Iterator[Finding | str]:
    """A direction of negative curvature, or of none, at a stationary point."""
    if not provides(at.problem, HasHessian):
        yield "the curvature: the problem has no second derivatives"
        return
    if at.x.size > effort.dense:
        yield f"the curvature: {at.x.size} variables are more than Effort.dense = {effort.dense}"
        return
    try:
        hess: Any = Evaluator(at.problem).hessian(at.x, at.y)
    except EvaluationError as error:
        yield f"the curvature: {error}"
        return
    dense = as_dense(hess)
    small = _WEAK * max(1.0, norm_inf(at.grad))
    pressed = at.active & ((np.abs(at.y) > small) | at.rows.equalities)
    fixed = at.at_bound & ((np.abs(at.z) > small) | at.box.equalities)
    zero = _ZERO * max(1e-300, float(np.abs(dense).max(initial=0.0)))
    least, direction = _least_curvature(at, dense, pressed, fixed)
    if least >= -zero or not _is_admissible(at, direction, pressed, fixed):
        least, direction = _least_curvature(at, dense, at.active, at.at_bound)
    if least <= zero:
        yield _finding(at, least, direction, is_negative=least < -zero)


def _least_curvature(at: Local, hess: Any, rows: Mask, fixed: Mask) -> tuple[float, Vector]:
    """Smallest eigenvalue of Z'HZ, and its direction in x; infinite if nothing is free."""
    free = np.flatnonzero(~fixed)
    direction = np.zeros(at.x.size)
    normals = at.jac[np.flatnonzero(rows)][:, free].toarray()
    basis = linalg.null_space(normals, rcond=1e-10) if normals.size else np.eye(free.size)
    if not basis.size:
        return np.inf, direction
    reduced = basis.T @ hess[np.ix_(free, free)] @ basis
    values, vectors = linalg.eigh(reduced, subset_by_index=[0, 0])
    direction[free] = basis @ vectors[:, 0]
    return float(values[0]), direction


def _is_admissible(at: Local, direction: Vector, pressed: Mask, fixed: Mask) -> bool:
    """Whether the constraints that are active without a multiplier allow the direction or its opposite."""
    weak_rows, weak_bounds = at.active & ~pressed, at.at_bound & ~fixed
    outward = np.concatenate(
        [
            _outward(at.c, at.rows.upper, at.rows.scale)[weak_rows],
            _outward(at.x, at.box.upper, at.box.scale)[weak_bounds],
        ]
    )
    change = np.concatenate([(at.jac @ direction)[weak_rows], direction[weak_bounds]]) * outward
    return bool(np.all(change <= 0.0) or np.all(change >= 0.0))


def _outward(values: Vector, upper: Vector, scale: Vector) -> Vector:
    return np.where(np.abs(upper - values) <= 1e-6 * scale, 1.0, -1.0)


def _finding(at: Local, least: float, direction: Vector, *, is_negative: bool) -> Finding:
    size = np.abs(direction)
    order = np.argsort(-size, kind="stable")
    names = tuple(at.variable(int(j)) for j in order if size[j] > _PART * size.max())
    if is_negative:
        sentence = f"The curvature along {listed(names)} is negative ({least:.3g}): a saddle point or a maximum."
        advice = f"Start elsewhere, with {names[0]} moved away from {at.x[order[0]]:.6g}."
        return Finding(Trouble.SADDLE_POINT, names, least, sentence, advice)
    sentence = f"Moving {listed(names)} together changes nothing to second order: the minimiser may not be isolated."
    advice = "Fix one of these variables, or add a small convex term, if a particular solution is wanted."
    return Finding(Trouble.FLAT, names, least, sentence, advice)
