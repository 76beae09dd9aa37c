"""CVXPY: multipliers of constraints only, of L = f + y'(equalities) - y'(what is not negative), y >= 0 there."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

import sqp
from tests.contracts.door import Array, Door, Ending, Report
from tests.contracts.door_cases import Case


class CvxpyAlgebra:
    """Cases in CVXPY's atoms."""

    @staticmethod
    def sum(v: Any) -> Any:
        import cvxpy as cp

        return cp.sum(v)

    @staticmethod
    def log(v: Any) -> Any:
        import cvxpy as cp

        return cp.log(v)


class CvxpyProblem(Door):
    """``problem.solve(method="sqp")``; bounds are attributes of the variable, whose multipliers CVXPY does not keep."""

    needs = ("cvxpy",)
    words: ClassVar = {
        Ending.SOLVED: "optimal",
        Ending.INFEASIBLE: "infeasible",
        Ending.UNBOUNDED: "unbounded",
    }
    cannot: ClassVar = {
        "undefined at the start": "CVXPY starts auxiliary variables inside the domain of the logarithm",
    }
    prices_bounds = False
    call: ClassVar[dict[str, Any]] = {"method": "sqp"}

    def solve(self, case: Case) -> Report:
        import cvxpy as cp

        sqp.cvxpy.register()
        x = cp.Variable(case.n, bounds=[case.lower, case.upper])
        x.value = np.clip(case.start, case.lower, case.upper)
        f = case.objective(x, CvxpyAlgebra)
        sides = list(zip(case.rows(x, CvxpyAlgebra), case.row_lower, case.row_upper, strict=True))
        rows = [_stated(row, low, high) for row, low, high in sides]
        problem = cp.Problem(cp.Minimize(f) if case.sense > 0 else cp.Maximize(f), [c for row in rows for c, _ in row])
        problem.solve(**self.call)
        values: Array = np.full(case.n, np.nan) if x.value is None else np.asarray(x.value)
        prices: Array | None = None
        if problem.status == "optimal":
            prices = np.array([sum(sign * float(c.dual_value) for c, sign in row) for row in rows])
        value = float(np.asarray(problem.value).item())
        return Report(values, value, problem.status, None if prices is None else case.sense * prices)


class CvxpySolver(CvxpyProblem):
    """``problem.solve(nlp=True, solver="SQP")``."""

    call: ClassVar = {"nlp": True, "solver": "SQP"}


def _stated(row: Any, low: float, high: float) -> list[tuple[Any, float]]:
    """The constraints that a row stands for, each with the change of the optimal value per unit and multiplier."""
    if low == high:
        return [(row == low, -1.0)]
    stated: list[tuple[Any, float]] = []
    if np.isfinite(low):
        stated.append((row >= low, 1.0))
    if np.isfinite(high):
        stated.append((row <= high, -1.0))
    return stated
