"""The restoration phase: leave the iterate for the restoration problem, come back with a point or with a proof.

The restoration problem stays near a reference point; where its solution keeps a violation, it is solved again from
there with the reference moved along, until the pull of the reference has no part in the multipliers any more.  Where
the violation is stationary but curves downwards, it is solved once more from a point beside.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from sqp.acceptance.progress import AcceptanceRun
from sqp.algorithm.classify import infeasibility_residual
from sqp.algorithm.incumbents import Incumbents
from sqp.algorithm.iterate import Iterate, progress_of
from sqp.algorithm.restoration import LeastViolation
from sqp.algorithm.stop import StopReason
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
#: How far beside a saddle point of the violation the search goes on, relative to max(1, |x|).
_BESIDE = 1e-2
#: How long a run on a restoration problem may go on without a smaller residual.
PATIENCE = 40

Inner = Callable[[LeastViolation, Callable[[Iterate], bool]], "Outcome"]


@dataclass(frozen=True, eq=False)
class Recovered:
    """Where the restoration phase ended.

    ``stop`` is None if ``iterate`` may be iterated from; otherwise it is the reason to stop there, and if that is local
    infeasibility, the multipliers of ``iterate`` certify it.  ``failure`` is the last evaluation that failed.
    """

    iterate: Iterate
    stop: StopReason | None
    failure: str = ""


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
        stationary: Iterate | None = None
        for _ in range(_ROUNDS):
            problem = LeastViolation(self.evaluator, reference.x, reference.c, _PULL)
            found: list[Values] = []

            returns = partial(self._returns, problem, iterate, judge, found)
            outcome: Outcome = self.solve(problem, returns)
            if found or returns(outcome.iterate):
                back = self._iterate(found[0], iterate)
                return Recovered(back or at, None if back else StopReason.EVALUATION_FAILED, self.failure)
            values = self._values(problem, outcome.iterate)
            there = None if values is None else self._iterate(values, iterate)
            if there is None:
                return Recovered(at, StopReason.EVALUATION_FAILED, self.failure)
            at = reference = there.with_multipliers(outcome.iterate.y, problem.part(outcome.iterate.z))
            if infeasibility_residual(at.x, at.c, at.jac, at.y, at.z, *self.bounds) > self.acceptable:
                continue
            if stationary is None or at.violation < stationary.violation:
                stationary, beside = at, self._beside(at) if outcome.saddle and stationary is None else None
                if beside is not None:
                    reference = beside
                    continue
            break
        if stationary is not None:
            return Recovered(stationary, StopReason.LOCALLY_INFEASIBLE, self.failure)
        return Recovered(at, StopReason.SMALL_STEP, self.failure)

    def _beside(self, iterate: Iterate) -> Iterate | None:
        """A point near a saddle point of the violation, from where the violation falls."""
        signs = np.where(np.arange(iterate.x.size) % 2 == 0, 1.0, -1.0)
        moved = iterate.x + _BESIDE * signs * np.maximum(1.0, np.abs(iterate.x))
        try:
            values = self.evaluator.values(self.bounds[0].project(moved))
        except EvaluationError:
            return None
        return self._iterate(values, iterate)

    def _returns(
        self, problem: LeastViolation, left: Iterate, judge: AcceptanceRun, found: list[Values], candidate: Iterate
    ) -> bool:
        """Whether a point of the restoration problem may be returned with, which is then put into ``found``."""
        values = self._values(problem, candidate)
        if values is None:
            return False
        progress = progress_of(values, self.bounds[1])
        if progress.violation <= _LESS * left.violation and judge.acceptable(progress):
            found.append(values)
        return bool(found)

    def _values(self, problem: LeastViolation, candidate: Iterate) -> Values | None:
        try:
            values = self.evaluator.values(problem.part(candidate.x))
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
