"""From the outcome of the runs to the user's result."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from sqp.algorithm.classify import (
    Judgement,
    are_without_limit,
    classify,
    fritz_john_residual,
    infeasibility_residual,
    lacks_objective,
)
from sqp.algorithm.constant_rank import are_dependent_beside
from sqp.algorithm.journal import Journal
from sqp.algorithm.outcome import Outcome
from sqp.algorithm.record import Counts, Residuals, Seconds
from sqp.algorithm.result import Point, Result
from sqp.algorithm.run import Run
from sqp.algorithm.start import Start
from sqp.algorithm.stop import PointKind, StopReason
from sqp.algorithm.units import Units
from sqp.evaluation.evaluator import Evaluator
from sqp.evaluation.ledger import Ledger
from sqp.evaluation.values import FailedEvaluation, Values
from sqp.model.entry_names import kept
from sqp.model.problem import HasNames, HasSense, HasView, Problem, provides

if TYPE_CHECKING:
    from sqp.algorithm.sqp import SQP


@dataclass(eq=False)
class Work:
    """Counts, seconds and best points, summed over everything that one solve did."""

    begin: float
    ledger: Ledger
    calls: dict[str, int] = field(default_factory=dict[str, int])
    failures: int = 0
    first_failure: FailedEvaluation | None = None
    subproblems: int = 0
    functions: float = 0.0
    derivatives: float = 0.0
    qp: float = 0.0
    failure: str = ""
    feasible: list[Values] = field(default_factory=list[Values])
    least: list[tuple[float, Values]] = field(default_factory=list[tuple[float, Values]])

    def __post_init__(self) -> None:
        self._differences_before = self.ledger.differences

    def add(self, evaluator: Evaluator) -> None:
        for name, count in evaluator.calls.items():
            self.calls[name] = self.calls.get(name, 0) + count
        self.failures += evaluator.failures
        self.first_failure = self.first_failure or evaluator.first_failure
        self.functions += evaluator.function_seconds
        self.derivatives += evaluator.derivative_seconds

    def add_run(self, run: Run) -> None:
        self.subproblems += run.subproblems
        self.qp += run.qp_seconds
        if run.incumbents.feasible is not None:
            self.feasible.append(run.incumbents.feasible)
        if run.incumbents.least is not None:
            self.least.append((run.incumbents.least_violation, run.incumbents.least))

    def counts(self, iterations: int) -> Counts:
        return Counts(
            iterations=iterations,
            qp=self.subproblems,
            failed_evaluations=self.failures,
            differences=self.ledger.differences - self._differences_before,
            **self.calls,
        )

    def seconds(self) -> Seconds:
        return Seconds(time.perf_counter() - self.begin, self.functions, self.derivatives, self.qp)


def final_result(
    settings: SQP,
    problem: Problem,
    outcome: Outcome,
    units: Units,
    journal: Journal,
    work: Work,
    evaluator: Evaluator,
) -> Result:
    """The result of a solve that had at least one iterate; ``evaluator`` is asked what its residuals leave open."""
    it = outcome.iterate
    x, y, z = units.point(it)
    kkt = outcome.residuals
    kind = classify(_judgement(settings, outcome, units, evaluator), settings.tolerance, settings.acceptable)
    work.add(evaluator)
    stop = outcome.stop
    if stop is StopReason.LOCALLY_INFEASIBLE and kind is not PointKind.INFEASIBLE_STATIONARY:
        stop = StopReason.SMALL_STEP
    return Result(
        x=x,
        y=y,
        z=z,
        f=sense_of(problem) * units.objective(it.f),
        stop=stop,
        point=kind,
        message=_message(stop, kind, outcome.failure, straight=outcome.ray is not None),
        residuals=kkt,
        scaled_residuals=units.scaled_residuals(it),
        counts=work.counts(journal.iterations),
        seconds=work.seconds(),
        history=tuple(journal.history),
        settings=settings,
        best_feasible=_best_feasible(problem, work, units),
        least_violation=_least_violation(problem, work, units),
        ray=units.ray(outcome.ray),
        notes=tuple(journal.notes),
        first_failure=work.first_failure,
        state=outcome.state,
        problem=problem,
        **names_of(problem),
    )


def _judgement(settings: SQP, outcome: Outcome, units: Units, evaluator: Evaluator) -> Judgement:
    """The residuals that decide; those of other conditions are not needed at a clear KKT point."""
    it, kkt = outcome.iterate, outcome.residuals
    lacking = lacks_objective(it.lagrangian_gradient(), it.grad)
    nearly = kkt.worst <= settings.acceptable
    without_limit = nearly and are_without_limit(it.grad, it.jac, it.y, it.z, settings.acceptable)
    if nearly and not lacking:
        return Judgement(kkt, without_limit=without_limit)
    certificate = it.x, it.c, it.jac, it.y, it.z, *units.scaled_bounds
    examined = outcome.stop is StopReason.LOCALLY_INFEASIBLE and not outcome.refuted
    fritz_john = fritz_john_residual(*certificate)
    if fritz_john <= settings.acceptable and are_dependent_beside(evaluator, it):
        fritz_john = np.inf
    return Judgement(
        kkt,
        lacking,
        without_limit,
        fritz_john,
        infeasibility_residual(*certificate) if examined else np.inf,
        outcome.stop is StopReason.UNBOUNDED,
    )


def failed_at_start(
    settings: SQP, problem: Problem, start: Start, work: Work, journal: Journal, stop: StopReason | None = None
) -> Result:
    """The result when the functions cannot be evaluated at the start, or ``stop`` came before they could."""
    stop = stop or StopReason.EVALUATION_FAILED
    nothing = Residuals(np.inf, np.inf, np.inf, np.inf)
    return Result(
        x=start.x,
        y=np.zeros(problem.constraint_bounds.size),
        z=np.zeros(start.x.size),
        f=float("nan"),
        stop=stop,
        point=PointKind.UNKNOWN,
        message=_message(stop, PointKind.UNKNOWN, work.failure),
        residuals=nothing,
        scaled_residuals=nothing,
        counts=work.counts(journal.iterations),
        seconds=work.seconds(),
        history=tuple(journal.history),
        settings=settings,
        notes=tuple(journal.notes),
        first_failure=work.first_failure,
        problem=problem,
        **names_of(problem),
    )


def _message(stop: StopReason, kind: PointKind, failure: str, *, straight: bool = False) -> str:
    if stop is StopReason.CONVERGED:
        return kind.value
    sentences = [stop.value, kind.value]
    if stop is StopReason.UNBOUNDED and not straight:
        sentences.append("Only a sequence of ever lower feasible points was found, no straight line of them.")
    if failure:
        sentences.append(f"The last evaluation that failed: {failure}.")
    return " ".join(sentences)


def sense_of(problem: Problem) -> int:
    """+1 if the user minimises, -1 if the user maximises."""
    return problem.sense if provides(problem, HasSense) else 1


def names_of(problem: Problem) -> dict[str, Any]:
    """What a result says about the names of the problem's parts."""
    names: dict[str, Any] = {}
    if provides(problem, HasNames):
        names["variable_names"] = kept(problem.variable_names)
        names["constraint_names"] = kept(problem.constraint_names)
    if provides(problem, HasView):
        names["view"] = problem.view
    return names


def _best_feasible(problem: Problem, work: Work, units: Units) -> Point | None:
    return _point(problem, min(work.feasible, key=lambda v: v.f), units) if work.feasible else None


def _least_violation(problem: Problem, work: Work, units: Units) -> Point | None:
    return _point(problem, min(work.least, key=lambda pair: pair[0])[1], units) if work.least else None


def _point(problem: Problem, values: Values, units: Units) -> Point:
    return Point(units.x(values.x), sense_of(problem) * units.objective(values.f), units.violation(values.c))
