"""CVXPY's differentiation engine made pure: the same arguments always give the same answers.

CVXPY's oracles keep their last point inside and answer for it, whatever point they are asked about:

* the gradient ignores ``x`` and is that of the last objective; the Jacobian is that of the last constraints;
* the Hessian uses local derivatives that the *gradient* and the *Jacobian* have left behind: without them its values
  are those of another point, or infinite, and no error is raised.

Here every question first brings the engine to its point.
"""

# pyright: reportMissingImports=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportAttributeAccessIssue=false, reportPrivateImportUsage=false
from __future__ import annotations

import threading
from typing import Any

import numpy as np

from sqp.adapters.cvxpy.coordinates import Coordinates
from sqp.arrays import Matrix, Vector


class Engine:
    """Values and derivatives of one canonical CVXPY problem, for any values of its parameters.

    May be called from several threads, which wait for each other.

    Parameters
    ----------
    canonical : cvxpy.Problem
        What CVXPY's reductions to smooth functions leave: minimise, with constraints ``Zero`` and ``NonNeg`` only.
    """

    def __init__(self, canonical: Any) -> None:
        from cvxpy.reductions.solvers.nlp_solvers.nlp_solver import Oracles

        self._oracles = Oracles(canonical, verbose=False, use_hessian=False)
        self._n = sum(variable.size for variable in canonical.variables())
        self._m = sum(constraint.size for constraint in canonical.constraints)
        self._has_parameters = bool(canonical.parameters())
        rows, columns = self._oracles.jacobianstructure()
        self._jacobian = Coordinates(rows, columns, (self._m, self._n))
        self._hessian: Coordinates | None = None
        self._lock = threading.Lock()
        self._x: Vector = np.full(self._n, np.nan)
        self._theta: Vector | None = None
        self._known: dict[str, Any] = {}

    @property
    def jacobian_pattern(self) -> Any:
        return self._jacobian.pattern

    def objective(self, x: Vector, theta: Vector) -> float:
        with self._lock:
            return float(self._at(x, theta, "objective"))

    def gradient(self, x: Vector, theta: Vector) -> Vector:
        with self._lock:
            return np.array(self._at(x, theta, "gradient"), dtype=np.float64)

    def constraints(self, x: Vector, theta: Vector) -> Vector:
        with self._lock:
            return np.array(self._at(x, theta, "constraints"), dtype=np.float64).reshape(self._m)

    def jacobian(self, x: Vector, theta: Vector, *, dense: bool) -> Matrix:
        with self._lock:
            return self._jacobian.matrix(self._at(x, theta, "jacobian"), dense=dense)

    def hessian(self, x: Vector, theta: Vector, y: Vector, sigma: float, *, dense: bool) -> Matrix:
        """σ∇²f + Σ yᵢ∇²cᵢ, (n, n)."""
        with self._lock:
            if self._hessian is None:
                self._hessian = self._prepared()
            self._at(x, theta, "gradient")
            self._at(x, theta, "jacobian")
            values = self._oracles.hessian(self._x, np.ascontiguousarray(y, dtype=np.float64), float(sigma))
            return self._hessian.matrix(values, dense=dense)

    def _prepared(self) -> Coordinates:
        """Second derivatives are built when they are first asked for: a quasi-Newton solve never does."""
        self._oracles.c_problem.init_hessian_coo_lower_tri()
        self._oracles.use_hessian = True
        self._known.clear()
        rows, columns = self._oracles.hessianstructure()
        return Coordinates(rows, columns, (self._n, self._n), lower_triangle=True)

    def _at(self, x: Vector, theta: Vector, what: str) -> Any:
        """The answer at ``x``, after all that CVXPY wants evaluated before it."""
        if theta is not self._theta:
            if self._has_parameters:
                self._oracles.c_problem.update_params(theta)
            self._theta = theta
            self._known.clear()
        if not np.array_equal(x, self._x):
            self._x = np.array(x, dtype=np.float64)
            self._known.clear()
        before = {"gradient": "objective", "jacobian": "constraints"}.get(what)
        if before is not None and before not in self._known:
            self._known[before] = getattr(self._oracles, before)(self._x)
        if what not in self._known:
            self._known[what] = getattr(self._oracles, what)(self._x)
        return self._known[what]
