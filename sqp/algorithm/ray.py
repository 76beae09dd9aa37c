"""Evidence that the objective is unbounded below: a line of feasible points along which it falls for ever."""

from __future__ import annotations

from math import isfinite
from typing import final

import numpy as np

from sqp.algorithm.curve import falls_along_curve
from sqp.algorithm.fall import SteadyFall
from sqp.algorithm.iterate import Iterate
from sqp.arrays import Matrix, Vector, norm_inf
from sqp.bounds import Bounds
from sqp.errors import EvaluationError
from sqp.evaluation.evaluator import Evaluator
from sqp.evaluation.values import Values

#: Distances from the first point, in units of its size, at which the line is looked at.
_DISTANCES = (1e1, 1e3, 1e5, 1e7)
#: Entries of a direction, relative to the largest, that are rounding.
_NOISE = 1e-10
#: Factor between the distances at which the line is looked at from there to where the objective is low enough.
_STRIDE = 1e2
#: Violation, relative to the size of a row's terms, that is rounding.
_BLUR = 1e-13
#: Size of a point from which rounding hides too much of what lies further out.
_FAR = 1e6
#: Factor between lengths of consecutive steps that suggests that nothing will stop them.
_GROWING = 1.9
_TRIES = 4
#: For how many steps in a row they must have grown before points off the constraints are moved onto them.
_INSISTENT = 3


def is_ray(evaluator: Evaluator, x: Vector, f: float, direction: Vector, acceptable: float, lowest: float) -> bool:
    """Whether the objective falls below ``lowest`` along x + t d while bounds and constraints hold.

    Both are followed until the objective is below ``lowest``: the constraints must hold there too, as far as rounding
    lets them be told from violated ones, and the objective must fall at a rate that does not fade: what flattens out
    is no evidence.

    Parameters
    ----------
    evaluator : Evaluator
        Asked for values at a few points, all of them within the variable bounds.
    x, f : (n,), float
        A feasible point and its objective.
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
    >>> v = ca.SX.sym("v", 2)
    >>> slope = Evaluator(CasadiProblem(v, -v[0], v[0] - v[1], constraint_bounds=Bounds([-1.0], [1.0])))
    >>> [is_ray(slope, np.zeros(2), 0.0, np.array(d), 1e-6, -1e15) for d in ([1.0, 1.0], [1.0, 0.0])]
    [True, False]
    """
    box = evaluator.problem.variable_bounds
    size, fall, at = max(1.0, norm_inf(x)), SteadyFall(f), 0.0
    if size > _FAR or not _is_free(direction, box):
        return False
    try:
        for distance in _DISTANCES:
            at = distance * size
            values = evaluator.values(x + at * direction)
            if not _holds(evaluator, values, acceptable):
                return False
            if values.f <= lowest:
                return True
            if not fall.goes_on(at, values.f):
                return False
        return _falls_on(evaluator, x, direction, (at, fall.distance_of(lowest)), acceptable, lowest)
    except EvaluationError:
        return False


def _falls_on(
    evaluator: Evaluator, x: Vector, direction: Vector, between: tuple[float, float], acceptable: float, lowest: float
) -> bool:
    """Whether the constraints hold on from one distance to about another, at which the objective should be low."""
    at, furthest = between[0], 2.0 * between[1]
    while at < furthest < np.inf:
        at = min(_STRIDE * at, furthest)
        values = evaluator.values(x + at * direction)
        if not _holds(evaluator, values, acceptable):
            return False
        if values.f <= lowest:
            return True
    return False


def _is_free(direction: Vector, box: Bounds) -> bool:
    """Whether no variable bound is in the way."""
    blocked = ((direction > 0) & np.isfinite(box.upper)) | ((direction < 0) & np.isfinite(box.lower))
    return not blocked.any()


def _holds(evaluator: Evaluator, values: Values, acceptable: float) -> bool:
    rows = evaluator.problem.constraint_bounds
    excess = rows.violation(values.c) - acceptable * rows.scale
    if (excess <= 0.0).all():
        return True
    return bool((excess <= row_rounding(evaluator.linearization(values).jac, values.x)).all())


def row_rounding(jac: Matrix, x: Vector) -> Vector:
    """Violations that are rounding at a point: a small part of |J| |x|; none where that is not finite.

    Examples
    --------
    >>> row_rounding(np.array([[1.0, -1.0], [0.0, 3.0]]), np.array([1e13, 1e13]))
    array([2., 3.])
    """
    terms = _BLUR * (abs(jac) @ np.abs(x))
    return np.where(np.isfinite(terms), terms, 0.0)


@final
class RayWatch:
    """Looks along the steps of a run when they grow as if nothing would stop them.

    Where every variable has two finite bounds, nothing is looked at: a continuous objective is bounded there, however
    low it is.

    Parameters
    ----------
    evaluator : Evaluator
    acceptable : float
        Largest relative violation of a feasible point.
    lowest : float
        Negative, in the units of the evaluator's problem.  A feasible objective counts as unbounded if it is this far
        below both zero and its value at the first iterate: neither a large constant nor a poor start is evidence.

    Attributes
    ----------
    ray : (n,) or None
        With a largest entry of one.
    origin : Iterate or None
        A feasible point from where the objective falls along a curve of such points.
    """

    def __init__(self, evaluator: Evaluator, acceptable: float, lowest: float) -> None:
        self._evaluator = evaluator
        box = evaluator.problem.variable_bounds
        self._is_bounded = bool((np.isfinite(box.lower) & np.isfinite(box.upper)).all())
        self._acceptable, self._lowest = acceptable, lowest
        self._x: Vector | None = None
        self._length = np.inf
        self._tries = self._curves = 0
        self._grown = 0
        self.ray: Vector | None = None
        self.origin: Iterate | None = None

    def falls(self, iterate: Iterate, *, feasible: bool) -> bool:
        """Whether the objective is unbounded as far as the iterates tell; ``ray`` is then known if there is one."""
        if self._is_bounded:
            return False
        if self._x is None:
            self._lowest += min(0.0, iterate.f)
        step = None if self._x is None else iterate.x - self._x
        length = np.inf if step is None else norm_inf(step)
        growing = length >= max(1.0, _GROWING * self._length) and isfinite(length)
        self._x, self._length = iterate.x, length
        low = iterate.f < self._lowest
        if step is not None and feasible and (low or (growing and self._tries < _TRIES)):
            self._tries += 1
            self._look(iterate, step / length)
        self._grown = self._grown + 1 if growing else 0
        if step is not None and self.ray is None and self._grown >= _INSISTENT and self._curves < _TRIES:
            self._curves += 1
            self._follow(iterate, step / length)
        return (feasible and (low or self.ray is not None)) or self.origin is not None

    def _follow(self, iterate: Iterate, direction: Vector) -> None:
        lowest = min(self._lowest, 2.0 * iterate.f)
        if self._evaluator.m and iterate.grad @ direction < 0.0:
            self.origin = falls_along_curve(self._evaluator, iterate, direction, self._acceptable, lowest)

    def _look(self, iterate: Iterate, direction: Vector) -> None:
        direction = np.where(np.abs(direction) > _NOISE, direction, 0.0)
        lowest = min(self._lowest, 2.0 * iterate.f)
        if iterate.grad @ direction < 0.0 and is_ray(
            self._evaluator, iterate.x, iterate.f, direction, self._acceptable, lowest
        ):
            self.ray = direction
