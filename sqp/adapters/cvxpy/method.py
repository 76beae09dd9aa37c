"""``problem.solve(method="sqp")``: the problem is reduced and differentiated once, however often it is solved."""

# pyright: reportMissingImports=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportPrivateUsage=false
from __future__ import annotations

from typing import Any

import numpy as np
from cvxpy.error import DNLPError, ParameterError
from cvxpy.reductions.solvers import nlp_solving_chain as nlp

from sqp.adapters.cvxpy.problem import CvxpyProblem
from sqp.adapters.cvxpy.solver import NAME, refusal, solved
from sqp.algorithm.result import Result
from sqp.arrays import Vector

_KEY = "sqp-compiled"


def solve(
    problem: Any,
    *,
    warm_start: bool = True,
    verbose: bool = False,
    best_of: int | None = None,
    **options: Any,
) -> float:
    """Solve a CVXPY problem; what ``problem.solve(method="sqp", ...)`` calls.

    Parameters
    ----------
    problem : cvxpy.Problem
        Any problem that follows the rules of disciplined nonlinear programming.
    warm_start : bool
        Start from the multipliers and the working set of the last solve, unless values were assigned to variables.
    verbose : bool
        Print one line per iteration.
    best_of : int, optional
        Solve from so many random starts, as CVXPY describes, and keep the best.
    **options
        Fields of :class:`sqp.SQP` and of :class:`sqp.Limits` by name, and ``callback``.
    """
    for constraint in problem.constraints:
        if not hasattr(constraint, "is_dnlp"):  # for which is_dnlp would fail, and not say why
            raise refusal(constraint)
    if not problem.is_dnlp():
        raise DNLPError("The problem you specified is not DNLP.")
    for parameter in problem.parameters():
        if parameter.value is None:
            raise ParameterError(f"The parameter {parameter.name()} has no value; all parameters need one to solve.")
    if best_of is not None:
        return problem.solve(nlp=True, solver=NAME, warm_start=warm_start, verbose=verbose, best_of=best_of, **options)
    cache: dict[str, Any] = problem._solver_cache  # noqa: SLF001  (the place that CVXPY has for this)
    compiled = cache.setdefault(_KEY, Compiled())
    return compiled.solve(problem, options, warm_start=warm_start, verbose=verbose)


class Compiled:
    """What is kept of one CVXPY problem between solves; its copies and pickles are empty and fill themselves again."""

    def __init__(self) -> None:
        self._chain: Any = None
        self._inverse: Any = None
        self._stated: Any = None
        self._problem: CvxpyProblem | None = None
        self._last: Result | None = None
        self._left: dict[int, Any] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        return (Compiled, ())

    def solve(self, problem: Any, options: dict[str, Any], *, warm_start: bool, verbose: bool) -> float:
        """Solve with the present values of parameters and variables, and store the solution in ``problem``."""
        current = self._current(problem, keep=warm_start)
        result = solved(current, self._last if warm_start else None, options, verbose=verbose)
        self._last = result
        solution = {"result": result, "constraints": self._stated.new_problem.constraints}
        problem.unpack_results(solution, self._chain, self._inverse)
        self._left = {variable.id: variable.value for variable in problem.variables()}
        return problem.value

    def _current(self, problem: Any, *, keep: bool) -> CvxpyProblem:
        if self._problem is None:
            self._chain, data, self._inverse = _reduced(problem)
            self._stated = data["_bounds"]
            self._problem = CvxpyProblem(self._stated)
            return self._problem
        for reduction in self._chain.reductions:
            if hasattr(reduction, "update_parameters"):
                reduction.update_parameters(problem)
        self._stated.x0 = self._start(problem, keep=keep)
        return self._problem.revalued(self._stated)

    def _start(self, problem: Any, *, keep: bool) -> Vector:
        """The last point with its auxiliary variables, unless the user has assigned other values since."""
        if keep and self._last is not None and all(_same(v.value, self._left.get(v.id)) for v in problem.variables()):
            return self._last.x
        return _reduced(problem)[1]["x0"]


def _reduced(problem: Any) -> tuple[Any, dict[str, Any], Any]:
    """CVXPY's chain of reductions, the data that it makes of the problem, and what leads back."""
    chain, _ = nlp._build_nlp_chain(problem, NAME, {})  # noqa: SLF001  (what CVXPY's own solve calls)
    nlp._set_nlp_initial_point(problem)  # noqa: SLF001
    data, inverse = chain.apply(problem=problem)
    return chain, data, inverse


def _same(value: Any, left: Any) -> bool:
    if value is None or left is None:
        return False
    if hasattr(value, "toarray"):
        value, left = value.toarray(), left.toarray()
    return np.array_equal(value, left)
