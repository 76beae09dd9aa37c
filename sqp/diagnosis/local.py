"""The problem at one point, to first order, with its names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from sqp.arrays import Mask, Vector
from sqp.bounds import Bounds
from sqp.evaluation.evaluator import Evaluator
from sqp.model.problem import HasLinearRows, Problem, constraint_name, provides, variable_name

#: How near to a bound, relative to max(1, |bound|), counts as at it.
NEAR = 1e-6


@dataclass(frozen=True, eq=False)
class Local:
    """Values, first derivatives and multipliers at ``x``.

    Attributes
    ----------
    problem : Problem
    x, y, z : (n,), (m,), (n,)
        The point and its multipliers.
    grad, c : (n,), (m,)
        Gradient of the objective and constraint values.
    jac : (m, n) csr_array
        Jacobian of the constraints, whatever form the problem gives it.

    Examples
    --------
    >>> from sqp.model.nlp import NLP
    >>> problem = NLP(lambda x: x[0], [2.0], gradient=lambda x: [1.0], variable_bounds=(None, 2.0))
    >>> at = local_problem(problem, np.array([2.0]), np.zeros(0), np.zeros(1))
    >>> at.at_bound, at.variable(0)
    (array([ True]), 'x[0]')
    """

    problem: Problem
    x: Vector
    y: Vector
    z: Vector
    grad: Vector
    c: Vector
    jac: sparse.csr_array

    @property
    def box(self) -> Bounds:
        return self.problem.variable_bounds

    @property
    def rows(self) -> Bounds:
        return self.problem.constraint_bounds

    @cached_property
    def violation(self) -> Vector:
        """(m,) distance of each constraint to its interval, relative to max(1, |bound|)."""
        return self.rows.violation(self.c) / self.rows.scale

    @cached_property
    def excess(self) -> Vector:
        """(n,) distance of each variable to its interval, relative to max(1, |bound|)."""
        return self.box.violation(self.x) / self.box.scale

    @property
    def is_feasible(self) -> bool:
        return max(float(self.violation.max(initial=0.0)), float(self.excess.max(initial=0.0))) <= NEAR

    @cached_property
    def active(self) -> Mask:
        """(m,) rows at or beyond a bound."""
        return _touches(self.c, self.rows)

    @cached_property
    def at_bound(self) -> Mask:
        """(n,) variables at or beyond a bound."""
        return _touches(self.x, self.box)

    @cached_property
    def linear(self) -> Mask:
        """(m,) rows that are known to be linear."""
        if provides(self.problem, HasLinearRows):
            return np.asarray(self.problem.linear_constraints, dtype=np.bool_)
        return np.zeros(self.c.size, dtype=np.bool_)

    def variable(self, index: int) -> str:
        return variable_name(self.problem, index)

    def row(self, index: int) -> str:
        return constraint_name(self.problem, index)


def local_problem(problem: Problem, x: Vector, y: Vector, z: Vector) -> Local:
    """The problem at ``x``.

    Raises
    ------
    EvaluationError
        If a function has no finite value or derivative there.
    """
    evaluator = Evaluator(problem)
    values = evaluator.values(x)
    at = evaluator.linearization(values)
    return Local(problem, x, y, z, at.grad, values.c, sparse.csr_array(at.jac))


def listed(names: Iterable[str], most: int = 8, joined: str = "and") -> str:
    """Names in a sentence; those beyond ``most`` are counted.

    >>> listed(["a", "b", "c"]), listed(["a", "b"], joined="or"), listed(["a", "b", "c"], most=1)
    ('a, b and c', 'a or b', 'a and 2 more')
    """
    known = list(names)
    shown = known[:most] if len(known) <= most else [*known[:most], f"{len(known) - most} more"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} {joined} {shown[-1]}" if shown else "none"


def _touches(values: Vector, bounds: Bounds) -> Mask:
    return (values - bounds.lower <= NEAR * bounds.scale) | (bounds.upper - values <= NEAR * bounds.scale)
