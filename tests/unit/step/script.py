"""A problem of one variable and a judge that follow a script, to watch a step control at work."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sqp.acceptance.progress import Prediction, Progress
from sqp.arrays import Vector
from sqp.errors import EvaluationError
from sqp.evaluation.values import Values
from sqp.step.step import Move


class ScriptedTrials:
    """Trials from ``x``: ``f`` and ``violation`` by displacement, evaluable up to ``edge``; notes what is asked."""

    def __init__(
        self,
        f: Callable[[float], float] = lambda d: -d,
        violation: Callable[[float], float] = lambda _: 0.0,
        edge: float = np.inf,
        correction: float | None = None,
        x: float = 0.0,
    ) -> None:
        self.x = np.array([x])
        self._f, self._violation, self._edge, self._correction = f, violation, edge, correction
        self.tried: list[float] = []
        self.failed: list[float] = []
        self.radii: list[float] = []

    @property
    def progress(self) -> Progress:
        return Progress(self._f(0.0), self._violation(0.0))

    def values(self, d: Vector) -> Values:
        size = float(d[0])
        if size > self._edge:
            self.failed.append(size)
            raise EvaluationError("beyond the edge")
        self.tried.append(size)
        return Values(self.x + d, self._f(size), np.array([self._violation(size)]))

    def progress_of(self, values: Values) -> Progress:
        return Progress(values.f, float(values.c[0]))

    def corrected(self, values: Values, move: Move) -> Move | None:
        return None if self._correction is None else Move(np.array([self._correction]), move.prediction)

    def within(self, radius: float) -> Move | None:
        self.radii.append(radius)
        return move(min(1.0, radius))


class ScriptedJudge:
    """Accepts trial points by a rule; remembers what it was told to record."""

    def __init__(
        self, rule: Callable[[Progress], bool], shortest: float = 1e-6, *, is_acceptable: bool = False
    ) -> None:
        self._rule, self._shortest, self._is_acceptable = rule, shortest, is_acceptable
        self.recorded: list[Progress] = []
        self.lengths: list[float] = []

    def accepts(self, current: Progress, trial: Progress, predicted: Prediction) -> bool:
        self.lengths.append(predicted.length)
        return self._rule(trial)

    def record(self, current: Progress, trial: Progress, predicted: Prediction) -> None:
        self.recorded.append(trial)

    def shortest(self, current: Progress, predicted: Prediction) -> float:
        return self._shortest

    def block(self, current: Progress) -> None:
        raise AssertionError("a step control blocks nothing")

    def acceptable(self, trial: Progress) -> bool:
        return self._is_acceptable or self._rule(trial)


def move(size: float = 1.0) -> Move:
    return Move(np.array([size]), Prediction(slope=-size, curvature=0.0, violation=0.0))
