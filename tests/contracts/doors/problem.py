"""The package's own door, ``sqp.solve``: the reference for the others."""

from __future__ import annotations

from typing import Any, ClassVar

import casadi as ca

import sqp
from sqp.algorithm.stop import PointKind
from tests.contracts.door import Door, Ending, Report


class CasadiAlgebra:
    """Cases in CasADi's symbols."""

    sum = staticmethod(ca.sum1)
    log = staticmethod(ca.log)


class CasadiProblem(Door):
    """A CasADi problem; multipliers are those of L = f + y'c + z'x for the minimised f."""

    words: ClassVar = {
        Ending.SOLVED: PointKind.KKT,
        Ending.INFEASIBLE: PointKind.INFEASIBLE_STATIONARY,
        Ending.UNBOUNDED: PointKind.UNBOUNDED,
        Ending.UNDEFINED: PointKind.UNKNOWN,
    }

    def solve(self, case: Any) -> Report:
        x = ca.MX.sym("x", case.n)
        result = sqp.solve(
            sqp.CasadiProblem(
                x,
                case.sense * case.objective(x, CasadiAlgebra),
                ca.vertcat(*case.rows(x, CasadiAlgebra)),
                variable_bounds=sqp.Bounds(case.lower, case.upper),
                constraint_bounds=sqp.Bounds(case.row_lower, case.row_upper),
                start=case.start,
                sense=case.sense,
            )
        )
        return Report(result.x, result.f, result.point, -case.sense * result.y, -case.sense * result.z)
