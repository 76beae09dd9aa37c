"""Constraints that no iterate may violate: outside them the objective is not defined."""

from __future__ import annotations

from typing import Any, final

import numpy as np

from sqp.arrays import Mask, Vector
from sqp.bounds import Bounds
from sqp.errors import ProblemError
from sqp.model.nlp import NLP

#: Violation, relative to the bound, that rounding may cause on a linear constraint that holds with equality.
_ROUNDING = 1e-12


@final
class KeptFeasible:
    """A problem whose objective is NaN wherever a kept row is violated, so that every step stops short of it.

    Differences are taken of the original functions and may look beyond.

    Parameters
    ----------
    problem : NLP
    kept : (m,) of bool

    Raises
    ------
    ProblemError
        If the start violates a kept row.

    Examples
    --------
    >>> inside = NLP(
    ...     lambda x: x @ x, [3.0], gradient=lambda x: 2 * x,
    ...     constraints=lambda x: x, jacobian=lambda x: [[1.0]], constraint_bounds=(2.0, None),
    ... )
    >>> KeptFeasible(inside, np.array([True])).objective(np.array([1.0]))
    nan
    """

    def __init__(self, problem: NLP, kept: Mask) -> None:
        bounds = problem.constraint_bounds
        room = _ROUNDING * bounds.scale
        self._problem = problem
        self._limits = Bounds(np.where(kept, bounds.lower - room, -np.inf), np.where(kept, bounds.upper + room, np.inf))
        violated = np.flatnonzero(self._violation(problem.variable_bounds.project(problem.start)) > 0.0)
        if violated.size:
            raise ProblemError(f"x0 violates row {int(violated[0])} of the constraints, which keep_feasible forbids")

    def __getattr__(self, name: str) -> Any:
        if name == "_problem":
            raise AttributeError(name)
        return getattr(self._problem, name)

    def objective(self, x: Vector, /) -> float:
        return float("nan") if np.any(self._violation(x) > 0.0) else self._problem.objective(x)

    def _violation(self, x: Vector) -> Vector:
        return self._limits.violation(self._problem.constraints(x))
