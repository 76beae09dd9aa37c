"""The loop of one solve."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, final

import numpy as np

from sqp.acceptance.progress import AcceptanceRun
from sqp.algorithm.incumbents import Incumbents
from sqp.algorithm.iterate import Iterate, progress_of
from sqp.algorithm.kkt import kkt_residuals
from sqp.algorithm.multipliers import active_set, least_squares_multipliers
from sqp.algorithm.record import IterationRecord, Residuals
from sqp.algorithm.restoration import LeastViolation
from sqp.algorithm.stop import StopReason
from sqp.algorithm.subproblem import Direction, NoDirection, Subproblem, Workshop
from sqp.algorithm.trials import SubproblemTrials
from sqp.arrays import Vector, norm_inf
from sqp.errors import EvaluationError
from sqp.evaluation.evaluator import Evaluator
from sqp.evaluation.values import Values
from sqp.step.step import Move, Step

if TYPE_CHECKING:
    from sqp.algorithm.sqp import SQP

Callback = Callable[[IterationRecord], object]


@dataclass(eq=False)
class Outcome:
    """Where a run ended, in the space that it worked in."""

    iterate: Iterate
    stop: StopReason
    residuals: Residuals
    history: list[IterationRecord] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@final
class Run:
    """One run of the SQP loop on one problem, from a given point.

    The mutable state of a solve lives here: the iterate, the strategies' runs, the QP sessions, the history.
    """

    def __init__(self, settings: SQP, evaluator: Evaluator, callback: Callback | None, deadline: float) -> None:
        self._settings = settings
        self._evaluator = evaluator
        self._callback = callback
        self._deadline = deadline
        self._variable_bounds = evaluator.problem.variable_bounds
        self._constraint_bounds = evaluator.problem.constraint_bounds
        self._hessian = settings.hessian.start(evaluator)
        self._stepper = settings.step.start()
        sessions = settings.qp.start(settings.convexify), settings.qp.start(settings.convexify)
        self._workshop = Workshop(*sessions)
        self.incumbents = Incumbents(settings.tolerance)
        self._history: list[IterationRecord] = []
        self._notes: list[str] = []

    def solve(
        self,
        x0: Vector,
        y0: Vector | None = None,
        z0: Vector | None = None,
        until: Callable[[Iterate], bool] | None = None,
    ) -> Outcome:
        """Iterate from ``x0`` until there is a reason to stop, or until an iterate is good enough for the caller."""
        values = self._evaluator.values(x0)
        iterate = self._first(values, y0, z0)
        judge = self._settings.acceptance.start(iterate.progress)
        while True:
            residuals = self._residuals(iterate)
            stop = self._reason(iterate, residuals)
            if stop is not None:
                return Outcome(iterate, stop, residuals, self._history, self._notes)
            following = self._advance(iterate, judge, residuals)
            if isinstance(following, StopReason):
                return Outcome(iterate, following, residuals, self._history, self._notes)
            iterate = following
            if until is not None and until(iterate):
                return Outcome(iterate, StopReason.STOPPED_BY_CALLBACK, residuals, self._history, self._notes)

    def _first(self, values: Values, y0: Vector | None, z0: Vector | None) -> Iterate:
        linearization = self._evaluator.linearization(values)
        progress = progress_of(values, self._constraint_bounds)
        self.incumbents.offer(values, progress)
        n, m = self._evaluator.n, self._evaluator.m
        iterate = Iterate(linearization, np.zeros(m), np.zeros(n), progress.violation)
        if y0 is not None:
            return iterate.with_multipliers(y0, np.zeros(n) if z0 is None else z0)
        return iterate.with_multipliers(*self._estimate(iterate))

    def _estimate(self, iterate: Iterate) -> tuple[Vector, Vector]:
        """Least-squares multipliers; zero if they are too large to be believed."""
        bounds = self._variable_bounds, self._constraint_bounds
        active = active_set(iterate.x, iterate.c, *bounds, near=1e-6)
        y, z = least_squares_multipliers(iterate.grad, iterate.jac, active, *bounds)
        if not norm_inf(y) <= 1e3:
            return np.zeros(y.size), np.zeros(z.size)
        return y, z

    def _residuals(self, iterate: Iterate) -> Residuals:
        return kkt_residuals(
            iterate.x,
            iterate.c,
            iterate.lagrangian_gradient(),
            iterate.y,
            iterate.z,
            self._variable_bounds,
            self._constraint_bounds,
        )

    def _reason(self, iterate: Iterate, residuals: Residuals) -> StopReason | None:
        limits = self._settings.limits
        if residuals.worst <= self._settings.tolerance:
            return StopReason.CONVERGED
        if iterate.f < -limits.unbounded and residuals.feasibility <= self._settings.tolerance:
            return StopReason.UNBOUNDED
        if len(self._history) >= limits.iterations:
            return StopReason.ITERATION_LIMIT
        if self._evaluator.calls["objective"] >= limits.evaluations:
            return StopReason.EVALUATION_LIMIT
        if time.perf_counter() > self._deadline:
            return StopReason.TIME_LIMIT
        return None

    def _advance(self, iterate: Iterate, judge: AcceptanceRun, residuals: Residuals) -> Iterate | StopReason:
        hess = self._hessian.matrix(iterate.linearization, iterate.y)
        accuracy = min(1e-4, max(1e-9, 0.1 * residuals.worst))
        bounds = self._variable_bounds, self._constraint_bounds
        subproblem = Subproblem(iterate, hess, *bounds, self._workshop, accuracy)
        direction = subproblem.direction(self._stepper.radius)
        if isinstance(direction, NoDirection):
            return self._restored(iterate, judge)
        if not direction.relaxed:
            adopted = iterate.with_multipliers(direction.y, direction.z)
            if self._residuals(adopted).worst <= self._settings.tolerance:
                return adopted
        trials = SubproblemTrials(iterate, subproblem, direction, self._evaluator, bounds, self.incumbents)
        step = self._stepper.advance(trials, Move(direction.d, direction.prediction), judge)
        if step is None:
            return self._restored(iterate, judge)
        try:
            following = self._moved(iterate, trials.direction, step)
        except EvaluationError:
            return StopReason.EVALUATION_FAILED
        self._record(following, trials.direction, step)
        return following

    def _restored(self, iterate: Iterate, judge: AcceptanceRun) -> Iterate | StopReason:
        """Leave for the restoration problem; come back with a point that the judge accepts."""
        if self._residuals(iterate).feasibility <= self._settings.tolerance or not self._evaluator.m:
            return StopReason.SMALL_STEP
        judge.block(iterate.progress)
        problem = LeastViolation(self._evaluator, iterate.x, iterate.c, 1e-4)
        settings = self._settings.for_restoration()
        run = Run(settings, Evaluator(problem), None, self._deadline)
        found: list[Values] = []

        def acceptable(candidate: Iterate) -> bool:
            try:
                values = self._evaluator.values(problem.part(candidate.x))
            except EvaluationError:
                return False
            progress = progress_of(values, self._constraint_bounds)
            self.incumbents.offer(values, progress)
            if progress.violation <= 0.9 * iterate.violation and judge.acceptable(progress):
                found.append(values)
            return bool(found)

        outcome = run.solve(problem.start, until=acceptable)
        self._history.extend(outcome.history)
        if not found and not acceptable(outcome.iterate):
            if outcome.stop is StopReason.CONVERGED:
                return StopReason.LOCALLY_INFEASIBLE
            return StopReason.SMALL_STEP
        linearization = self._evaluator.linearization(found[0])
        progress = progress_of(found[0], self._constraint_bounds)
        new = Iterate(linearization, iterate.y, iterate.z, progress.violation)
        return new.with_multipliers(*self._estimate(new))

    def _moved(self, old: Iterate, direction: Direction, step: Step) -> Iterate:
        linearization = self._evaluator.linearization(step.values)
        new = Iterate(linearization, old.y, old.z, step.progress.violation)
        if direction.relaxed:
            new = new.with_multipliers(*self._estimate(new))
        else:
            y = old.y + step.length * (direction.y - old.y)
            z = old.z + step.length * (direction.z - old.z)
            new = new.with_multipliers(y, z)
        self._hessian.accept(old.linearization, linearization, new.y)
        return new

    def _record(self, iterate: Iterate, direction: Direction, step: Step) -> None:
        residuals = self._residuals(iterate)
        record = IterationRecord(
            iteration=len(self._history) + 1,
            f=iterate.f,
            violation=residuals.violation,
            stationarity=residuals.stationarity,
            complementarity=residuals.complementarity,
            step_norm=step.length * norm_inf(step.move.d),
            length=step.length,
            shift=direction.shift,
            active=direction.working_set.size,
            backend=direction.backend,
            note="relaxed" if direction.relaxed else "corrected" if step.corrected else "",
        )
        self._history.append(record)
        if self._callback is not None:
            self._callback(record)
