"""The loop of one run: one set of strategies, from one starting point."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, final

import numpy as np

from sqp.acceptance.progress import AcceptanceRun
from sqp.algorithm.curvature import Curvature
from sqp.algorithm.incumbents import Incumbents
from sqp.algorithm.iterate import Iterate, progress_of
from sqp.algorithm.journal import Journal
from sqp.algorithm.learners import Learners
from sqp.algorithm.multipliers import active_set, least_squares_multipliers
from sqp.algorithm.outcome import Best, Ending, Outcome
from sqp.algorithm.punctual import Punctual
from sqp.algorithm.ray import RayWatch
from sqp.algorithm.record import Residuals
from sqp.algorithm.recovery import PATIENCE, Recovery
from sqp.algorithm.restoration import LeastViolation, restoration_scales
from sqp.algorithm.saddle import NOTE, is_saddle
from sqp.algorithm.state import SolverState
from sqp.algorithm.stop import StopReason
from sqp.algorithm.subproblem import Direction, NoDirection, Subproblem, Workshop, requested_accuracy
from sqp.algorithm.trials import SubproblemTrials
from sqp.algorithm.units import Units
from sqp.arrays import Vector, is_rounding, norm_inf
from sqp.errors import EvaluationError
from sqp.evaluation.evaluator import Evaluator
from sqp.evaluation.ledger import Ledger
from sqp.evaluation.values import Values
from sqp.hessian.exact import Exact
from sqp.model.scaling import Scales
from sqp.qp.active_set import ActiveSet
from sqp.step.step import Move, Step

if TYPE_CHECKING:
    from sqp.algorithm.sqp import SQP

#: Parts of a step that are tried one after another while there are no derivatives at its end.
_NEARER = (0.9, 0.1, 0.1, 0.1)
#: For how many iterations in a row derivatives may be missing at the end of a step.
_LOST = 20
#: For how many iterations in a row the variables may move by no more than rounding.
_STILL = 5
_STALL = 15
#: Residual below which rounding of the objective may hide the progress of a step.
_NEARLY = 1e-3


@final
class Run:
    """One run of the SQP loop.

    The mutable state of a solve lives here: the iterate, the strategies' runs and the QP sessions.
    """

    def __init__(
        self,
        settings: SQP,
        evaluator: Evaluator,
        units: Units,
        journal: Journal,
        ledger: Ledger,
        iterations: int | None = None,
        patience: int | None = None,
        warm: SolverState | None = None,
    ) -> None:
        self._settings = settings
        self._evaluator = evaluator
        self._units = units
        self._journal = journal
        self._ledger = ledger
        self._warm = warm
        self._patience = patience
        self._last_iteration = None if iterations is None else journal.iterations + iterations
        self._bounds = evaluator.problem.variable_bounds, evaluator.problem.constraint_bounds
        self._curvature = Curvature(settings.hessian.start(evaluator), evaluator, journal)
        convexify = Punctual(settings.convexify, ledger)
        qp = settings.qp
        self._workshop = Workshop(qp.start(convexify), ActiveSet().start(convexify), qp.start(convexify))
        self._failure = ""
        self._lost = self._still = 0
        self.incumbents = Incumbents(settings.tolerance)
        self._rays = RayWatch(evaluator, settings.acceptable, units.lowest(settings.limits.unbounded))
        self._best: Best | None = None

    @property
    def subproblems(self) -> int:
        return self._workshop.solved

    @property
    def qp_seconds(self) -> float:
        return self._workshop.seconds

    def solve(
        self,
        x0: Vector,
        y0: Vector | None = None,
        z0: Vector | None = None,
        until: Callable[[Iterate], bool] | None = None,
    ) -> Outcome:
        """Iterate from ``x0`` until there is a reason to stop, or until an iterate is good enough for the caller.

        Raises
        ------
        EvaluationError
            If the functions cannot be evaluated at ``x0``.
        Spent
            If a limit of the solve is reached; :meth:`halted` then tells the best iterate so far.
        """
        self._stepper = self._settings.step.start(max(1.0, norm_inf(x0)))
        iterate = self._first(self._evaluator.values(x0), y0, z0)
        residuals = self._units.residuals(iterate)
        self._best = best = Best(iterate, residuals, self._settings.acceptable)
        self._judge = judge = self._settings.acceptance.start(iterate.progress)
        if self._warm is not None:
            self._workshop.guess = self._warm.working_set(*self._bounds)
            self._journal.note(self._learners().taught(self._warm, iterate))
        stop, refuted = self._reason(iterate, residuals, best), False
        while stop is None:
            self._journal.check()
            self._ledger.check_time()
            following = self._advance(iterate, judge, residuals)
            if isinstance(following, Ending):
                stop, iterate, refuted = following.stop, following.iterate, following.refuted
                residuals = self._units.residuals(iterate)
                break
            self._still = self._still + 1 if is_rounding(following.x - iterate.x, iterate.x) else 0
            iterate, residuals = following, self._units.residuals(following)
            best.offer(iterate, residuals)
            good_enough = until is not None and until(iterate)
            stop = StopReason.STOPPED_BY_CALLBACK if good_enough else self._reason(iterate, residuals, best)
        if stop is StopReason.CONVERGED and self._is_saddle(iterate):
            self._journal.note(NOTE)
        elif self._rays.origin is not None:
            iterate, residuals = self._rays.origin, self._units.residuals(self._rays.origin)
        elif stop is not StopReason.CONVERGED and best.residuals.worst <= self._settings.acceptable:
            iterate, residuals = best.iterate, best.residuals
        return Outcome(iterate, stop, residuals, self._failure, ray=self._rays.ray, refuted=refuted)

    def state(self, iterate: Iterate, scales: Scales) -> SolverState:
        """What another solve can start from, at one of this run's iterates."""
        return self._learners().state(iterate, scales, self._workshop.guess)

    def _learners(self) -> Learners:
        return Learners(self._settings, self._curvature.model, self._judge, self._stepper, self._bounds)

    def halted(self, stop: StopReason, failure: str = "") -> Outcome | None:
        """The best iterate so far, for a run that was left in the middle; None if there is no iterate yet."""
        if self._best is None:
            return None
        iterate = self._best.leading
        return Outcome(iterate, stop, self._units.residuals(iterate), failure or self._failure)

    def _is_saddle(self, iterate: Iterate) -> bool:
        """Whether the curvature is negative; not asked where the last subproblem needed no correction of H."""
        history = self._journal.history
        if not isinstance(self._settings.hessian, Exact) or (history and not history[-1].shift):
            return False
        return is_saddle(iterate, self._curvature.matrix(iterate), self._bounds[1])

    def _first(self, values: Values, y0: Vector | None, z0: Vector | None) -> Iterate:
        linearization = self._evaluator.linearization(values)
        progress = progress_of(values, self._bounds[1])
        self.incumbents.offer(values, progress)
        n, m = self._evaluator.n, self._evaluator.m
        iterate = Iterate(linearization, np.zeros(m), np.zeros(n), progress.violation)
        if y0 is not None:
            return iterate.with_multipliers(y0, np.zeros(n) if z0 is None else z0)
        return iterate

    def _estimated(self, iterate: Iterate) -> Iterate:
        """With least-squares multipliers; with none if they are too large to be believed."""
        active = active_set(iterate.x, iterate.c, *self._bounds, near=1e-6)
        y, z = least_squares_multipliers(iterate.grad, iterate.jac, active, *self._bounds)
        if not norm_inf(y) <= 1e3:
            return iterate.with_multipliers(np.zeros(y.size), np.zeros(z.size))
        return iterate.with_multipliers(y, z)

    def _reason(self, iterate: Iterate, residuals: Residuals, best: Best) -> StopReason | None:
        settings = self._settings
        if residuals.worst <= settings.tolerance:
            return StopReason.CONVERGED
        if self._still >= _STILL or (best.age >= _STALL and best.residuals.worst <= settings.acceptable):
            return StopReason.SMALL_STEP
        if self._patience is not None and best.age >= self._patience:
            return StopReason.STALLED
        if self._rays.falls(iterate, feasible=residuals.feasibility <= settings.acceptable):
            return StopReason.UNBOUNDED
        if self._last_iteration is not None and self._journal.iterations >= self._last_iteration:
            return StopReason.ITERATION_LIMIT
        return None

    def _advance(self, iterate: Iterate, judge: AcceptanceRun, residuals: Residuals) -> Iterate | Ending:
        hess = self._curvature.matrix(iterate)
        accuracy = requested_accuracy(iterate, self._units, hess)
        if self._lost >= _LOST:
            return Ending(iterate, StopReason.EVALUATION_FAILED)
        if self._best and self._best.is_unsurpassed(iterate, hess, residuals):
            return Ending(iterate, StopReason.SMALL_STEP)
        subproblem = Subproblem(iterate, hess, *self._bounds, self._workshop, accuracy)
        direction = subproblem.direction(self._stepper.radius, far=not self._stepper.binding)
        if isinstance(direction, NoDirection) or (direction.relaxed and not self._settings.relax):
            return self._restored(iterate, judge, StopReason.SUBPROBLEM_FAILED)
        if not direction.relaxed and residuals.feasibility <= self._settings.tolerance:
            adopted = iterate.with_multipliers(direction.y, direction.z)
            if self._units.residuals(adopted).worst <= self._settings.tolerance:
                return adopted
        trials = SubproblemTrials(iterate, subproblem, direction, self._evaluator, self._bounds, self.incumbents)
        return (
            self._stepped(iterate, trials, judge)
            or self._polished(iterate, direction, residuals)
            or self._restored(iterate, judge, trials.without_step)
        )

    def _stepped(self, iterate: Iterate, trials: SubproblemTrials, judge: AcceptanceRun) -> Iterate | None:
        """The accepted trial point with its derivatives; shorter steps while derivatives cannot be evaluated."""
        move = Move(trials.direction.d, trials.direction.prediction)
        self._lost += 1
        for nearer in (*_NEARER, 0.0):
            step = self._stepper.advance(trials, move, judge)
            self._failure = trials.failure or self._failure
            if step is None:
                return None
            if trials.direction.relaxed and step.length < 1.0:
                return None  # the linearisation is no guide to feasibility here: restoration knows the curvature
            try:
                linearization = self._evaluator.linearization(step.values)
            except EvaluationError as error:
                trials.fail(error)
                self._failure = str(error)
                part = nearer * step.length
                move = Move(part * move.d, move.prediction.shortened(part))
                continue
            self._lost = 0 if nearer == _NEARER[0] else self._lost
            new = Iterate(linearization, iterate.y, iterate.z, step.progress.violation)
            new = self._with_new_multipliers(new, trials.direction, step.length)
            self._curvature.accept(iterate.linearization, linearization, new.y)
            return self._recorded(new, trials.direction, step)
        return None

    def _polished(self, iterate: Iterate, direction: Direction, residuals: Residuals) -> Iterate | None:
        """The full step where function values no longer tell points apart, if it brings the residuals down."""
        if direction.relaxed or residuals.worst > _NEARLY:
            return None
        try:
            values = self._evaluator.values(self._bounds[0].project(iterate.x + direction.d))
            linearization = self._evaluator.linearization(values)
        except EvaluationError as error:
            self._failure = str(error)
            return None
        progress = progress_of(values, self._bounds[1])
        new = Iterate(linearization, direction.y, direction.z, progress.violation)
        if self._units.residuals(new).worst > 0.5 * residuals.worst:
            return None
        move = Move(direction.d, direction.prediction)
        self._curvature.accept(iterate.linearization, linearization, new.y)
        return self._recorded(new, direction, Step(values, progress, 1.0, move))

    def _recorded(self, new: Iterate, direction: Direction, step: Step) -> Iterate:
        """The new iterate, known to be one before the user's callback may end everything."""
        if self._best is not None:
            self._best.lead(new, self._units.residuals(new))
        self._journal.record(new, self._units, direction, step)
        return new

    def _with_new_multipliers(self, new: Iterate, direction: Direction, length: float) -> Iterate:
        if direction.relaxed:
            return self._estimated(new)
        y = new.y + length * (direction.y - new.y)
        return new.with_multipliers(y, new.z + length * (direction.z - new.z))

    def _restored(self, iterate: Iterate, judge: AcceptanceRun, otherwise: StopReason) -> Iterate | Ending:
        """Leave for the restoration problem; come back with a point that the judge accepts."""
        feasible = self._units.residuals(iterate).feasibility <= self._settings.tolerance
        if feasible or not self._evaluator.m or isinstance(self._evaluator.problem, LeastViolation):
            return Ending(iterate, otherwise)  # a restoration problem is consistent and needs no restoration of its own

        def solve(problem: LeastViolation, until: Callable[[Iterate], bool]) -> Outcome:
            inner = restoration_run(self._settings, problem, self._journal, self._ledger)
            try:
                return inner.solve(problem.start, until=until)
            finally:
                self._workshop.solved += inner.subproblems

        recovery = Recovery(self._evaluator, self._bounds, self.incumbents, self._settings.acceptable, solve)
        recovered = recovery.recover(iterate, judge)
        self._failure = recovered.failure or self._failure
        if recovered.stop is not None:
            return Ending(recovered.iterate, recovered.stop, recovered.refuted)
        return self._estimated(recovered.iterate)


def restoration_run(settings: SQP, problem: LeastViolation, journal: Journal, ledger: Ledger) -> Run:
    """A run on a restoration problem, from its own start; it counts in the journal and the ledger of the solve."""
    units = Units(problem, problem, restoration_scales(problem))
    return Run(settings.for_restoration(), Evaluator(problem), units, journal.inner(), ledger, patience=PATIENCE)
