"""Backtracking along the direction, with second-order corrections of the full step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

import numpy as np

from sqp.acceptance.progress import AcceptanceRun, Progress
from sqp.errors import EvaluationError
from sqp.evaluation.values import Values
from sqp.memory import Memory
from sqp.settings import positive_real, real_between, whole_number
from sqp.step.step import Move, Step, Trials


@final
@dataclass(frozen=True, kw_only=True)
class LineSearch:
    """Backtracking line search.

    Parameters
    ----------
    backtrack : float
        Factor between trial lengths, in (0, 1).
    trials : int
        Most trial lengths for one direction; at least 1.
    corrections : int
        Most second-order corrections when the full step increases the violation; 0 for none.
    reach : float
        Longest first step in any variable, relative to max(1, |x|) at the start; it grows when it is reached.  May be
        infinite.

    References
    ----------
    Wächter, Biegler (2006), Algorithm A, steps A-5.1 to A-5.10.

    Examples
    --------
    >>> import sqp
    >>> m = sqp.Model("rosenbrock")
    >>> x, y = m.variable("x", start=-1.2), m.variable("y", start=1.0)
    >>> m.minimize((1 - x) ** 2 + 100 * (y - x**2) ** 2)
    >>> round(m.solve(step=LineSearch(backtrack=0.25))["x"], 6)
    1.0
    """

    backtrack: float = 0.5
    trials: int = 40
    corrections: int = 4
    reach: float = 10.0

    def __post_init__(self) -> None:
        real_between("LineSearch.backtrack", self.backtrack, 0, 1)
        whole_number("LineSearch.trials", self.trials, least=1)
        whole_number("LineSearch.corrections", self.corrections, least=0)
        positive_real("LineSearch.reach", self.reach)

    def start(self, size: float = 1.0) -> LineSearchRun:
        return LineSearchRun(self, size)


@final
class LineSearchRun:
    """Remembers how long a step may be."""

    _LESS, _LONGEST = 0.99, 2.0
    binding = False

    def __init__(self, settings: LineSearch, size: float = 1.0) -> None:
        self._settings = settings
        self.radius = settings.reach * max(1.0, size)

    def memory(self) -> Memory:
        return {"radius": np.array(self.radius)}

    def recall(self, memory: Memory) -> None:
        self.radius = float(memory["radius"])

    def advance(self, trials: Trials, move: Move, judge: AcceptanceRun) -> Step | None:
        current = trials.progress
        shortest = judge.shortest(current, move.prediction)
        length = 1.0
        for attempt in range(self._settings.trials):
            predicted = move.prediction.at(length)
            try:
                values = trials.values(length * move.d)
            except EvaluationError:
                length *= self._settings.backtrack
                continue
            progress = trials.progress_of(values)
            if judge.accepts(current, progress, predicted):
                judge.record(current, progress, predicted)
                self._adapt(length, move)
                return Step(values, progress, length, move)
            if attempt == 0 and progress.violation >= current.violation:
                step = self._correct(trials, move, judge, values, progress)
                if step is not None:
                    return step
            length *= self._settings.backtrack
            if length < shortest:
                return None
        return None

    def _adapt(self, length: float, move: Move) -> None:
        """Let the radius grow when the steps that reach it are accepted."""
        size = float(np.abs(move.d).max())
        if length == 1.0 and size >= 0.9 * self.radius:
            self.radius *= 4.0

    def _correct(
        self, trials: Trials, move: Move, judge: AcceptanceRun, values: Values, progress: Progress
    ) -> Step | None:
        current, violation = trials.progress, progress.violation
        for _ in range(self._settings.corrections):
            correction = trials.corrected(values, move)
            if correction is None or not np.abs(correction.d).max() <= self._LONGEST * np.abs(move.d).max():
                return None
            try:
                values = trials.values(correction.d)
            except EvaluationError:
                return None
            progress = trials.progress_of(values)
            if judge.accepts(current, progress, move.prediction):
                judge.record(current, progress, move.prediction)
                return Step(values, progress, 1.0, correction, corrected=True)
            if progress.violation > self._LESS * violation:
                return None
            violation, move = progress.violation, Move(correction.d, move.prediction)
        return None
