"""One solve from beginning to end: check, scale, run, rescue if need be, and say honestly what came out."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from sqp.algorithm.assemble import Work, failed_at_start, final_result
from sqp.algorithm.journal import Callback, Journal
from sqp.algorithm.outcome import Outcome
from sqp.algorithm.portfolio import Attempt, attempts, interior
from sqp.algorithm.presolved import presolved
from sqp.algorithm.result import Result
from sqp.algorithm.run import Run
from sqp.algorithm.start import Start, checked_start
from sqp.algorithm.stop import StopReason
from sqp.algorithm.units import Units
from sqp.errors import EvaluationError
from sqp.evaluation.evaluator import Evaluator
from sqp.evaluation.values import Linearization
from sqp.model.problem import Problem
from sqp.model.scaling import ScaledProblem, Scales, gradient_scaling

if TYPE_CHECKING:
    from sqp.algorithm.sqp import SQP

_FINAL = (
    StopReason.CONVERGED,
    StopReason.UNBOUNDED,
    StopReason.TIME_LIMIT,
    StopReason.EVALUATION_LIMIT,
    StopReason.STOPPED_BY_CALLBACK,
    StopReason.INTERRUPTED,
)


def solve(
    settings: SQP,
    problem: Problem,
    x0: ArrayLike | None,
    y0: ArrayLike | None,
    z0: ArrayLike | None,
    callback: Callback | None,
) -> Result:
    """What :meth:`sqp.algorithm.sqp.SQP.solve` does."""
    with np.errstate(all="ignore"):  # what is not finite is noticed where it matters
        start = checked_start(problem, x0, y0, z0)
        if settings.presolve:
            return presolved(settings, problem, start, callback, _solve)
        return _solve(settings, problem, start, callback)


def _solve(settings: SQP, problem: Problem, start: Start, callback: Callback | None) -> Result:
    begin = time.perf_counter()
    journal = Journal(callback, keep_iterates=settings.keep_iterates)
    for note in start.notes:
        journal.note(note)
    work = Work(begin)
    try:
        start, scaled, scales, known = _evaluable(settings, problem, start, work, journal)
    except EvaluationError as error:
        return failed_at_start(settings, problem, start, work, journal, error)
    units = Units(problem, scaled, scales)
    first: Outcome | None = None
    best: Outcome | None = None
    for planned in attempts(settings, start, scales, scaled.variable_bounds):
        attempt = planned
        if planned.resumes and first is not None:
            at = first.iterate
            attempt = replace(planned, x=at.x, y=at.y, z=at.z)
        outcome = _attempted(attempt, scaled, units, journal, work, begin + settings.limits.seconds, known)
        first = first or outcome
        if best is None or (outcome is not None and _better(outcome, best, settings)):
            best = outcome if outcome is not None else best
            if attempt.name and best is not None and best.residuals.worst <= settings.acceptable:
                journal.note(f"rescued by {attempt.name}")
        if best is not None and (_is_over(best, settings) or time.perf_counter() - begin > settings.limits.seconds):
            break
        if journal.stopped or journal.iterations >= settings.limits.iterations:
            break
    if best is None:
        error = EvaluationError(work.failure or "the functions could not be evaluated at the start")
        return failed_at_start(settings, problem, start, work, journal, error)
    return final_result(settings, problem, best, units, journal, work)


def _evaluable(
    settings: SQP, problem: Problem, start: Start, work: Work, journal: Journal
) -> tuple[Start, Problem, Scales, Linearization]:
    """The start, or a point inside the bounds where the functions can be evaluated, and the problem scaled there.

    The linearisation of the scaled problem at that point comes with them.
    """
    try:
        return start, *_scaled(settings, problem, start, work)
    except EvaluationError:
        inside = replace(start, x=interior(start.x, problem.variable_bounds))
        if np.array_equal(inside.x, start.x):
            raise
        try:
            found = _scaled(settings, problem, inside, work)
        except EvaluationError:
            pass
        else:
            journal.note("the functions could not be evaluated at the start, which was moved inside the bounds")
            return inside, *found
        raise


def _scaled(settings: SQP, problem: Problem, start: Start, work: Work) -> tuple[Problem, Scales, Linearization]:
    """The problem in the solver's units, and its linearisation at the start."""
    same = Scales(1.0, np.ones(problem.constraint_bounds.size), np.ones(start.x.size))
    evaluator = Evaluator(problem)
    try:
        at = evaluator.linearization(evaluator.values(start.x))
    finally:
        work.add(evaluator)
    if not settings.scaling:
        return problem, same, at
    scales = gradient_scaling(problem, start.x, at.grad, at.jac)
    if scales.is_identity:
        return problem, same, at
    return ScaledProblem(problem, scales.objective, scales.constraints, scales.variables), scales, at.scaled(scales)


def _attempted(
    attempt: Attempt,
    problem: Problem,
    units: Units,
    journal: Journal,
    work: Work,
    deadline: float,
    known: Linearization,
) -> Outcome | None:
    evaluator = Evaluator(problem, known)
    journal.phase = attempt.name
    run = Run(attempt.settings, evaluator, units, journal, deadline, attempt.iterations, attempt.patience)
    try:
        return run.solve(problem.variable_bounds.project(attempt.x), attempt.y, attempt.z)
    except EvaluationError as error:
        work.failure = str(error)
        return None
    finally:
        work.add(evaluator)
        work.add_run(run)


def _is_over(outcome: Outcome, settings: SQP) -> bool:
    """Whether another attempt is not needed or not wanted."""
    return outcome.residuals.worst <= settings.acceptable or outcome.stop in _FINAL


def _better(new: Outcome, old: Outcome, settings: SQP) -> bool:
    """A KKT point beats anything, feasible beats infeasible, proven infeasible beats merely infeasible."""

    def rank(outcome: Outcome) -> tuple[bool, bool, bool, float]:
        residuals = outcome.residuals
        feasible = residuals.feasibility <= settings.acceptable
        return (
            residuals.worst <= settings.acceptable,
            feasible,
            outcome.stop is StopReason.LOCALLY_INFEASIBLE,
            -residuals.worst if feasible else -residuals.violation,
        )

    return rank(new) > rank(old)
