"""Pure JAX functions; multipliers are those of L = f + y'c + z'x for the minimised f."""

from __future__ import annotations

from typing import Any, ClassVar

import sqp
from tests.contracts.door import Door, Report
from tests.contracts.door_cases import Case
from tests.contracts.doors.problem import CasadiProblem


class JaxFunctions(Door):
    """``sqp.from_jax``; solved by ``sqp.solve``, whose words are the host's."""

    words: ClassVar = CasadiProblem.words
    needs = ("jax", "asdex")

    def __init__(self) -> None:
        self._compiled: dict[str, Any] = {}

    def solve(self, case: Case) -> Report:
        import jax
        import jax.numpy as jnp

        with jax.enable_x64(True):
            if case.name not in self._compiled:
                self._compiled[case.name] = sqp.from_jax(
                    lambda x: case.objective(x, jnp),
                    case.start,
                    constraints=(lambda x: case.rows(x, jnp)) if case.m else None,
                    constraint_bounds=(case.row_lower, case.row_upper) if case.m else None,
                    sense=case.sense,
                )
            problem = self._compiled[case.name]
            problem.variable_bounds = sqp.Bounds(case.lower, case.upper)
            problem.constraint_bounds = sqp.Bounds(case.row_lower, case.row_upper)
            result = sqp.solve(problem)
        return Report(result.x, result.f, result.point, -case.sense * result.y, -case.sense * result.z)
