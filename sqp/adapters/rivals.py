"""Other solvers on the same problem, for comparison: IPOPT through CasADi and SLSQP through SciPy.

Each takes a problem and gives an :class:`Answer`; what it claims is recorded and not believed.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from math import inf
from typing import Any, Protocol

import numpy as np

from sqp.algorithm.limits import Limits
from sqp.algorithm.sqp import SQP
from sqp.arrays import Vector, as_dense
from sqp.errors import ProblemError
from sqp.model.casadi_problem import CasadiProblem
from sqp.model.problem import HasStart, Problem


@dataclass(frozen=True, eq=False)
class Answer:
    """What a solver returned.

    Attributes
    ----------
    x : (n,)
        The point.
    y, z : (m,), (n,) or None
        Multipliers in the signs of this package; None if the solver gives none.
    claims : bool
        Whether the solver says that it succeeded.
    status : str
        Its own words.
    iterations : int
    seconds : float
        Wall-clock seconds of the solve alone, without building derivatives.

    Examples
    --------
    >>> import casadi as ca
    >>> x = ca.SX.sym("x")
    >>> answer = ipopt(CasadiProblem(x, (x - 3) ** 2))
    >>> answer.claims, round(float(answer.x[0]), 6)
    (True, 3.0)
    """

    x: Vector
    y: Vector | None
    z: Vector | None
    claims: bool
    status: str
    iterations: int
    seconds: float


class Solver(Protocol):
    """A solver as the benchmark calls it, with a limit on wall-clock seconds."""

    def __call__(self, problem: Problem, seconds: float = ..., /) -> Answer: ...


def sqp(problem: Problem, seconds: float = inf, /) -> Answer:
    """Our own method with its default settings."""
    method = SQP(limits=Limits(seconds=seconds))
    begin = time.perf_counter()
    result = method.solve(problem)
    taken = time.perf_counter() - begin
    status = f"{result.stop.name}/{result.point.name}"
    return Answer(result.x, result.y, result.z, result.success, status, result.iterations, taken)


def ipopt(problem: Problem, seconds: float = inf, /) -> Answer:
    """IPOPT with its default settings, on the same CasADi functions.

    Raises
    ------
    ProblemError
        If the problem is not made of CasADi functions.
    """
    import casadi as ca

    if not isinstance(problem, CasadiProblem):
        raise ProblemError(f"ipopt: expected a CasadiProblem, found {type(problem).__name__}")
    x = ca.MX.sym("x", problem.variable_bounds.size)
    functions, parameters = problem.functions, problem.parameters
    program = {"x": x, "f": functions.objective(x, parameters), "g": functions.constraints(x, parameters)}
    options: dict[str, object] = {"print_time": False, "error_on_fail": False, "expand": True}
    options |= {"ipopt.print_level": 0, "ipopt.sb": "yes", "ipopt.max_wall_time": min(seconds, 1e20)}
    solver = ca.nlpsol("rival", "ipopt", program, options)
    bounds, rows = problem.variable_bounds, problem.constraint_bounds
    begin = time.perf_counter()
    found = solver(x0=problem.start, lbx=bounds.lower, ubx=bounds.upper, lbg=rows.lower, ubg=rows.upper)
    taken = time.perf_counter() - begin
    stats = solver.stats()
    x_found, y, z = (np.asarray(found[key].full(), dtype=np.float64).ravel() for key in ("x", "lam_g", "lam_x"))
    iterations = int(stats.get("iter_count", -1))
    return Answer(x_found, y, z, bool(stats["success"]), str(stats["return_status"]), iterations, taken)


def slsqp(problem: Problem, seconds: float = inf, /, *, ftol: float = 1e-10) -> Answer:
    """SciPy's SLSQP, with its tolerance on the objective; its multipliers are not used.

    Raises
    ------
    ProblemError
        If the problem has no start.
    """
    from scipy import optimize

    if not isinstance(problem, HasStart):
        raise ProblemError("slsqp: the problem has no start")

    bounds, rows = problem.variable_bounds, problem.constraint_bounds
    constraints: list[Any] = []
    if rows.size:
        constraints.append(
            optimize.NonlinearConstraint(
                problem.constraints, rows.lower, rows.upper, jac=lambda x: as_dense(problem.jacobian(x))
            )
        )
    begin = time.perf_counter()

    def stop_in_time(_: Vector) -> None:
        if time.perf_counter() - begin > seconds:
            raise StopIteration

    minimize: Any = optimize.minimize  # its overloads do not know every kind of constraint
    found = minimize(
        problem.objective,
        problem.start,
        jac=problem.gradient,
        bounds=optimize.Bounds(bounds.lower, bounds.upper),
        constraints=constraints,
        method="SLSQP",
        callback=stop_in_time,
        options={"ftol": ftol, "maxiter": 1000},
    )
    taken = time.perf_counter() - begin
    x = np.asarray(found.x, dtype=np.float64)
    return Answer(x, None, None, bool(found.success), str(found.message), int(found.nit), taken)


SOLVERS: dict[str, Solver] = {"sqp": sqp, "ipopt": ipopt, "slsqp": slsqp}
