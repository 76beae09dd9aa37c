"""The current point of a run: values, first derivatives and multipliers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sqp.acceptance.progress import Progress, Rows
from sqp.arrays import Matrix, Vector, norm_inf, norm_one
from sqp.bounds import Bounds
from sqp.evaluation.values import Linearization, Values
from sqp.linalg.operators import SymmetricOperator, is_operator

#: Rounding of a sum, and of the functions in it, relative to its terms.
_LAST_PLACES = 4 * float(np.finfo(np.float64).eps)


@dataclass(frozen=True, eq=False)
class Iterate:
    """A point with everything a subproblem needs except the Hessian.

    Attributes
    ----------
    linearization : Linearization
    y, z : (m,), (n,)
        Multipliers of the constraints and of the variable bounds.
    violation : float
        l1 norm of the constraint violation.  Variable bounds always hold.
    """

    linearization: Linearization
    y: Vector
    z: Vector
    violation: float

    @property
    def x(self) -> Vector:
        return self.linearization.values.x

    @property
    def f(self) -> float:
        return self.linearization.values.f

    @property
    def c(self) -> Vector:
        return self.linearization.values.c

    @property
    def grad(self) -> Vector:
        return self.linearization.grad

    @property
    def jac(self) -> Matrix:
        return self.linearization.jac

    @property
    def progress(self) -> Progress:
        return Progress(self.f, self.violation)

    def with_multipliers(self, y: Vector, z: Vector) -> Iterate:
        return Iterate(self.linearization, y, z, self.violation)

    def lagrangian_gradient(self) -> Vector:
        """grad f + J'y + z, (n,)."""
        return self.grad + self.jac.T @ self.y + self.z

    def is_stationary_to_rounding(self, hess: Matrix | SymmetricOperator) -> bool:
        """Whether the gradient of the Lagrangian is no larger than the last places of x and of its terms make it."""
        terms = np.abs(self.grad) + abs(self.jac).T @ np.abs(self.y) + np.abs(self.z)
        if not is_operator(hess):
            terms = terms + abs(hess) @ np.abs(self.x)
        return norm_inf(self.lagrangian_gradient()) <= _LAST_PLACES * norm_inf(terms)


def progress_of(values: Values, constraint_bounds: Bounds) -> Progress:
    """Objective, l1 violation and constraints of function values."""
    if not values.c.size:
        return Progress(values.f, 0.0)
    return Progress(values.f, norm_one(constraint_bounds.violation(values.c)), Rows(values.c, constraint_bounds))
