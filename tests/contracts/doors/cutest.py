"""CUTEst problems through stand-ins with the two interfaces; the Lagrangian of both is f + y'c."""

from __future__ import annotations

from typing import Any, ClassVar

import casadi as ca
import numpy as np
from scipy import sparse

import sqp
from tests.contracts.door import Door, Report
from tests.contracts.door_cases import Case
from tests.contracts.doors.problem import CasadiAlgebra, CasadiProblem


class PycutestStandIn:
    """The members of ``pycutest.CUTEstProblem`` that matter, with its None, its 1e20 and its asserts."""

    def __init__(self, case: Case) -> None:
        x = ca.MX.sym("x", case.n)
        rows = sqp.Bounds(case.row_lower, case.row_upper)
        functions = ca.vertcat(*case.rows(x, CasadiAlgebra))
        objective = case.sense * case.objective(x, CasadiAlgebra)
        self._dense = sqp.CasadiProblem(x, objective, functions, constraint_bounds=rows, dense=case.n <= 100)
        self.name, self.n, self.m = case.name, case.n, case.m
        self.x0, self.vartype = case.start.copy(), np.zeros(case.n, dtype=int)
        self.bl, self.bu = (np.clip(side, -1e20, 1e20) for side in (case.lower, case.upper))
        self.v0 = np.zeros(case.m) if case.m else None
        self.cl = np.clip(case.row_lower, -1e20, 1e20) if case.m else None
        self.cu = np.clip(case.row_upper, -1e20, 1e20) if case.m else None
        self.is_linear_cons = np.zeros(case.m, dtype=bool) if case.m else None

    def varnames(self) -> list[str]:
        return [f"X{i + 1}" for i in range(self.n)]

    def connames(self) -> list[str]:
        return [f"C{i + 1}" for i in range(self.m)]

    def obj(self, x: Any, gradient: bool = False) -> Any:
        f = self._dense.objective(x)
        return (f, self._dense.gradient(x)) if gradient else f

    def cons(self, x: Any, index: int | None = None, gradient: bool = False) -> Any:
        if not self.m:
            return None
        c = self._dense.constraints(x)
        return (c, self._dense.jacobian(x)) if gradient else c

    def scons(self, x: Any, index: int | None = None, gradient: bool = False) -> Any:
        return (self._dense.constraints(x), sparse.coo_matrix(self._dense.jacobian(x))) if gradient else self.cons(x)

    def hess(self, x: Any, v: Any = None) -> Any:
        assert (v is None) == (self.m == 0), "v must be None for unconstrained problems, and specified for others"
        return self._dense.lagrangian_hessian(x, np.zeros(0) if v is None else v, 1.0)

    def sphess(self, x: Any, v: Any = None) -> Any:
        return sparse.coo_matrix(self.hess(x, v))

    def hprod(self, p: Any, x: Any = None, v: Any = None) -> Any:
        return self.hess(x, v) @ p


class S2mpjStandIn:
    """The members of an S2MPJ class: columns for vectors, sparse matrices of any kind, names in arrays."""

    def __init__(self, case: Case) -> None:
        self._problem = PycutestStandIn(case)
        self.name, self.n, self.m = case.name, case.n, case.m
        self.x0, self.xlower, self.xupper = (part.reshape(-1, 1) for part in (case.start, case.lower, case.upper))
        self.xnames, self.cnames = np.array(self._problem.varnames()), np.array(self._problem.connames())
        self.objgrps = np.array([0])
        if case.m:
            self.clower, self.cupper = case.row_lower.reshape(-1, 1), case.row_upper.reshape(-1, 1)
            self.y0, self.lincons = np.zeros((case.m, 1)), np.array([], dtype=int)

    def fx(self, x: Any) -> Any:
        return np.array([[self._problem.obj(np.ravel(x))]])

    def fgx(self, x: Any) -> Any:
        f, g = self._problem.obj(np.ravel(x), gradient=True)
        return f, g.reshape(-1, 1)

    def cx(self, x: Any) -> Any:
        return self._problem.cons(np.ravel(x)).reshape(-1, 1)

    def cJx(self, x: Any) -> Any:
        return self.cx(x), sparse.lil_matrix(self._problem.scons(np.ravel(x), gradient=True)[1])

    def LgHxy(self, x: Any, y: Any) -> Any:
        assert y.shape == (self.m,)
        hess = self._problem.hess(np.ravel(x), y if self.m else None)
        return 0.0, np.zeros((self.n, 1)), sparse.lil_matrix(hess)


def report(case: Case, problem: Any) -> Report:
    result = sqp.solve(sqp.from_cutest(problem))
    return Report(result.x, case.sense * result.f, result.point, -case.sense * result.y, -case.sense * result.z)


class Pycutest(Door):
    """An object with the interface of pycutest."""

    words: ClassVar = CasadiProblem.words

    def solve(self, case: Case) -> Report:
        return report(case, PycutestStandIn(case))


class S2mpj(Door):
    """An object with the interface of the Python problems of S2MPJ."""

    words: ClassVar = CasadiProblem.words

    def solve(self, case: Case) -> Report:
        return report(case, S2mpjStandIn(case))
