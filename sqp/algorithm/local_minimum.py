"""Whether a stationary point of the violation is a minimum of it: what multipliers cannot certify.

They vouch for the first order only.  The violation of x**3 >= 1 is stationary at 0 and that of exp(-x**2) >= 0.5 is so
to rounding at 10, but neither is least there.  So the violation is looked at around the point: along the directions of
least curvature, along single variables and along a few that change all of them, near and far.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

import numpy as np

from sqp.algorithm.iterate import Iterate
from sqp.arrays import Mask, Matrix, Vector, as_dense, norm_inf, norm_one
from sqp.errors import EvaluationError
from sqp.evaluation.evaluator import Evaluator
from sqp.model.problem import HasHessian, HasJacobianPattern, HasLinearRows, provides

#: Distances at which the violation is looked at, relative to max(1, |x|) of each variable.
_DISTANCES = (1e-2, 0.1, 1.0, 10.0)
#: The same along a variable on which the conflict does not seem to depend.
_CLOSELY = tuple(2.0**k for k in range(-10, 5))
#: Relative difference of violations that is one.
_LESS = 1e-6
#: Multipliers, of which the largest is one, up to this size have no part in the violation.
_NO_PART = 1e-6
#: Derivatives that have vanished.
_VANISHED = 1e-10
#: Curvature, relative to the largest, that is clearly negative.
_NEGATIVE = 1e-6
#: Most evaluations of the constraints, and the largest problem whose curvature is looked at.
_EVALUATIONS, _SMALL = 300, 200
_RANDOM = 4


@dataclass(frozen=True, eq=False)
class Verdict:
    """What speaks against a minimum of the violation: ``lower``, a point with less, or else ``doubt``."""

    lower: Vector | None
    doubt: bool


def examine(evaluator: Evaluator, iterate: Iterate) -> Verdict:
    """Look for less violation around a stationary point of it.

    Parameters
    ----------
    evaluator : Evaluator
        Asked for the constraints at a few hundred points at most, all of them within the variable bounds.
    iterate : Iterate
        With multipliers of the violation, (y, z).

    Examples
    --------
    >>> import sqp
    >>> m = sqp.Model()
    >>> x = m.variable("x")
    >>> m.minimize(x)
    >>> row = m.subject_to(x**3 >= 1)
    >>> ask = Evaluator(m.problem())
    >>> at = ask.linearization(ask.values(np.zeros(1)))
    >>> examine(ask, Iterate(at, -np.ones(1), np.zeros(1), 1.0)).lower
    array([1.])
    """
    problem, part = evaluator.problem, in_conflict(iterate.y)
    if provides(problem, HasLinearRows) and problem.linear_constraints[part].all():
        return Verdict(None, doubt=False)  # what is stationary of linear functions is least everywhere
    iterate = iterate.with_multipliers(np.where(part, iterate.y, 0.0), iterate.z)
    probe = _Probe(evaluator, iterate)
    hess = _curvature(evaluator, iterate)
    doubt = False
    if hess is not None:
        values, directions = _least_curved(hess, iterate, evaluator)
        probe.along(directions)
        doubt = bool(values.size and values[0] < -max(_VANISHED, _NEGATIVE * float(np.abs(hess).max())))
    flat, every = _flat_variables(evaluator, iterate, hess)
    identity = np.eye(iterate.x.size) if iterate.x.size <= _SMALL else np.zeros((0, iterate.x.size))
    probe.along(identity)
    probe.along(_random(iterate.x.size))
    still = [not probe.tells(j, _CLOSELY) for j in np.flatnonzero(flat).tolist()]
    if still and (any(still) if every else all(still)):
        doubt = True
    return Verdict(probe.lowest, doubt)


def in_conflict(y: Vector) -> Mask:
    """(m,) the constraints that have a part in a violation with these multipliers.

    >>> in_conflict(np.array([1.0, -0.5, 1e-12]))
    array([ True,  True, False])
    """
    return np.abs(y) > _NO_PART * norm_inf(y)


@final
class _Probe:
    """Remembers the least violated point that it met."""

    def __init__(self, evaluator: Evaluator, iterate: Iterate) -> None:
        self._evaluator, self._x = evaluator, iterate.x
        self._unit = np.maximum(1.0, np.abs(iterate.x))
        self._left = _EVALUATIONS
        self._violation = iterate.violation
        self._least = (1.0 - _LESS) * iterate.violation
        self.lowest: Vector | None = None

    def along(self, directions: Matrix) -> None:
        """Both ways along each row of ``directions``, in units of the variables."""
        for direction in np.asarray(directions):
            for distance in _DISTANCES:
                self._look(distance * direction)
                self._look(-distance * direction)

    def tells(self, j: int, distances: tuple[float, ...]) -> bool:
        """Whether the violation changes anywhere along a variable."""
        e = np.zeros(self._x.size)
        e[j] = 1.0
        looks = (self._look(sign * distance * e) for distance in distances for sign in (1.0, -1.0))
        return any(abs(found - self._violation) > _LESS * self._violation for found in looks)

    def _look(self, d: Vector) -> float:
        """The violation there, as far as it can be told; that of the point itself otherwise."""
        x = self._evaluator.problem.variable_bounds.project(self._x + self._unit * d)
        if not self._left or np.array_equal(x, self._x):
            return self._violation
        self._left -= 1
        try:
            c = self._evaluator.constraints(x)
        except EvaluationError:
            return self._violation
        violation = norm_one(self._evaluator.problem.constraint_bounds.violation(c))
        if violation < self._least:
            self._least, self.lowest = violation, x
        return violation


def _curvature(evaluator: Evaluator, iterate: Iterate) -> Vector | None:
    """The Hessian of y'c, (n, n); None where it is not known or too large to be looked at."""
    if iterate.x.size > _SMALL or not provides(evaluator.problem, HasHessian):
        return None
    try:
        return as_dense(evaluator.hessian(iterate.x, iterate.y, 0.0))
    except EvaluationError:
        return None


