"""CasADi's own words: a call-alike of nlpsol, and Opti; L = f + lam_g'g + lam_x'x, as here."""

from __future__ import annotations

from typing import Any, ClassVar

import casadi as ca
import numpy as np

import sqp
from tests.contracts.door import Door, Ending, Report
from tests.contracts.door_cases import Case
from tests.contracts.doors.problem import CasadiAlgebra

ALGEBRA: Any = CasadiAlgebra

WORDS = {
    Ending.SOLVED: "SOLVER_RET_SUCCESS",
    Ending.INFEASIBLE: "SOLVER_RET_INFEASIBLE",
    Ending.UNBOUNDED: "SOLVER_RET_UNKNOWN",
    Ending.UNDEFINED: "SOLVER_RET_NAN",
}


class CasadiNlpsol(Door):
    """``sqp.nlpsol``, called with numbers; who maximises negates."""

    words: ClassVar = WORDS

    def solve(self, case: Case) -> Report:
        x = ca.MX.sym("x", case.n)
        nlp = {
            "x": x,
            "f": case.sense * case.objective(x, ALGEBRA),
            "g": ca.vertcat(*case.rows(x, ALGEBRA)),
        }
        solver = sqp.nlpsol("solver", nlp)
        bounds = {"lbx": case.lower, "ubx": case.upper, "lbg": case.row_lower, "ubg": case.row_upper}
        answer = solver(x0=case.start, **bounds)
        found: dict[str, Any] = {name: np.asarray(value.full()).ravel() for name, value in answer.items()}
        word = solver.stats()["unified_return_status"]
        f = case.sense * float(found["f"][0])
        return Report(found["x"], f, word, -case.sense * found["lam_g"], -case.sense * found["lam_x"])


class CasadiOpti(Door):
    """``sqp.from_opti``; bounds are constraints, as Opti has it."""

    words: ClassVar = WORDS

    def solve(self, case: Case) -> Report:
        opti = ca.Opti()
        x = opti.variable(case.n)
        opti.minimize(case.sense * case.objective(x, ALGEBRA))
        rows = ca.vertcat(*case.rows(x, ALGEBRA))
        if case.m:
            opti.subject_to(opti.bounded(case.row_lower, rows, case.row_upper))
        bounds = opti.bounded(case.lower, x, case.upper)
        opti.subject_to(bounds)
        opti.set_initial(x, case.start)
        solution = sqp.from_opti(opti).solve()
        values = [np.atleast_1d(solution.value(part)) for part in (x, opti.lam_g)]
        word = solution.stats()["unified_return_status"]
        f = case.sense * float(solution.value(opti.f))
        y = -case.sense * values[1]
        return Report(values[0], f, word, y[: case.m], y[case.m :])
