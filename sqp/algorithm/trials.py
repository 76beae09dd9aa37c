"""What the step room may ask of the current iterate and its subproblem."""

from __future__ import annotations

from typing import final

import numpy as np

from sqp.acceptance.progress import Progress
from sqp.algorithm.incumbents import Incumbents
from sqp.algorithm.iterate import Iterate, progress_of
from sqp.algorithm.stop import StopReason
from sqp.algorithm.subproblem import Direction, Subproblem
from sqp.arrays import Vector
from sqp.bounds import Bounds
from sqp.errors import EvaluationError
from sqp.evaluation.evaluator import Evaluator
from sqp.evaluation.values import Values
from sqp.step.step import Move


@final
class SubproblemTrials:
    """Trial points of one iterate; they never leave the variable bounds."""

    def __init__(
        self,
        iterate: Iterate,
        subproblem: Subproblem,
        direction: Direction,
        evaluator: Evaluator,
        bounds: tuple[Bounds, Bounds],
        incumbents: Incumbents,
    ) -> None:
        self._subproblem = subproblem
        self._evaluator = evaluator
        self._variable_bounds, self._constraint_bounds = bounds
        self._incumbents = incumbents
        self.direction = direction
        self.failure = ""
        self._is_lost = False
        self.x = iterate.x
        self.progress = progress_of(iterate.linearization.values, self._constraint_bounds)
        self._latest = iterate.linearization.values, self.progress

    def values(self, d: Vector) -> Values:
        try:
            values = self._evaluator.values(self._variable_bounds.project(self.x + d))
        except EvaluationError as error:
            self.fail(error)
            raise
        self._is_lost = False
        self._latest = values, progress_of(values, self._constraint_bounds)
        self._incumbents.offer(*self._latest)
        return values

    def fail(self, error: EvaluationError) -> None:
        """The point of the latest trial is of no use."""
        self.failure = str(error)
        self._is_lost = True

    @property
    def without_step(self) -> StopReason:
        """Why there was no step: because the last points could not be evaluated, or were no better."""
        return StopReason.EVALUATION_FAILED if self._is_lost else StopReason.SMALL_STEP

    def progress_of(self, values: Values) -> Progress:
        known, progress = self._latest
        return progress if values is known else progress_of(values, self._constraint_bounds)

    def corrected(self, values: Values, move: Move) -> Move | None:
        if self.direction.relaxed or not values.c.size:
            return None
        correction = self._subproblem.corrected(values.c, move.d, self.direction.working_set)
        return None if correction is None else Move(correction, move.prediction)

    def within(self, radius: float) -> Move | None:
        direction = self._subproblem.direction(radius, far=False)
        if not isinstance(direction, Direction) or not np.isfinite(direction.d).all():
            return None
        self.direction = direction
        return Move(direction.d, direction.prediction)
