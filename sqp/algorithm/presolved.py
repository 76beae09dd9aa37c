"""A solve of what presolve leaves of a problem; the result is in the user's own variables and rows."""

from __future__ import annotations

import time
from collections.abc import Callable as Function
from dataclasses import fields, replace
from typing import TYPE_CHECKING

import numpy as np

from sqp.algorithm.assemble import names_of
from sqp.algorithm.classify import Judgement, classify
from sqp.algorithm.contradicted import contradicted, named
from sqp.algorithm.journal import Callback
from sqp.algorithm.kkt import kkt_residuals, row_forces
from sqp.algorithm.record import Counts, IterationRecord
from sqp.algorithm.result import Point, Result
from sqp.algorithm.session import Session
from sqp.algorithm.start import Start, moves
from sqp.algorithm.stop import PointKind, StopReason
from sqp.arrays import Vector
from sqp.errors import EvaluationError
from sqp.evaluation.evaluator import Evaluator
from sqp.evaluation.ledger import Ledger, Spent
from sqp.evaluation.values import FailedEvaluation, Linearization, Values
from sqp.hessian.model import NamesVariables
from sqp.model.problem import Problem, provides
from sqp.presolve.reduced import ReducedProblem
from sqp.presolve.reduction import Reduction
from sqp.presolve.search import Found, found_in, removable_rows

if TYPE_CHECKING:
    from sqp.algorithm.sqp import SQP

#: Least limit on evaluations with which one is spent on presolve.
_WORTHWHILE = 3

Inner = Function[["SQP", Problem, Start, Callback | None], Result]


def presolved(settings: SQP, problem: Problem, start: Start, session: Session, solve: Inner) -> Result:
    """What ``solve`` makes of the problem that presolve leaves; with nothing to take out, of the problem itself.

    What presolve evaluates is limited, recorded and counted as everything else.
    """
    begin = time.perf_counter()
    callback, before = session.callback, session.ledger.differences
    evaluator = Evaluator(problem, None, session.ledger)
    found = _found(settings, problem, start.x, evaluator)
    spent = _counts(evaluator, session.ledger.differences - before)
    if found is None:
        result = solve(settings, problem, start, callback)
        return replace(result, counts=_sum(result.counts, spent))
    if found.contradiction is not None:
        return contradicted(settings, evaluator, start, found.reduction, found.contradiction)
    reduction = found.reduction
    part = _part(problem, start, reduction)
    inner = solve(_of_part(settings, reduction), ReducedProblem(problem, reduction), part, _shown(callback, reduction))
    result = _whole(settings, problem, reduction, inner)
    result = replace(result, counts=_sum(result.counts, spent))
    if result.stop is StopReason.LOCALLY_INFEASIBLE and reduction.has_bounds_from_rows:
        # Rows that were bounds could not give way: which constraints conflict is for the whole problem to say.
        left = max(1e-3, settings.limits.seconds - (time.perf_counter() - begin))
        again = replace(settings, limits=replace(settings.limits, seconds=left))
        second = solve(again, problem, Start(result.x, None, None, result.notes), callback)
        history = (*result.history, *second.history)
        return replace(second, counts=_sum(result.counts, second.counts), history=history, settings=settings)
    return result


def _of_part(settings: SQP, reduction: Reduction) -> SQP:
    """The settings for the variables that are left."""
    model = settings.hessian
    if not provides(model, NamesVariables):
        return settings
    return replace(settings, hessian=model.for_variables(reduction.variables))


def _found(settings: SQP, problem: Problem, x0: Vector, evaluator: Evaluator) -> Found | None:
    """What can be taken out; where the functions cannot be evaluated at ``x0`` no rows can."""
    rows = removable_rows(problem)
    if rows is None and not problem.variable_bounds.equalities.any():
        return None
    nothing = np.zeros(0), np.zeros((0, x0.size))
    if rows is not None and settings.limits.evaluations >= _WORTHWHILE:
        try:
            at = evaluator.constraints(x0), evaluator.jacobian(x0)
        except Spent:
            raise
        except Exception:  # noqa: BLE001 - the solve will meet it again, and says what it is
            pass
        else:
            return found_in(problem, x0, rows, *at, settings.acceptable)
    return found_in(problem, x0, None, *nothing)


def _counts(evaluator: Evaluator, differences: int) -> Counts:
    return Counts(failed_evaluations=evaluator.failures, differences=differences, **evaluator.calls)


