"""The solver as CVXPY sees it: the last reduction of its chain for nonlinear programs.

This file imports CVXPY, which takes seconds; it is loaded by :func:`sqp.adapters.cvxpy.register.register` only.
"""

# pyright: reportMissingImports=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportUnknownParameterType=false, reportUntypedBaseClass=false
# pyright: reportAttributeAccessIssue=false, reportPrivateImportUsage=false, reportPrivateUsage=false
from __future__ import annotations

from typing import Any

import numpy as np
from cvxpy import settings
from cvxpy.constraints import Equality, Inequality, NonNeg, NonPos, Zero
from cvxpy.error import SolverError
from cvxpy.expressions.constants import Constant
from cvxpy.expressions.expression import Expression
from cvxpy.problems.problem import Problem
from cvxpy.reductions.solution import Solution, failure_solution
from cvxpy.reductions.solvers import nlp_solving_chain as nlp
from cvxpy.reductions.solvers.nlp_solvers.nlp_solver import NLPsolver

from sqp.adapters.cvxpy.problem import CvxpyProblem
from sqp.adapters.cvxpy.status import status
from sqp.adapters.options import settings_of
from sqp.algorithm.options import choose_hessian, noted
from sqp.algorithm.result import Result
from sqp.algorithm.sqp import SQP
from sqp.arrays import Vector

#: The name in ``problem.solve(nlp=True, solver=NAME)``.
NAME = "SQP"
#: CVXPY lifts the starting values of auxiliary variables to this much above the edge of a domain.
_LIFT = 1e-3


class SQPSolver(NLPsolver):
    """Solves CVXPY's disciplined nonlinear programs (DNLP), and returns multipliers."""

    def name(self) -> str:
        return NAME

    def import_solver(self) -> None:
        """There is nothing to import: this is the solver."""

    def cite(self, data: Any) -> str:
        return "@misc{sqp, title={sqp: sequential quadratic programming for smooth nonlinear programs}}"

    def apply(self, problem: Any) -> tuple[dict[str, Any], Any]:
        """The data of the nonlinear program; what it cannot hold is refused instead of left out."""
        if not problem.variables():
            raise SolverError(f"{NAME}: the problem has no variables, so that there is nothing to solve for")
        nlp._set_nlp_initial_point(problem)  # noqa: SLF001  (CVXPY leaves symmetric variables without a start)
        constraints = [*_checked(problem).constraints, *_bounds_by_parameters(problem.variables())]
        return super().apply(Problem(problem.objective, [_as_comparison(c) for c in constraints]))

    def solve_via_data(
        self,
        data: Any,
        warm_start: bool,  # noqa: FBT001  (CVXPY's signature)
        verbose: bool,  # noqa: FBT001
        solver_opts: Any,
        solver_cache: Any = None,
    ) -> dict[str, Any]:
        """Solve; what is kept between solves goes under keys of our own in the cache that all solvers share."""
        stated = data["_bounds"]
        known: CvxpyProblem | None = None if solver_cache is None else solver_cache.get("sqp-problem")
        problem = CvxpyProblem(stated) if known is None else known.revalued(stated)
        last: Result | None = None
        if solver_cache is not None:
            solver_cache["sqp-problem"] = problem
            last = solver_cache.get("sqp-result")
        result = solved(problem, last if warm_start else None, solver_opts, verbose=verbose)
        if solver_cache is not None:
            solver_cache["sqp-result"] = result
        return {"result": result, "constraints": stated.new_problem.constraints}

    def invert(self, solution: dict[str, Any], inverse_data: Any) -> Any:
        """The solution in CVXPY's terms.

        Raises
        ------
        cvxpy.error.SolverError
            If there is no usable point; the message is that of the result, which is its attribute ``result``.
        """
        result: Result = solution["result"]
        word = status(result)
        attributes = {
            settings.NUM_ITERS: result.iterations,
            settings.SOLVE_TIME: result.seconds.total,
            settings.EXTRA_STATS: {key: value for key, value in solution.items() if key != "constraints"},
        }
        if word == settings.SOLVER_ERROR:
            failure = SolverError(result.message)
            failure.result = result
            raise failure
        if word not in settings.SOLUTION_PRESENT:
            return failure_solution(word, attributes)
        primal = {
            name: result.x[first : first + size].reshape(inverse_data.var_shapes[name], order="F")
            for name, (first, size) in inverse_data.id_map.items()
        }
        return Solution(word, result.f, primal, _dual_values(solution["constraints"], result.y), attributes)


