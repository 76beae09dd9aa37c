"""The derivatives of one stage, as CasADi functions: the same ones are called from Python and written as C.

With w = (x, u), every matrix of second derivatives is of w, (nx + nu, nx + nu); at the end of the horizon w = x.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from typing import Any

import casadi as ca

from sqp.control.stages import ARGUMENTS, Stages, Terms
from sqp.model.casadi_functions import expanded


def linearised_dynamics(stages: Stages) -> Any:
    """(x, u, p, g) -> next, A, B: the next state and its Jacobians by x, (nx, nx), and by u, (nx, nu).

    Examples
    --------
    >>> import sqp.control
    >>> ocp = sqp.control.OptimalControlProblem(horizon=3)
    >>> x, u = ocp.state("x"), ocp.control("u")
    >>> ocp.next_state({x: 2 * x + u})
    >>> [float(part) for part in linearised_dynamics(ocp.stages())(1.0, 1.0, [], [])]
    [3.0, 2.0, 1.0]
    """
    arguments = symbols(stages.dynamics)
    following = stages.dynamics(*arguments)
    parts = [following, ca.jacobian(following, arguments[0]), ca.jacobian(following, arguments[1])]
    return function("linearised_dynamics", arguments, parts, ("next", "A", "B"))


def linearised_output(output: Any) -> Any:
    """(x, u, p, g) -> y, C: an output and its Jacobian by x."""
    arguments = symbols(output)
    y = output(*arguments)
    return function("linearised_output", arguments, [y, ca.jacobian(y, arguments[0])], ("y", "C"))


def linearised_constraints(terms: Terms) -> Any:
    """(x, u, p, g) -> c, C: the constraints and their Jacobian by w, (rows, nx + nu)."""
    arguments = symbols(terms.constraints)
    c = terms.constraints(*arguments)
    return function("linearised_constraints", arguments, [c, by_point(c, arguments)], ("c", "C"))


def gauss_newton(terms: Terms) -> Any:
    """(x, u, p, g) -> value, gradient, H: the cost |r|^2 + l, its gradient, and 2 J'J plus the Hessian of l.

    H is positive semidefinite where l is convex in w; curvature of r and of the constraints is left out.

    References
    ----------
    Diehl, Bock, Schlöder, "A real-time iteration scheme for nonlinear optimization in optimal feedback control",
    SIAM J. Control Optim. 43 (2005), section 2.4.
    """
    arguments = symbols(terms.residual, terms.cost)
    r, cost = terms.residual(*arguments), terms.cost(*arguments)
    jac = by_point(r, arguments)
    gradient = 2 * ca.mtimes(jac.T, r) + by_point(cost, arguments).T
    hess = 2 * ca.mtimes(jac.T, jac)
    if terms.has_cost:
        hess += curvature(cost, arguments)
    parts = [ca.sumsqr(r) + cost, gradient, hess]
    return function("gauss_newton", arguments, parts, ("value", "gradient", "H"))


def lagrangian_hessian(terms: Terms, dynamics: Any = None) -> Any:
    """(x, u, p, g, y, a) -> H of |r|^2 + l + y'c(w) + a'F(w), exact and perhaps indefinite.

    ``y`` (rows,) are the multipliers of the constraints, ``a`` (nx,) those of x_{k+1} = F_k in the form
    F_k(w_k) - x_{k+1} = 0; without ``dynamics``, at the end of the horizon, ``a`` has no entries.
    """
    known = () if dynamics is None else (dynamics,)
    arguments = symbols(terms.cost, terms.residual, terms.constraints, *known)
    symbol: Any = type(arguments[0])
    y = symbol.sym("y", terms.rows)
    a = symbol.sym("a", 0 if dynamics is None else dynamics.numel_out(0))
    total = ca.sumsqr(terms.residual(*arguments)) + terms.cost(*arguments)
    total += ca.dot(y, terms.constraints(*arguments))
    if dynamics is not None:
        total += ca.dot(a, dynamics(*arguments))
    names = (*ARGUMENTS, "y", "a")
    inputs = [*arguments, y, a]
    return expanded(ca.Function("lagrangian_hessian", inputs, [ca.densify(curvature(total, arguments))], names, ["H"]))


def symbols(*functions: Any) -> list[Any]:
    """Fresh symbols for the arguments of functions of one stage; scalar ones where all functions take them."""
    kind: Any = ca.SX if all(function.is_a("SXFunction") for function in functions) else ca.MX
    return [kind.sym(name, functions[0].numel_in(i)) for i, name in enumerate(ARGUMENTS)]


def by_point(expression: Any, arguments: list[Any]) -> Any:
    """The Jacobian by w = (x, u)."""
    return ca.horzcat(ca.jacobian(expression, arguments[0]), ca.jacobian(expression, arguments[1]))


def curvature(scalar: Any, arguments: list[Any]) -> Any:
    """The Hessian by w = (x, u)."""
    gradient = by_point(scalar, arguments).T
    return ca.densify(by_point(gradient, arguments))


def function(name: str, arguments: list[Any], results: list[Any], names: tuple[str, ...]) -> Any:
    """A function of a stage with dense results, in scalar operations where that is possible."""
    dense = [ca.densify(result) for result in results]
    return expanded(ca.Function(name, arguments, dense, list(ARGUMENTS), list(names)))
