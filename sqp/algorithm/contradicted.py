"""The result for constraints that contradict each other, found before the first iteration."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

from sqp.algorithm.assemble import names_of, sense_of
from sqp.algorithm.classify import Judgement, classify, infeasibility_residual
from sqp.algorithm.kkt import kkt_residuals, row_forces
from sqp.algorithm.record import Counts, Residuals, Seconds
from sqp.algorithm.result import Result
from sqp.algorithm.start import Start
from sqp.algorithm.stop import PointKind, StopReason
from sqp.arrays import Indices, Matrix, Vector, norm_inf
from sqp.errors import EvaluationError
from sqp.evaluation.evaluator import Evaluator
from sqp.evaluation.ledger import Spent
from sqp.model.problem import Problem, constraint_name, variable_name
from sqp.presolve.reduction import Reduction
from sqp.presolve.search import Contradiction

if TYPE_CHECKING:
    from sqp.algorithm.sqp import SQP

_LISTED = 5


def contradicted(
    settings: SQP, evaluator: Evaluator, start: Start, reduction: Reduction, contradiction: Contradiction
) -> Result:
    """The result: a point where the row is violated, and multipliers that prove that it is so everywhere.

    They are those of Farkas' lemma: J'y + z = 0, while y'c + z'x is out of reach of the bounds for every x.
    """
    begin = time.perf_counter()
    problem = evaluator.problem
    text = sentence(problem, contradiction)
    x = reduction.bounds.project(start.x)
    if contradiction.variable >= 0:
        x[contradiction.variable] = contradiction.value
    y, z = np.zeros(reduction.shape[0]), np.zeros(reduction.shape[1])
    residuals, f, kind = Residuals(np.inf, np.inf, np.inf, np.inf), float("nan"), PointKind.UNKNOWN
    try:
        at = evaluator.linearization(evaluator.values(x))
        y, z = _certificate(at.jac, reduction, contradiction)
        bounds = problem.variable_bounds, problem.constraint_bounds
        gradient = at.grad + at.jac.T @ y + z
        residuals = kkt_residuals(x, at.values.c, gradient, y, z, *bounds, row_forces(at.jac, y))
        judgement = Judgement(residuals, infeasible=infeasibility_residual(x, at.values.c, at.jac, y, z, *bounds))
        f, kind = sense_of(problem) * at.values.f, classify(judgement, settings.tolerance, settings.acceptable)
    except (EvaluationError, Spent):
        pass  # the contradiction does not depend on the point
    return Result(
        x=x,
        y=y,
        z=z,
        f=f,
        stop=StopReason.INFEASIBLE,
        point=kind,
        message=f"{StopReason.INFEASIBLE.value} {text}.",
        residuals=residuals,
        scaled_residuals=residuals,
        counts=Counts(failed_evaluations=evaluator.failures, **evaluator.calls),
        seconds=Seconds(time.perf_counter() - begin, evaluator.function_seconds, evaluator.derivative_seconds),
        settings=settings,
        notes=(*start.notes, text),
        problem=problem,
        **names_of(problem),
    )


def _certificate(jac: Matrix, reduction: Reduction, contradiction: Contradiction) -> tuple[Vector, Vector]:
    """Multipliers with a largest entry of one in y."""
    y, z = np.zeros(reduction.shape[0]), np.zeros(reduction.shape[1])
    row, j = contradiction.row, contradiction.variable
    below = contradiction.required[0] > contradiction.value
    if j < 0:
        y[row] = -1.0 if below else 1.0
    else:
        a = float(reduction.sources.coefficients[row])
        y[row] = -np.sign(a) if below else np.sign(a)
        z[j] = -a * y[row]
        reduction.sources.share(np.array([j]), y, z)
    y, z = reduction.completed(np.zeros(z.size), jac, y, z)
    size = norm_inf(y)
    return y / size, z / size


def sentence(problem: Problem, contradiction: Contradiction) -> str:
    """What contradicts what, by name."""
    name = constraint_name(problem, contradiction.row)
    low, high = contradiction.required
    value = contradiction.value
    side = f">= {low:.10g}" if low > value else f"<= {high:.10g}"
    if contradiction.variable < 0:
        return f"{name} must be {side}, but it is {value:.10g} for all values that its variables can take"
    variable = variable_name(problem, contradiction.variable)
    against = contradiction.against
    other = f"the bounds of {variable}" if against < 0 else constraint_name(problem, against)
    limit = f"<= {value:.10g}" if low > value else f">= {value:.10g}"
    return f"{name} requires {variable} {side}, but {other} require{'' if against < 0 else 's'} {variable} {limit}"


def named(kind: str, problem: Problem, which: Indices) -> str:
    """The first few names of variables or constraints."""
    name = variable_name if kind == "variable" else constraint_name
    more = f" and {which.size - _LISTED} more" if which.size > _LISTED else ""
    return ", ".join(name(problem, int(i)) for i in which[:_LISTED]) + more
