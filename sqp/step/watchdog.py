"""Watchdog: where steps keep being shortened, take a few full steps on trust and see where they lead."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import final

import numpy as np

from sqp.acceptance.progress import AcceptanceRun, Estimates, Prediction, Progress, Rows
from sqp.arrays import Vector
from sqp.errors import EvaluationError
from sqp.evaluation.values import Values
from sqp.memory import Memory
from sqp.settings import instance, whole_number
from sqp.step.line_search import LineSearch
from sqp.step.step import Move, Step, Trials


@final
@dataclass(frozen=True, kw_only=True)
class Watchdog:
    """A line search that now and then lets full steps pass, and returns if they lead nowhere.

    The steps are justified by one of them that is good enough when it is compared with the point where they began.  If
    none of them is, the search goes on from that point along its own direction.

    Parameters
    ----------
    search : LineSearch
        The line search that is used otherwise.
    trigger : int
        How many iterations in a row must have been shortened or corrected before full steps are tried; at least 1.
    trials : int
        Most full steps that may pass without being good enough; at least 1.

    References
    ----------
    Chamberlain, Powell, Lemarechal, Pedersen, "The watchdog technique for forcing convergence in algorithms for
    constrained optimization", Math. Program. Study 16 (1982).  Wächter, Biegler (2006), Section 3.2, for the trigger.

    Examples
    --------
    >>> import sqp
    >>> m = sqp.Model("rosenbrock")
    >>> x, y = m.variable("x", start=-1.2), m.variable("y", start=1.0)
    >>> m.minimize((1 - x) ** 2 + 100 * (y - x**2) ** 2)
    >>> round(m.solve(step=Watchdog(trigger=1))["x"], 6)
    1.0
    """

    search: LineSearch = field(default_factory=LineSearch)
    trigger: int = 2
    trials: int = 3

    def __post_init__(self) -> None:
        instance("Watchdog.search", self.search, LineSearch)
        whole_number("Watchdog.trigger", self.trigger, least=1)
        whole_number("Watchdog.trials", self.trials, least=1)

    def start(self, size: float = 1.0) -> WatchdogRun:
        return WatchdogRun(self, size)


@final
class WatchdogRun:
    """Counts shortened steps; while full steps are taken on trust, it keeps the point where they began."""

    def __init__(self, settings: Watchdog, size: float) -> None:
        self._settings = settings
        self._search = settings.search.start(size)
        self._shortened = 0
        self._trusted = 0
        self._origin: _Origin | None = None
        self._recalled: Memory = {}

    @property
    def radius(self) -> float:
        return self._search.radius

    @property
    def binding(self) -> bool:
        return self._search.binding

    def advance(self, trials: Trials, move: Move, judge: AcceptanceRun) -> Step | None:
        if self._recalled:
            self._origin, self._recalled = _Origin.of_memory(self._recalled, trials.progress), {}
        if self._origin is None:
            if self._shortened < self._settings.trigger or move.prediction.violation > 0.0:
                return self._searched(trials, move, judge)
            self._origin, self._trusted = _Origin(trials.x, trials.progress, move), 0
        return self._taken_on_trust(trials, move, judge, self._origin) or self._back(trials, judge, self._origin)

    def memory(self) -> Memory:
        counts = {"counts": np.array([self._shortened, self._trusted])}
        return self._search.memory() | counts | ({} if self._origin is None else self._origin.memory())

    def recall(self, memory: Memory) -> None:
        self._search.recall(memory)
        self._shortened, self._trusted = memory["counts"].tolist()
        self._recalled = memory if "origin.x" in memory else {}

    def _searched(self, trials: Trials, move: Move, judge: AcceptanceRun) -> Step | None:
        step = self._search.advance(trials, move, judge)
        is_full = step is None or (step.length == 1.0 and not step.corrected)
        self._shortened = 0 if is_full else self._shortened + 1
        return step

    def _taken_on_trust(self, trials: Trials, move: Move, judge: AcceptanceRun, origin: _Origin) -> Step | None:
        """The full step, if it is good enough for the origin or may pass nevertheless."""
        try:
            values = trials.values(move.d)
        except EvaluationError:
            return None
        progress = trials.progress_of(values)
        if judge.accepts(origin.progress, progress, origin.move.prediction):
            judge.record(origin.progress, progress, origin.move.prediction)
            self._end()
            return Step(values, progress, 1.0, move)
        self._trusted += 1
        if self._trusted > self._settings.trials or not judge.acceptable(progress):
            return None
        return Step(values, progress, 1.0, move)

    def _back(self, trials: Trials, judge: AcceptanceRun, origin: _Origin) -> Step | None:
        """Search from the origin; its full step was the first one taken on trust, so that shorter ones remain."""
        self._end()
        factor = self._settings.search.backtrack
        shorter = Move(factor * origin.move.d, origin.move.prediction.shortened(factor))
        step = self._search.advance(_TrialsFrom(origin, trials), shorter, judge)
        if step is None:
            return None
        moved = Move(step.values.x - trials.x, step.move.prediction)
        return Step(step.values, step.progress, factor * step.length, moved)

    def _end(self) -> None:
        self._origin, self._shortened = None, 0


@dataclass(frozen=True, eq=False)
class _Origin:
    """Where the steps on trust began, and the direction there."""

    x: Vector
    progress: Progress
    move: Move

    def memory(self) -> Memory:
        progress, predicted = self.progress, self.move.prediction
        scalars = predicted.slope, predicted.curvature, predicted.violation, predicted.length, predicted.multipliers
        memory: Memory = {
            "origin.x": self.x,
            "origin.d": self.move.d,
            "origin.progress": np.array([progress.objective, progress.violation]),
            "origin.prediction": np.array(scalars),
        }
        if progress.rows is not None and predicted.estimates is not None:
            memory["origin.c"] = progress.rows.values
            memory["origin.y"] = np.array([predicted.estimates.y, predicted.estimates.step])
        return {name: array.copy() for name, array in memory.items()}

    @classmethod
    def of_memory(cls, memory: Memory, current: Progress) -> _Origin:
        """What ``memory`` was taken of; the bounds of the constraints are those of the current point."""
        rows = estimates = None
        if current.rows is not None and "origin.c" in memory:
            rows, estimates = Rows(memory["origin.c"], current.rows.bounds), Estimates(*memory["origin.y"])
        slope, curvature, violation, length, multipliers = memory["origin.prediction"].tolist()
        prediction = Prediction(slope, curvature, violation, length, multipliers, estimates)
        objective, violation = memory["origin.progress"].tolist()
        return cls(memory["origin.x"], Progress(objective, violation, rows), Move(memory["origin.d"], prediction))


class _TrialsFrom:
    """Trial points around the origin instead of the current iterate; nothing is known of its subproblem any more."""

    def __init__(self, origin: _Origin, trials: Trials) -> None:
        self.x, self.progress = origin.x, origin.progress
        self._trials = trials

    def values(self, d: Vector) -> Values:
        return self._trials.values(self.x + d - self._trials.x)

    def progress_of(self, values: Values) -> Progress:
        return self._trials.progress_of(values)

    def corrected(self, values: Values, move: Move) -> Move | None:
        return None

    def within(self, radius: float) -> Move | None:
        return None