def _part(problem: Problem, start: Start, reduction: Reduction) -> Start:
    """The start of the reduced problem, with notes on what was taken out and moved."""
    inside = reduction.bounds.project(start.x)
    notes = [*start.notes, note_of(problem, reduction)]
    moved = np.flatnonzero((inside != start.x) & ~reduction.bounds.equalities)
    if moved.size:
        notes.append(f"the start was moved into bounds that rows state: {moves(problem, moved, start.x, inside)}")
    y, z = start.y, start.z
    if y is not None:
        y, z = reduction.part_of_multipliers(y, np.zeros(start.x.size) if z is None else z)
    return Start(reduction.part(inside), y, z, tuple(notes))


def note_of(problem: Problem, reduction: Reduction) -> str:
    """What presolve removed, by name."""
    gone = np.ones(reduction.shape[0], dtype=np.bool_)
    gone[reduction.rows] = False
    bounding = reduction.sources.coefficients != 0
    removed = (
        (("fixed variable", "fixed variables"), "variable", np.flatnonzero(reduction.bounds.equalities)),
        (("constant row", "constant rows"), "constraint", np.flatnonzero(gone & ~bounding)),
        (("row that bounds a variable", "rows that bound a variable"), "constraint", np.flatnonzero(gone & bounding)),
    )
    texts = [f"{i.size} {words[i.size > 1]}: {named(kind, problem, i)}" for words, kind, i in removed if i.size]
    return f"presolve removed {'; '.join(texts)}"


def _shown(callback: Callback | None, reduction: Reduction) -> Callback | None:
    """The callback, shown whole iterates; the multipliers of fixed variables are known only at the end, and 0 here."""
    return None if callback is None else lambda record: callback(_record(record, reduction))


def _record(record: IterationRecord, reduction: Reduction) -> IterationRecord:
    if record.x is None or record.y is None or record.z is None:
        return record
    y, z = reduction.rows_of(record.y, record.z)
    x = reduction.point(record.x)
    for array in (x, y, z):
        array.flags.writeable = False
    return replace(record, x=x, y=y, z=z)


def _whole(settings: SQP, problem: Problem, reduction: Reduction, inner: Result) -> Result:
    """The result in the variables and rows of the whole problem; what that takes is counted, but not limited."""
    ledger = Ledger()
    evaluator = Evaluator(problem, None, ledger)
    x = reduction.point(inner.x)
    y, z = reduction.rows_of(inner.y, inner.z)
    residuals, kind = inner.residuals, inner.point
    at = None if kind is PointKind.UNKNOWN else _linearized(evaluator, x, inner.f)
    if at is not None:
        objective = 0.0 if inner.stop is StopReason.LOCALLY_INFEASIBLE else 1.0
        y, z = reduction.completed(objective * at.grad, at.jac, y, z)
        gradient = at.grad + at.jac.T @ y + z
        bounds = problem.variable_bounds, problem.constraint_bounds
        residuals = kkt_residuals(x, at.values.c, gradient, y, z, *bounds, row_forces(at.jac, y))
        if inner.success:
            kind = classify(Judgement(residuals), settings.tolerance, settings.acceptable)
    return replace(
        inner,
        x=x,
        y=y,
        z=z,
        point=kind,
        message=inner.message if kind is inner.point else kind.value,
        residuals=residuals,
        counts=_sum(inner.counts, _counts(evaluator, ledger.differences)),
        history=tuple(_record(record, reduction) for record in inner.history),
        best_feasible=_point(inner.best_feasible, reduction),
        least_violation=_point(inner.least_violation, reduction),
        ray=None if inner.ray is None else reduction.direction(inner.ray),
        first_failure=_failure(inner.first_failure, reduction),
        settings=settings,
        problem=problem,
        **names_of(problem),
    )


def _linearized(evaluator: Evaluator, x: Vector, f: float) -> Linearization | None:
    """The problem at the returned point; None, and the result is as it is, if that cannot be evaluated any more."""
    try:
        return evaluator.linearization(Values(x, f, evaluator.constraints(x)))
    except (EvaluationError, KeyboardInterrupt):
        return None


def _failure(failed: FailedEvaluation | None, reduction: Reduction) -> FailedEvaluation | None:
    """The same failure in the numbers of the whole problem."""
    if failed is None:
        return None
    index = failed.index
    if index is not None:
        index = int((reduction.variables if failed.function in ("gradient", "hessian") else reduction.rows)[index])
    return replace(failed, x=reduction.point(failed.x), index=index)


def _point(point: Point | None, reduction: Reduction) -> Point | None:
    return None if point is None else replace(point, x=reduction.point(point.x))


def _sum(one: Counts, other: Counts) -> Counts:
    names = [field.name for field in fields(Counts)]
    return Counts(**{name: getattr(one, name) + getattr(other, name) for name in names})
