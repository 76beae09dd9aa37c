"""SciPy's ``minimize``: ``multipliers`` of an inequality are not negative, ``v`` are those of L = f + v'c."""

# The stubs of SciPy know fewer forms than SciPy itself.
# pyright: reportArgumentType=false, reportCallIssue=false, reportAttributeAccessIssue=false, reportIndexIssue=false
from __future__ import annotations

from typing import Any, ClassVar

import casadi as ca
import numpy as np
from scipy.optimize import Bounds, NonlinearConstraint, minimize

import sqp
from tests.contracts.door import Door, Ending, Report
from tests.contracts.door_cases import Case
from tests.contracts.doors.problem import CasadiAlgebra

WORDS = {
    Ending.SOLVED: (True, 0),
    Ending.INFEASIBLE: (False, 2),
    Ending.UNBOUNDED: (False, 3),
    Ending.UNDEFINED: (False, 4),
}


def solved(case: Case, constraints: list[Any], **derivatives: Any) -> Report:
    """SciPy only minimises; who maximises negates, and reads multipliers of the negated problem."""
    answer: Any = minimize(
        lambda x: case.sense * case.objective(x, np),
        case.start,
        bounds=Bounds(case.lower, case.upper),
        constraints=constraints,
        method=sqp.scipy_method,
        **derivatives,
    )
    rows = np.concatenate([np.zeros(0), *answer.v[:-1]]) if answer.v else np.full(case.m, np.nan)
    bounds = answer.v[-1] if answer.v else np.full(case.n, np.nan)
    word = (answer.success, answer.status)
    return Report(answer.x, case.sense * answer.fun, word, -case.sense * rows, -case.sense * bounds)


class ScipyByDifferences(Door):
    """Values only, as most people call it."""

    words: ClassVar = WORDS
    cannot: ClassVar = {"chain of 5000": "differences of a function of 5000 variables take 10 000 evaluations"}
    unpriced: ClassVar = {"fixed variable": "differences do not leave the bounds"}
    tolerance = 2e-6

    def solve(self, case: Case) -> Report:
        rows = [NonlinearConstraint(lambda x: case.rows(x, np), case.row_lower, case.row_upper, jac="3-point")]
        return solved(case, rows if case.m else [])


class ScipyWithDerivatives(Door):
    """First and second derivatives as functions, the constraints' sparse."""

    words: ClassVar = WORDS

    def solve(self, case: Case) -> Report:
        x = ca.MX.sym("x", case.n)
        f = sqp.CasadiProblem(x, case.sense * case.objective(x, CasadiAlgebra), dense=False)
        rows: list[Any] = []
        if case.m:
            c = sqp.CasadiProblem(
                x,
                0,
                ca.vertcat(*case.rows(x, CasadiAlgebra)),
                constraint_bounds=sqp.Bounds(case.row_lower, case.row_upper),
                dense=False,
            )
            rows = [
                NonlinearConstraint(
                    c.constraints,
                    case.row_lower,
                    case.row_upper,
                    jac=c.jacobian,
                    hess=lambda x, v: c.lagrangian_hessian(x, v, 0.0),
                )
            ]
        return solved(case, rows, jac=f.gradient, hess=lambda x: f.lagrangian_hessian(x, np.zeros(0), 1.0))
