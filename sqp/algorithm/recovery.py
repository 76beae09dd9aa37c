"""The restoration phase: leave the iterate for the restoration problem, come back with a point or with a proof.

The restoration problem stays near a reference point; where its solution keeps a violation, it is solved again from
there with the reference moved along, until the pull of the reference has no part in the multipliers any more.  Where
the violation is stationary but not least, it is solved once more from a point with less.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from sqp.acceptance.progress import AcceptanceRun
from sqp.algorithm.classify import infeasibility_residual
from sqp.algorithm.incumbents import Incumbents
from sqp.algorithm.iterate import Iterate, progress_of
from sqp.algorithm.local_minimum import examine
from sqp.algorithm.restoration import LeastViolation
from sqp.algorithm.stop import StopReason
from sqp.arrays import Vector
from sqp.bounds import Bounds
from sqp.errors import EvaluationError
from sqp.evaluation.evaluator import Evaluator
from sqp.evaluation.values import Values

if TYPE_CHECKING:
    from sqp.algorithm.outcome import Outcome

#: Weight of the distance to the reference point against the violation.
_PULL = 1e-4
_ROUNDS = 4
_LESS = 0.9
#: How long a run on a restoration problem may go on without a smaller residual.
PATIENCE = 40

Inner = Callable[[LeastViolation, Callable[[Iterate], bool]], "Outcome"]


@dataclass(frozen=True, eq=False)
class Recovered:
    """Where the restoration phase ended.

    ``stop`` is None if ``iterate`` may be iterated from; otherwise it is the reason to stop there, and if that is local
    infeasibility, the multipliers of ``iterate`` certify it.  ``failure`` is the last evaluation that failed.
    ``refuted`` says that its violation is stationary, but no minimum as far as could be told.
    """

    iterate: Iterate
    stop: StopReason | None
    failure: str = ""
    refuted: bool = False


@dataclass(eq=False)
class Recovery:
    """What a restoration phase needs of the run that enters it; ``solve`` runs the SQP loop on the inner problem."""

    evaluator: Evaluator
    bounds: tuple[Bounds, Bounds]
    incumbents: Incumbents
    acceptable: float
    solve: Inner
    failure: str = ""

    def recover(self, iterate: Iterate, judge: AcceptanceRun) -> Recovered:
        """From an infeasible iterate to one that is less violated and that the judge accepts."""
        judge.block(iterate.progress)
        at: Iterate = iterate
        reference: Iterate = iterate
        refuted = False
        for _ in range(_ROUNDS):
            problem = LeastViolation(self.evaluator, reference.x, reference.c, _PULL)
            found: list[Values] = []

            returns = partial(self._returns, problem, iterate, judge, found)
            outcome: Outcome = self.solve(problem, returns)
            if found or returns(outcome.iterate):
                return self._back(found[0], iterate, at)
            values = self._values(problem.part(outcome.iterate.x))
            there = None if values is None else self._iterate(values, iterate)
            if there is None:
                return Recovered(at, StopReason.EVALUATION_FAILED, self.failure)
            at = reference = there.with_multipliers(outcome.iterate.y, problem.part(outcome.iterate.z))
            if infeasibility_residual(at.x, at.c, at.jac, at.y, at.z, *self.bounds) > self.acceptable:
                continue
            verdict = examine(self.evaluator, at)
            if verdict.lower is None and not verdict.doubt:
                return Recovered(at, StopReason.LOCALLY_INFEASIBLE, self.failure)
            refuted = True
            lower = None if verdict.lower is None else self._values(verdict.lower)
            if lower is None:
                break
            if self._suffices(lower, iterate, judge):
                return self._back(lower, iterate, at)
            reference = self._iterate(lower, iterate) or at
        return Recovered(at, StopReason.SMALL_STEP, self.failure, refuted)

    def _back(self, values: Values, left: Iterate, at: Iterate) -> Recovered:
        """Return with a point, if it has derivatives."""
        back = self._iterate(values, left)
        return Recovered(back or at, None if back else StopReason.EVALUATION_FAILED, self.failure)

    def _returns(
        self, problem: LeastViolation, left: Iterate, judge: AcceptanceRun, found: list[Values], candidate: Iterate
    ) -> bool:
        """Whether a point of the restoration problem may be returned with, which is then put into ``found``."""
        values = self._values(problem.part(candidate.x))
        if values is not None and self._suffices(values, left, judge):
            found.append(values)
        return bool(found)

    def _suffices(self, values: Values, left: Iterate, judge: AcceptanceRun) -> bool:
        progress = progress_of(values, self.bounds[1])
        return progress.violation <= _LESS * left.violation and judge.acceptable(progress)

    def _values(self, x: Vector) -> Values | None:
        try:
            values = self.evaluator.values(x)
        except EvaluationError as error:
            self.failure = str(error)
            return None
        self.incumbents.offer(values, progress_of(values, self.bounds[1]))
        return values

    def _iterate(self, values: Values, old: Iterate) -> Iterate | None:
        try:
            linearization = self.evaluator.linearization(values)
        except EvaluationError as error:
            self.failure = str(error)
            return None
        return Iterate(linearization, old.y, old.z, progress_of(values, self.bounds[1]).violation)
