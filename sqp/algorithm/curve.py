"""Evidence that the objective is unbounded below along a curve of feasible points."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from sqp.algorithm.fall import SteadyFall
from sqp.algorithm.iterate import Iterate, progress_of
from sqp.arrays import Mask, Matrix, Vector, is_sparse, norm_inf, norm_one
from sqp.errors import EvaluationError
from sqp.evaluation.evaluator import Evaluator
from sqp.linalg.kkt import kkt_system

#: Distances from the first point, in units of its size, at which the curve is looked at.
_DISTANCES = (1e1, 1e2, 1e3, 1e4)
#: Factor between the chords from there on.
_STRIDE = 10.0
_CORRECTIONS = 12
#: Part of the violation that a correction may leave.
_LESS = 0.5
#: Violation, relative to the size of the point, that is rounding.
_BLUR = 1e-13


def falls_along_curve(
    evaluator: Evaluator, iterate: Iterate, direction: Vector, acceptable: float, lowest: float
) -> Iterate | None:
    """A feasible point from where the objective falls below ``lowest`` along feasible points, if there seems to be one.

    Points on the line x + t d are moved onto the constraints by least-norm Newton steps.  The objective must fall there
    at a rate that does not fade: what flattens out is no evidence.

    Parameters
    ----------
    evaluator : Evaluator
        Asked for values and first derivatives at a few points, all of them within the variable bounds.
    iterate : Iterate
        Not necessarily feasible.
    direction : (n,)
        With a largest entry of one.
    acceptable : float
        Largest relative violation of a feasible point.
    lowest : float
        Negative.

    Examples
    --------
    >>> import casadi as ca
    >>> from sqp.model.casadi_problem import CasadiProblem
    >>> from sqp.bounds import Bounds
    >>> v = ca.SX.sym("v", 2)
    >>> e = Evaluator(CasadiProblem(v, -v[0], v[1] - ca.log(v[0]), constraint_bounds=Bounds([0.0], [0.0])))
    >>> at = Iterate(e.linearization(e.values(np.array([1.0, 0.0]))), np.zeros(1), np.zeros(2), 0.0)
    >>> falls_along_curve(e, at, np.array([1.0, 0.0]), 1e-6, -1e15) is None
    False
    """
    size, fall = max(1.0, norm_inf(iterate.x)), SteadyFall(iterate.f)
    first: Iterate | None = None
    before, found = iterate, iterate
    try:
        for distance in _DISTANCES:
            before, found = found, _onto_constraints(evaluator, iterate, distance * size * direction, acceptable)
            if found is None:
                return None
            first = first or found
            if not fall.goes_on(norm_inf(found.x - iterate.x), found.f):
                return None
        while found.f > lowest:
            ahead = _STRIDE * (found.x - before.x) + before.x - iterate.x  # along the chord, which turns with the curve
            before, found = found, _onto_constraints(evaluator, iterate, ahead, acceptable)
            if found is None or not fall.goes_on(norm_inf(found.x - iterate.x), found.f):
                return None
    except EvaluationError:
        return None
    return first


def _onto_constraints(evaluator: Evaluator, iterate: Iterate, step: Vector, acceptable: float) -> Iterate | None:
    """The point reached from ``iterate`` by a step and corrections onto the constraints, if they converge."""
    box, rows = evaluator.problem.variable_bounds, evaluator.problem.constraint_bounds
    x, total = box.project(iterate.x + step), np.inf
    for _ in range(_CORRECTIONS):
        values = evaluator.values(x)
        violation = rows.violation(values.c)
        linearization = evaluator.linearization(values)
        if (violation <= acceptable * rows.scale + _BLUR * norm_inf(x)).all():
            progress = progress_of(values, rows)
            return Iterate(linearization, np.zeros_like(iterate.y), np.zeros_like(iterate.z), progress.violation)
        last, total = total, norm_one(violation)
        if not total <= _LESS * last:
            return None
        missing = np.clip(values.c, rows.lower, rows.upper) - values.c
        x = box.project(x + _least_norm(linearization.jac, missing, (violation > 0.0) | rows.equalities))
    return None


def _least_norm(jac: Matrix, change: Vector, rows: Mask) -> Vector:
    """The shortest d with J d = ``change`` on some rows."""
    n = jac.shape[1]
    identity: Matrix = sparse.csc_array(sparse.eye_array(n, format="csc")) if is_sparse(jac) else np.eye(n)
    system = kkt_system(identity, jac)
    system.factorise(rows, np.zeros(n, dtype=bool))
    return system.solve(np.zeros(n), change, np.zeros(n))[0]
