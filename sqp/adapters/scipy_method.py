"""``scipy.optimize.minimize(..., method=sqp.scipy_method)``."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from scipy.optimize import OptimizeResult

from sqp.adapters.options import settings_of
from sqp.adapters.scipy_constraints import Part, parts_of, variable_bounds
from sqp.adapters.scipy_curvature import model_of, second_derivatives
from sqp.adapters.scipy_feasible import KeptFeasible
from sqp.adapters.scipy_objective import Objective
from sqp.adapters.scipy_outcome import converted, told, undefined
from sqp.algorithm.options import choose_hessian, noted
from sqp.algorithm.record import IterationRecord
from sqp.algorithm.sqp import SQP
from sqp.arrays import Vector
from sqp.bounds import Bounds
from sqp.errors import OptionError
from sqp.hessian.krylov import NewtonKrylov
from sqp.model.arguments import as_point
from sqp.model.completion import SecondDerivatives, completed
from sqp.model.differences import Differences
from sqp.model.nlp import NLP
from sqp.settings import switch

#: SciPy's words for settings.
ALIASES = {
    "tol": "tolerance", "gtol": "tolerance", "maxiter": "iterations", "maxfev": "evaluations", "maxfun": "evaluations",
    "max_time": "seconds",
}  # fmt: skip
_OWN = ("differences", "finite_diff_rel_step", "disp")


def scipy_method(
    fun: Callable[..., Any],
    x0: Any,
    args: Any = (),
    *,
    jac: Any = None,
    hess: Any = None,
    hessp: Any = None,
    bounds: Any = None,
    constraints: Any = (),
    callback: Callable[..., Any] | None = None,
    **options: Any,
) -> OptimizeResult:
    """A method for :func:`scipy.optimize.minimize`.

    Parameters
    ----------
    fun, x0, args, jac, hess, hessp, bounds, constraints, callback
        As :func:`scipy.optimize.minimize` documents them.
    **options
        Fields of :class:`SQP` and :class:`Limits` (``tolerance``, ``iterations``, ``seconds``, ``hessian``, ...), or
        SciPy's ``tol``, ``gtol``, ``maxiter``, ``maxfev``, ``disp``; ``differences``, "2-point", "3-point" (default) or
        "cs", for a missing ``jac``, because SciPy drops the name of the scheme before it calls a method; and
        ``finite_diff_rel_step``.

    Returns
    -------
    OptimizeResult
        ``success`` and ``status`` follow from what the point is: 0 solved, 2 infeasible, 3 unbounded; else 1 after a
        limit, 99 after StopIteration, 4 otherwise.  ``multipliers`` are in the order and sign of SLSQP, ``v`` in those
        of trust-constr (with the bounds' last), and ``result`` is the :class:`sqp.Result`.

    Raises
    ------
    ProblemError, OptionError
        Both are ValueErrors: if an argument or option is not what it should be; the message names it.

    Examples
    --------
    >>> from scipy.optimize import minimize, rosen
    >>> disc = {"type": "ineq", "fun": lambda x: 1.0 - x @ x}
    >>> answer = minimize(rosen, [-1.2, 1.0], method=scipy_method, constraints=disc)
    >>> answer.success, answer.x.round(4), answer.multipliers.round(4)
    (True, array([0.7864, 0.6177]), array([0.1215]))
    """
    start = as_point("x0", x0)
    box = variable_bounds(bounds, start.size)
    own = {name: options.pop(name) for name in _OWN if name in options}
    settings = settings_of(options, aliases=ALIASES, extra=_OWN)
    args = args if isinstance(args, tuple) else (args,)
    objective = Objective.of(fun, args, jac, hess, hessp, own)
    x = box.project(start)
    try:
        f = objective.values(x)
        parts = parts_of(constraints, x, box)
        if not np.isfinite([f, *(value for part in parts for value in part.values)]).all():
            return _counted(undefined(x, f, "The functions are not finite at x0: start elsewhere."), objective)
        problem, model = _problem(objective, parts, start, box)
    except ArithmeticError as error:
        return _counted(undefined(x, np.nan, f"The functions cannot be evaluated at x0: {error}"), objective)
    schemes = [each for each in (objective.differences, *(part.differences for part in parts)) if each is not None]
    _complete(settings, problem, model, schemes)
    notes = choose_hessian(settings, problem, None)
    kept = np.concatenate([np.zeros(0, np.bool_), *(part.kept & ~part.bounds.equalities for part in parts)])
    asked: Any = KeptFeasible(problem, kept) if kept.any() else problem
    result = noted(SQP(**settings).solve(asked, start, callback=_listener(callback)), notes)
    answer = _counted(
        converted(result, problem, parts, bounded=bounds is not None, exact_slopes=not schemes), objective
    )
    switch("option 'disp'", own.get("disp", False))
    if own.get("disp"):
        sys.stdout.write(f"{answer.message}\n    fun: {answer.fun:.10g}  nit: {answer.nit}  nfev: {answer.nfev}\n")
    return answer


def _problem(objective: Objective, parts: Sequence[Part], start: Vector, box: Bounds) -> tuple[NLP, Any]:
    """The problem, and the Hessian model that it needs; None if its size may decide."""
    curvatures = [part.curvature for part in parts]
    exact = objective.differences is None and all(part.differences is None for part in parts)
    x, sizes = box.project(start), [part.bounds.size for part in parts]
    second = second_derivatives(objective.curvature, curvatures, sizes, x, exact_slopes=exact)
    problem = completed(
        objective.values,
        start,
        gradient=objective.slope,
        blocks=[part.block for part in parts],
        second=second or SecondDerivatives(),
        bounds=box,
        differences=objective.differences or Differences(central=True),
    )
    if second is None:
        return problem, model_of([objective.curvature, *curvatures])
    return problem, NewtonKrylov() if second.product is not None else None


def _complete(settings: dict[str, Any], problem: NLP, model: Any, schemes: Sequence[Differences]) -> None:
    """Add the Hessian model and, unless it is given, a tolerance no tighter than the differences can resolve."""
    if "hessian" not in settings:
        settings["hessian"] = model or ("exact" if hasattr(problem, "lagrangian_hessian") else "auto")
    errors = [10.0 * each.accuracy for each in schemes]
    settings.setdefault("tolerance", max([SQP().tolerance, *errors]))


def _listener(callback: Callable[..., Any] | None) -> Callable[[IterationRecord], None] | None:
    """The callback in the form that its parameters ask for; what it returns means nothing, StopIteration stops."""
    if callback is None:
        return None
    if not callable(callback):
        raise OptionError(f"callback must be a function, got {callback!r}")
    whole = set(inspect.signature(callback).parameters) == {"intermediate_result"}

    def listener(record: IterationRecord) -> None:
        if whole:
            callback(intermediate_result=told(x=record.x, fun=record.f, nit=record.iteration, maxcv=record.violation))
        else:
            callback(record.x)

    return listener


def _counted(answer: OptimizeResult, objective: Objective) -> OptimizeResult:
    """The result with the numbers of calls of the user's functions, differences included."""
    answer.update(
        nfev=objective.fun.calls,
        njev=objective.jac.calls if objective.jac else 0,
        nhev=objective.hess.calls if objective.hess else 0,
    )
    return answer
