"""One solve from beginning to end: check, scale, run, rescue if need be, and say honestly what came out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from sqp.algorithm.assemble import Work, failed_at_start, final_result
from sqp.algorithm.biactive import with_stationarity
from sqp.algorithm.evidence import PROOF, InfeasibilityEvidence
from sqp.algorithm.far import far_out
from sqp.algorithm.journal import Callback, Journal
from sqp.algorithm.outcome import Outcome
from sqp.algorithm.portfolio import Attempt, attempts, interior
from sqp.algorithm.presolved import presolved
from sqp.algorithm.restoration import LeastViolation
from sqp.algorithm.result import Result, with_result
from sqp.algorithm.run import Run, restoration_run
from sqp.algorithm.session import Session
from sqp.algorithm.start import Start
from sqp.algorithm.state import SolverState
from sqp.algorithm.stop import StopReason
from sqp.algorithm.units import Units
from sqp.arrays import Vector
from sqp.errors import EvaluationError, SqpError
from sqp.evaluation.evaluator import Evaluator
from sqp.evaluation.ledger import Spent
from sqp.evaluation.values import Linearization
from sqp.model.problem import Problem
from sqp.model.scaling import ScaledProblem, Scales, gradient_scaling

if TYPE_CHECKING:
    from sqp.algorithm.sqp import SQP

#: Weight of the distance from the start against the squared violation.
_PULL = 1e-8
_SIGNALS = (KeyboardInterrupt, Spent)


def solve(settings: SQP, problem: Problem, start: Start, session: Session) -> Result:
    """What :meth:`sqp.algorithm.sqp.SQP.solve` does after its arguments are checked."""

    def inner(settings: SQP, problem: Problem, start: Start, callback: Callback | None) -> Result:
        return _Solve(settings, problem, start, session, callback).result()

    try:
        with np.errstate(all="ignore"):  # what is not finite is noticed where it matters
            if settings.presolve:
                result = presolved(settings, problem, start, session, inner)
            else:
                result = inner(settings, problem, start, session.callback)
    except _SIGNALS as signal:  # while presolve looked at the start
        result = _Solve(settings, problem, start, session, None).ended(_reason(signal))
    finally:
        session.close()
    if session.error is not None:
        raise with_result(session.error, result)
    return with_stationarity(problem, result)


class _Solve:
    """The attempts at one problem, and the best that came of them."""

    def __init__(
        self, settings: SQP, problem: Problem, start: Start, session: Session, callback: Callback | None
    ) -> None:
        self._settings = settings
        self._problem = problem
        self._start = start
        self._session = session
        limit = settings.limits.iterations
        self._journal = Journal(callback, keep_iterates=settings.keep_iterates, limit=limit)
        self._work = Work(session.begin, session.ledger)
        self._units: Units | None = None
        self._evidence: InfeasibilityEvidence | None = None
        self._best: Outcome | None = None
        for note in start.notes:
            self._journal.note(note)

    def result(self) -> Result:
        """Whatever happens on the way, the best that there is."""
        stop: StopReason | None = None
        try:
            self._try_all()
        except EvaluationError as error:
            self._work.failure = str(error)
        except _SIGNALS as signal:
            stop = _reason(signal)
        except SqpError:
            raise
        except Exception as error:  # noqa: BLE001 - it is raised again with the result
            self._session.error = error
            stop = StopReason.RAISED
        return self.ended(stop)

    def ended(self, stop: StopReason | None) -> Result:
        """The result of what has been done so far; ``stop`` is why it ended, if the best run does not know."""
        common = self._settings, self._problem
        if self._best is None or self._units is None:
            return failed_at_start(*common, self._start, self._work, self._journal, stop)
        best = self._best
        refuted = best.refuted or (self._evidence is not None and self._evidence.refutes(best.iterate))
        outcome = replace(best, stop=stop or best.stop, refuted=refuted)
        ask = Evaluator(self._units.scaled, None, self._session.ledger)
        return final_result(*common, outcome, self._units, self._journal, self._work, ask)

    def _try_all(self) -> None:
        settings = self._settings
        self._start, scaled, scales, known = self._evaluable()
        self._units = Units(self._problem, scaled, scales)
        first: Outcome | None = None
        at_start = known.values.x
        self._evidence = evidence = InfeasibilityEvidence(self._problem, at_start, settings.acceptable)
        for planned in attempts(settings, self._start, scales, scaled.variable_bounds):
            attempt = planned
            if planned.squares and not evidence.suspected:
                continue
            if planned.resumes and first is not None:
                at = first.iterate
                attempt = replace(planned, x=at.x) if planned.squares else replace(planned, x=at.x, y=at.y, z=at.z)
            outcome = self._attempted(attempt, scaled, scales, known)
            first = first or outcome
            if outcome is not None:
                evidence.add(outcome)
            if self._best is not None and _is_over(self._best, settings):
                if attempt.name and self._best is outcome:
                    self._journal.note(f"rescued by {attempt.name}")
                if self._best.stop is StopReason.CONVERGED:
                    self._note_far(Evaluator(scaled, known, self._session.ledger), known, self._best, scales)
                return
            if evidence.suffices:
                if evidence.proven:
                    self._journal.note(PROOF)
                return
            self._journal.check()

    def _note_far(self, evaluator: Evaluator, start: Linearization, outcome: Outcome, scales: Scales) -> None:
        try:
            far = far_out(evaluator, start, outcome.iterate, scales.variables)
        finally:
            self._work.add(evaluator)
        if far:
            self._journal.note(far)

    def _attempted(self, attempt: Attempt, problem: Problem, scales: Scales, known: Linearization) -> Outcome | None:
        assert self._units is not None
        assert self._evidence is not None
        journal, ledger = self._journal, self._session.ledger
        evaluator = Evaluator(problem, known, ledger)
        journal.phase = attempt.name
        warm = None if attempt.name else self._warm()
        run = Run(attempt.settings, evaluator, self._units, journal, ledger, attempt.iterations, attempt.patience, warm)
        outcome: Outcome | None = None
        stop = StopReason.INTERRUPTED  # if the run is left by a signal, for which the caller knows a better name
        try:
            x = problem.variable_bounds.project(attempt.x)
            if attempt.squares:
                x = self._with_least_squares(attempt, evaluator, x)
            outcome = run.solve(x, attempt.y, attempt.z)
        except EvaluationError as error:
            self._work.failure = str(error)
            stop = StopReason.EVALUATION_FAILED
        finally:
            outcome = outcome or run.halted(stop, self._work.failure)
            self._evidence.know(run.incumbents)
            if outcome is not None:
                if outcome.refuted:
                    self._evidence.refute()
                if outcome.stop is StopReason.LOCALLY_INFEASIBLE and self._evidence.refutes(outcome.iterate):
                    self._evidence.refute()
                    outcome = run.halted(StopReason.SMALL_STEP) or outcome
                outcome = replace(outcome, state=run.state(outcome.iterate, scales))
                if self._best is None or _better(outcome, self._best, self._settings, self._evidence):
                    self._best = outcome
            self._work.add(evaluator)
            self._work.add_run(run)
        return outcome

    def _with_least_squares(self, attempt: Attempt, evaluator: Evaluator, x: Vector) -> Vector:
        """A minimum, or at least a point with less, of the squared violation, found from ``x``."""
        squares = LeastViolation(evaluator, x, evaluator.values(x).c, _PULL, squared=True)
        run = restoration_run(attempt.settings, squares, self._journal, self._session.ledger)
        try:
            return squares.part(run.solve(squares.start).iterate.x)
        finally:
            self._work.subproblems += run.subproblems

    def _warm(self) -> SolverState | None:
        """The state of the warm start, if it belongs to a problem of this size."""
        warm = self._session.warm
        return warm if warm is not None and warm.fits(self._problem) else None

    def _evaluable(self) -> tuple[Start, Problem, Scales, Linearization]:
        """The start, or a point inside the bounds where the functions can be evaluated, and the problem scaled there.

        The linearisation of the scaled problem at that point comes with them.
        """
        start, problem = self._start, self._problem
        try:
            return start, *self._scaled(start.x)
        except EvaluationError:
            inside = replace(start, x=interior(start.x, problem.variable_bounds))
            if np.array_equal(inside.x, start.x):
                raise
            try:
                found = self._scaled(inside.x)
            except EvaluationError:
                pass
            else:
                self._journal.note(
                    "the functions could not be evaluated at the start, which was moved inside the bounds"
                )
                return inside, *found
            raise

    def _scaled(self, x: Vector) -> tuple[Problem, Scales, Linearization]:
        """The problem in the solver's units, and its linearisation at ``x``; a warm start keeps its units."""
        problem, warm = self._problem, self._warm()
        same = Scales(1.0, np.ones(problem.constraint_bounds.size), np.ones(x.size))
        evaluator = Evaluator(problem, None, self._session.ledger)
        try:
            at = evaluator.linearization(evaluator.values(x))
        finally:
            self._work.add(evaluator)
        if not self._settings.scaling:
            return problem, same, at
        scales = gradient_scaling(problem, x, at.grad, at.jac) if warm is None else warm.scales
        if scales.is_identity:
            return problem, same, at
        return ScaledProblem(problem, scales.objective, scales.constraints, scales.variables), scales, at.scaled(scales)


def _reason(signal: BaseException) -> StopReason:
    return StopReason[signal.reason] if isinstance(signal, Spent) else StopReason.INTERRUPTED


def _is_over(outcome: Outcome, settings: SQP) -> bool:
    """Whether another attempt is not needed."""
    return outcome.residuals.worst <= settings.acceptable or outcome.stop is StopReason.UNBOUNDED


def _better(new: Outcome, old: Outcome, settings: SQP, evidence: InfeasibilityEvidence) -> bool:
    """A KKT point beats anything, feasible beats infeasible, certified infeasible beats merely infeasible."""

    def rank(outcome: Outcome) -> tuple[bool, bool, bool, float]:
        residuals = outcome.residuals
        feasible = residuals.feasibility <= settings.acceptable
        return (
            residuals.worst <= settings.acceptable,
            feasible,
            outcome.stop is StopReason.LOCALLY_INFEASIBLE and not evidence.refutes(outcome.iterate),
            -residuals.worst if feasible else -residuals.violation,
        )

    return rank(new) > rank(old)
