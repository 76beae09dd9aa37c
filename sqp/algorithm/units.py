"""Two views of an iterate: in the units that the solver works in, and in the user's."""

from __future__ import annotations

from typing import final

import numpy as np

from sqp.algorithm.iterate import Iterate
from sqp.algorithm.kkt import kkt_residuals, row_forces
from sqp.algorithm.record import Residuals
from sqp.arrays import Vector, norm_inf
from sqp.model.problem import Problem
from sqp.model.scaling import Scales


@final
class Units:
    """Residuals and values of scaled iterates in the user's units, without evaluating anything again.

    Parameters
    ----------
    problem : Problem
        The user's problem.
    scaled : Problem
        The same problem in the solver's units.
    scales : Scales
        What leads from one to the other.
    """

    def __init__(self, problem: Problem, scaled: Problem, scales: Scales) -> None:
        self._user_bounds = problem.variable_bounds, problem.constraint_bounds
        self.scaled = scaled
        self.scaled_bounds = scaled.variable_bounds, scaled.constraint_bounds
        self._scales = scales
        self._same = scales.is_identity
        self._latest: tuple[Iterate | None, Residuals | None] = None, None

    def scaled_residuals(self, iterate: Iterate) -> Residuals:
        """Residuals in the solver's units."""
        gradient = iterate.lagrangian_gradient()
        forces = row_forces(iterate.jac, iterate.y)
        return kkt_residuals(iterate.x, iterate.c, gradient, iterate.y, iterate.z, *self.scaled_bounds, forces)

    def residuals(self, iterate: Iterate) -> Residuals:
        """Residuals in the user's units: these decide when to stop and what the point is."""
        latest, residuals = self._latest
        if iterate is not latest or residuals is None:
            residuals = self.scaled_residuals(iterate) if self._same else self._user_residuals(iterate)
            self._latest = iterate, residuals
        return residuals

    def _user_residuals(self, iterate: Iterate) -> Residuals:
        scales = self._scales
        x, y, z = scales.to_user(iterate.x, iterate.y, iterate.z)
        units = scales.objective * scales.variables
        forces = row_forces(iterate.jac, iterate.y, units)
        gradient = iterate.lagrangian_gradient() / units
        return kkt_residuals(x, iterate.c / scales.constraints, gradient, y, z, *self._user_bounds, forces)

    def point(self, iterate: Iterate) -> tuple[Vector, Vector, Vector]:
        """x, y, z in the user's units; x within the bounds to the last bit."""
        x, y, z = self._scales.to_user(iterate.x, iterate.y, iterate.z)
        return self._user_bounds[0].project(x), y, z

    def lowest(self, unbounded: float) -> float:
        """The objective, in the solver's units, below which a feasible one counts as unbounded."""
        return -unbounded * self._scales.objective

    def ray(self, direction: Vector | None) -> Vector | None:
        """A direction in the user's units, with a largest entry of one."""
        if direction is None:
            return None
        moved = direction * self._scales.variables
        return moved / norm_inf(moved)

    def objective(self, f: float) -> float:
        return f / self._scales.objective

    def x(self, x: Vector) -> Vector:
        return self._user_bounds[0].project(x * self._scales.variables)

    def violation(self, c: Vector) -> float:
        """Largest absolute violation of the user's constraints."""
        return float(np.max(self._user_bounds[1].violation(c / self._scales.constraints), initial=0.0))
