"""Pure functions of tensors; multipliers are those of L = f + y'c + z'x for the minimised f."""

from __future__ import annotations

from importlib import import_module
from typing import Any, ClassVar

import sqp
from tests.contracts.door import Door, Report
from tests.contracts.door_cases import Case
from tests.contracts.doors.problem import CasadiProblem


class TorchFunctions(Door):
    """``sqp.from_torch``; solved by ``sqp.solve``, whose words are the host's.

    PyTorch is not among the packages that the tests install: 870 MB for its smallest build, of which package indexes
    serve by default one with libraries for graphics cards that is several times as large.
    """

    words: ClassVar = CasadiProblem.words
    needs = ("torch",)

    def solve(self, case: Case) -> Report:
        torch: Any = import_module("torch")
        problem = sqp.from_torch(
            lambda x: case.objective(x, torch),
            case.start,
            constraints=(lambda x: case.rows(x, torch)) if case.m else None,
            constraint_bounds=(case.row_lower, case.row_upper) if case.m else None,
            bounds=(case.lower, case.upper),
            sense=case.sense,
        )
        result = sqp.solve(problem, hessian="exact" if case.n <= 300 else "newton-krylov")
        return Report(result.x, result.f, result.point, -case.sense * result.y, -case.sense * result.z)
