"""Evidence that the objective is unbounded below: a line of feasible points along which it falls for ever."""

from __future__ import annotations

from math import isfinite
from typing import final

import numpy as np

from sqp.algorithm.curve import falls_along_curve
from sqp.algorithm.fall import SteadyFall, Trail
from sqp.algorithm.iterate import Iterate
from sqp.arrays import Matrix, Vector, norm_inf
from sqp.bounds import Bounds
from sqp.errors import EvaluationError
from sqp.evaluation.evaluator import Evaluator

#: Distances from the first point, in units of its size, at which the line is looked at, however low the objective is.
_DISTANCES = tuple(10.0**k for k in range(1, 16))
#: The one of them that is looked at first.
_HALFWAY = 1e7
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
#: How far iterates must have gone, and at how many points, to be evidence of a curve.
_LONG, _SEEN = 1e7, 4
#: Factor between low objectives at which the steps are looked along.
_LOWER = 1e2
#: For how many steps in a row they must have grown before points off the constraints are moved onto them.
_INSISTENT = 3


def is_ray(evaluator: Evaluator, x: Vector, f: float, direction: Vector, acceptable: float, lowest: float) -> bool:
    """Whether the objective falls below ``lowest`` along x + t d while bounds and constraints hold.

    Both are followed far beyond the first point and until the objective is below ``lowest``.  The constraints must hold
    there too, as far as rounding lets them be told from violated ones, and the objective must fall at a rate that does
    not fade: what flattens out is no evidence, and how low the objective is, is none either.  Once it is below
    ``lowest`` it may overflow.

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
    size = max(1.0, norm_inf(x))
    if size > _FAR or not _is_free(direction, evaluator.problem.variable_bounds):
        return False
    path = _Path(evaluator, x, f, direction, acceptable, lowest)
    if _is_hopeless(evaluator, x + _HALFWAY * size * direction, f, acceptable):
        return False
    try:
        if not all(path.goes_on(distance * size) for distance in _DISTANCES):
            return False
        while not path.is_low and path.at < path.furthest < np.inf:
            if not path.goes_on(min(_STRIDE * path.at, path.furthest)):
                return False
    except EvaluationError:
        return False
    return path.is_low


def _is_hopeless(evaluator: Evaluator, x: Vector, f: float, acceptable: float) -> bool:
    """Whether a point far out is infeasible or no lower, which saves looking at those before it."""
    try:
        values = evaluator.values(x)
        return values.f >= f or not _holds(evaluator, x, values.c, acceptable)
    except EvaluationError:
        return False  # it may have overflown


@final
class _Path:
    """A straight line that is followed outwards while constraints hold and the objective falls steadily."""

    def __init__(
        self, evaluator: Evaluator, x: Vector, f: float, direction: Vector, acceptable: float, lowest: float
    ) -> None:
        self._evaluator, self._acceptable, self._lowest = evaluator, acceptable, lowest
        self._x, self._direction = x, direction
        self._fall = SteadyFall(f)
        self.at, self.is_low = 0.0, False
        self._overflown = False

    @property
    def furthest(self) -> float:
        """A distance at which the objective should be low."""
        return 2.0 * self._fall.distance_of(self._lowest)

    def goes_on(self, at: float) -> bool:
        """Whether constraints and fall go on up to a distance; EvaluationError if that cannot be told."""
        x = self._x + at * self._direction
        if self._overflown:
            return _holds(self._evaluator, x, self._evaluator.constraints(x), self._acceptable)
        try:
            values = self._evaluator.values(x)
        except EvaluationError:
            self._overflown = self.is_low
            if not self.is_low:
                raise
            return self.goes_on(at)
        self.at = at
        self.is_low = self.is_low or values.f <= self._lowest
        return self._fall.goes_on(at, values.f) and _holds(self._evaluator, x, values.c, self._acceptable)


def is_clear(evaluator: Evaluator, x: Vector, direction: Vector, acceptable: float) -> bool:
    """Whether neither bounds nor constraints are in the way along x + t d, whatever the objective does there."""
    if not _is_free(direction, evaluator.problem.variable_bounds):
        return False
    points = (x + distance * max(1.0, norm_inf(x)) * direction for distance in _DISTANCES)
    try:
        return all(_holds(evaluator, at, evaluator.constraints(at), acceptable) for at in points)
    except EvaluationError:
        return False


def _is_free(direction: Vector, box: Bounds) -> bool:
    """Whether no variable bound is in the way."""
    blocked = ((direction > 0) & np.isfinite(box.upper)) | ((direction < 0) & np.isfinite(box.lower))
    return not blocked.any()


def _holds(evaluator: Evaluator, x: Vector, c: Vector, acceptable: float) -> bool:
    rows = evaluator.problem.constraint_bounds
    excess = rows.violation(c) - acceptable * rows.scale
    return bool((excess <= 0.0).all()) or bool((excess <= row_rounding(evaluator.jacobian(x), x)).all())


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
        Negative, in the units of the evaluator's problem.  How far below both zero and its value at the first iterate
        the objective must be followed; that low, it is looked at more often, and it is no evidence in itself.

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
        self._looked = lowest
        self._trail: Trail | None = None
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
        if self._trail is None:
            self._lowest += min(0.0, iterate.f)
            self._looked = self._lowest
            self._trail = Trail(iterate.x, iterate.f)
        elif self._x is not None and norm_inf(iterate.x - self._x) > 0.0:
            self._watch(iterate, self._trail, iterate.x - self._x, feasible=feasible)
        self._x = iterate.x
        return self.ray is not None or self.origin is not None

    def _watch(self, iterate: Iterate, trail: Trail, step: Vector, *, feasible: bool) -> None:
        """Look along a step and on from its end if it is long, or ends far out or low."""
        further = feasible and trail.add(iterate.x, iterate.f)
        length = norm_inf(step)
        growing = length >= max(1.0, _GROWING * self._length) and isfinite(length)
        low = feasible and iterate.f < self._looked
        self._length = length
        self._grown = self._grown + 1 if growing else 0
        if feasible and (low or ((growing or further) and self._tries < _TRIES)):
            self._tries += 1
            self._look(iterate, step / length)
        if self.ray is None and (
            low or ((self._grown >= _INSISTENT or (further and trail.seen > 1)) and self._curves < _TRIES)
        ):
            self._curves += 1
            self._follow(iterate, step / length)
        if low:
            self._looked = _LOWER * iterate.f
        if low and self.ray is None and self.origin is None:
            self._look_back(iterate, trail, step / length)

    def _follow(self, iterate: Iterate, direction: Vector) -> None:
        slope = float(iterate.grad @ direction)
        lowest = min(max(1.0, -slope) * self._lowest, 2.0 * iterate.f)
        if self._evaluator.m and slope < 0.0:
            self.origin = falls_along_curve(self._evaluator, iterate, direction, self._acceptable, lowest)

    def _look_back(self, iterate: Iterate, trail: Trail, direction: Vector) -> None:
        """The iterates themselves may be points of a curve along which the objective falls for ever."""
        if trail.seen >= _SEEN and trail.distance >= _LONG:
            self.origin = iterate if is_clear(self._evaluator, iterate.x, direction, self._acceptable) else None

    def _look(self, iterate: Iterate, direction: Vector) -> None:
        direction = np.where(np.abs(direction) > _NOISE, direction, 0.0)
        lowest = min(self._lowest, 2.0 * iterate.f)
        if iterate.grad @ direction < 0.0 and is_ray(
            self._evaluator, iterate.x, iterate.f, direction, self._acceptable, lowest
        ):
            self.ray = direction