def _least_curved(hess: Vector, iterate: Iterate, evaluator: Evaluator) -> tuple[Vector, Vector]:
    """The least curvatures on the null space of what holds the point, ascending, and their directions as rows."""
    violated = evaluator.problem.constraint_bounds.violation(iterate.c) > _LESS
    rows = as_dense(iterate.jac)[~violated & (iterate.y != 0.0)]
    held = np.eye(iterate.x.size)[np.abs(iterate.z) > _NO_PART * max(1e-300, norm_inf(iterate.y))]
    free = _null_space(np.vstack([rows, held]))
    if not free.shape[1]:
        return np.zeros(0), np.zeros((0, iterate.x.size))
    values, vectors = np.linalg.eigh(free.T @ hess @ free)
    directions = (free @ vectors[:, :2]).T
    return values, directions / np.abs(directions).max(axis=1, keepdims=True)


def _null_space(rows: Vector) -> Vector:
    """An orthonormal basis, its vectors as columns."""
    if not len(rows):
        return np.eye(rows.shape[1])
    _, sizes, vectors = np.linalg.svd(rows)
    rank = int((sizes > _NO_PART * sizes.max(initial=0.0)).sum())
    return vectors[rank:].T


def _flat_variables(evaluator: Evaluator, iterate: Iterate, hess: Vector | None) -> tuple[Mask, bool]:
    """(n,) the variables in the conflict of which it does not depend to second order; whether all of them must matter.

    Where it is not known which variables a row contains, some may not be in it at all.
    """
    part = iterate.y != 0.0
    slopes: Vector = np.asarray(abs(iterate.jac).T @ part.astype(np.float64))
    flat = slopes <= _VANISHED
    if hess is not None:
        flat &= np.abs(hess).max(axis=1, initial=0.0) <= _VANISHED
    problem = evaluator.problem
    if not provides(problem, HasJacobianPattern):
        return (flat, False) if flat.all() else (np.zeros_like(flat), False)
    pattern = problem.jacobian_pattern
    present = np.zeros(flat.size, dtype=np.bool_)
    present[pattern.columns[part[pattern.indices]]] = True
    return flat & present & ~problem.variable_bounds.equalities, True


def _random(n: int) -> Vector:
    """Directions that change every variable: with alternating signs and with some that look random."""
    signs = np.sign(np.random.default_rng(n).standard_normal((_RANDOM, n)))
    return np.vstack([np.where(np.arange(n) % 2 == 0, 1.0, -1.0), np.ones(n), signs])