def solved(problem: CvxpyProblem, last: Result | None, options: dict[str, Any], *, verbose: bool) -> Result:
    """Solve, starting from all that an earlier solve has learnt if its point is where this one starts."""
    chosen = dict(options)
    callback = chosen.pop("callback", None)
    if verbose and callback is None:
        from sqp.report.log import TerminalLog

        callback = TerminalLog()
    chosen = settings_of(chosen, extra=("callback", "best_of", "limits"))
    notes = choose_hessian(chosen, problem, None)
    method = SQP(**chosen)
    warm = last if last is not None and last.success and _is_near(problem.start, last.x) else None
    return noted(method.solve(problem, problem.start, warm=warm, callback=callback), notes)


def _is_near(start: Vector, x: Vector) -> bool:
    return start.shape == x.shape and np.allclose(start, x, rtol=1e-6, atol=2 * _LIFT)


def _dual_values(constraints: Any, y: Vector) -> dict[Any, Any]:
    """CVXPY's Lagrangian is f + λ'(e = 0) - λ'(e >= 0) for the minimised f; ours is f + y'c."""
    values: dict[Any, Any] = {}
    first = 0
    for constraint in constraints:
        part = y[first : first + constraint.size].reshape(constraint.shape, order="F")
        values[constraint.id] = part if isinstance(constraint, Zero) else -part
        first += constraint.size
    return values


def _checked(problem: Any) -> Any:
    """Refuse what CVXPY's form of a nonlinear program would silently leave out."""
    for variable in problem.variables():
        for attribute in ("boolean", "integer"):
            if variable.attributes[attribute]:
                raise SolverError(f"{NAME}: variable {variable.name()} is {attribute}, only real numbers can be chosen")
        if variable.is_complex():
            raise SolverError(f"{NAME}: variable {variable.name()} is complex, only real numbers can be chosen")
    return problem


def _bounds_by_parameters(variables: Any) -> list[Any]:
    """Bounds that are expressions in parameters, which CVXPY 1.9 leaves out of nonlinear programs, as constraints."""
    stated: list[Any] = []
    for variable in variables:
        lower, upper = variable.attributes["bounds"] or (None, None)
        if isinstance(lower, Expression):
            stated.append(variable >= lower)
        if isinstance(upper, Expression):
            stated.append(variable <= upper)
    return stated


def refusal(constraint: Any) -> SolverError:
    """Why a constraint that is no comparison cannot be kept."""
    kind = type(constraint).__name__
    return SolverError(f"{NAME}: {kind} constraints cannot be part of a smooth nonlinear program: {constraint}")


def _as_comparison(constraint: Any) -> Any:
    """``Zero``, ``NonNeg`` and ``NonPos`` as the comparisons that CVXPY's form of a nonlinear program knows."""
    if isinstance(constraint, Equality | Inequality):
        return constraint
    if isinstance(constraint, Zero):
        return Equality(constraint.args[0], Constant(0), constr_id=constraint.id)
    if isinstance(constraint, NonNeg):
        return Inequality(Constant(0), constraint.args[0], constr_id=constraint.id)
    if isinstance(constraint, NonPos):
        return Inequality(constraint.args[0], Constant(0), constr_id=constraint.id)
    raise refusal(constraint)
