"""All stages linearised at a plan, in one call of compiled or interpreted functions.

x_{k+1} + dx_{k+1} = F_k + A_k dx_k + B_k du_k,    cost  1/2 w'Hw + h'w  with  H = [Q S'; S R],  w = (dx, du)
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import casadi as ca
import numpy as np
from numpy.typing import NDArray

from sqp.arrays import Vector
from sqp.control.curvature import StageHessian
from sqp.control.derivatives import gauss_newton, lagrangian_hessian, linearised_constraints, linearised_dynamics
from sqp.control.plan import Plan
from sqp.control.stages import Stages, Table, Terms
from sqp.model.buffered import BufferedFunction
from sqp.model.compiled import compiled

Blocks = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Linearisation:
    """The quadratic program of one plan, stage by stage.

    Attributes
    ----------
    gap : (N, nx)
        F_k - x_{k+1}.
    A, B : (N, nx, nx), (N, nx, nu)
    value : float
        The cost of the plan without slacks.
    gradient_x, gradient_u : (N + 1, nx), (N, nu)
    Q, S, R : (N + 1, nx, nx), (N, nu, nx), (N, nu, nu)
    c, C : (N, rows), (N, rows, nx + nu)
        Constraints of the path and their Jacobian.
    c_end, C_end : (rows,), (rows, nx)
    """

    gap: Table
    A: Blocks
    B: Blocks
    value: float
    gradient_x: Table
    gradient_u: Table
    Q: Blocks
    S: Blocks
    R: Blocks
    c: Table
    C: Blocks
    c_end: Vector
    C_end: Table


class Lineariser:
    """Linearises the stages of one problem again and again.

    Parameters
    ----------
    stages : Stages
    hessian : StageHessian
        Which second derivatives the cost of the steps has.
    compile : bool
        Whether the functions are compiled.

    Examples
    --------
    >>> import sqp.control
    >>> ocp = sqp.control.OptimalControlProblem(horizon=2)
    >>> x, u = ocp.state("x", initial=1.0), ocp.control("u")
    >>> ocp.next_state({x: x * x + u})
    >>> ocp.stage_squares(u)
    >>> stages = ocp.stages()
    >>> at = Lineariser(stages, StageHessian()).at(Plan.at_start(stages), stages.p, stages.g)
    >>> at.A.ravel(), at.gap.ravel(), at.R.ravel()
    (array([2., 2.]), array([0., 0.]), array([2., 2.]))
    """

    def __init__(self, stages: Stages, hessian: StageHessian, *, compile: bool = False) -> None:  # noqa: A002
        self._stages, self._hessian = stages, hessian
        everything = _everything(stages, exact=hessian.exact)
        self._function = BufferedFunction(compiled(everything) if compile else everything)

    def at(self, plan: Plan, p: Table, g: Vector) -> Linearisation:
        """The program at a plan, for these parameters of the stages, (N + 1, np), and of the horizon, (ng,)."""
        s = self._stages
        n, nx, nu = s.horizon, s.nx, s.nu
        duals = (plan.y.ravel(), plan.a.ravel(), plan.y_end) if self._hessian.exact else ()
        parts = self._function.results(plan.x.ravel(), plan.u.ravel(), p.ravel(), g, *duals)
        following, A, B, value, gradient, H, c, C, value_end, gradient_end, H_end, c_end, C_end = parts[:13]
        H, H_end = H.reshape(n, nx + nu, nx + nu), H_end.reshape(1, nx, nx)
        if self._hessian.exact:
            H, H_end = parts[13].reshape(H.shape), parts[14].reshape(H_end.shape)
        gradient = gradient.reshape(n, nx + nu)
        gradient_x = np.concatenate((gradient[:, :nx], gradient_end[None]))
        if s.initial is not None:
            gradient_x[0] += parts[-2]
            value_end = value_end + parts[-3]
        H, H_end = self._hessian.corrected(H), self._hessian.corrected(H_end)
        Q = np.concatenate((H[:, :nx, :nx], H_end))
        if s.initial is not None:
            Q[0] += parts[-1].reshape(nx, nx)
        return Linearisation(
            gap=following.reshape(n, nx) - plan.x[1:],
            A=A.reshape(n, nx, nx).transpose(0, 2, 1),
            B=B.reshape(n, nu, nx).transpose(0, 2, 1),
            value=float(value.sum() + value_end[0]),
            gradient_x=gradient_x,
            gradient_u=gradient[:, nx:],
            Q=Q,
            S=H[:, nx:, :nx],
            R=H[:, nx:, nx:],
            c=c.reshape(n, -1) if c.size else np.zeros((n, 0)),
            C=C.reshape(n, nx + nu, s.path.rows).transpose(0, 2, 1),
            c_end=c_end,
            C_end=C_end.reshape(nx, s.terminal.rows).T,
        )


def _everything(stages: Stages, *, exact: bool) -> Any:
    """(X, U, P, g[, y, a, y_end]) -> all derivatives of all stages.

    With an initial cost its value, gradient and Hessian come last.
    """
    n = stages.horizon
    sizes = {"X": (stages.nx, n + 1), "U": (stages.nu, n), "P": (stages.np, n + 1), "g": (stages.ng, 1)}
    X, U, P, g = (ca.MX.sym(name, *size) for name, size in sizes.items())
    path = X[:, :n], U, P[:, :n], ca.repmat(g, 1, n)
    nothing = ca.MX(0, 1)
    end = X[:, n], nothing, P[:, n], g
    results: list[Any] = []
    for function in (linearised_dynamics(stages), gauss_newton(stages.path), linearised_constraints(stages.path)):
        results += function.map(n).call(list(path))
    for function in (gauss_newton(stages.terminal), linearised_constraints(stages.terminal)):
        results += function.call(list(end))
    inputs = [X, U, P, g]
    if exact:
        y, a = ca.MX.sym("y", stages.path.rows, n), ca.MX.sym("a", stages.nx, n)
        y_end = ca.MX.sym("y_end", stages.terminal.rows)
        results += lagrangian_hessian(stages.path, stages.dynamics).map(n).call([*path, y, a])
        results += lagrangian_hessian(stages.terminal).call([*end, y_end, nothing])
        inputs += [y, a, y_end]
    if stages.initial is not None:
        results += gauss_newton(stages.initial).call([X[:, 0], nothing, P[:, 0], g])
    return ca.Function("everything", inputs, [ca.densify(result) for result in results])


def violation(terms: Terms, c: Table) -> Table:
    """(K, rows) by how much constraints are not met; infinite bounds never are."""
    return np.maximum(np.maximum(terms.lower - c, c - terms.upper), 0.0)
