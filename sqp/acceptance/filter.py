"""A filter: a trial point must improve the objective or the violation against every pair remembered so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

import numpy as np

from sqp.acceptance.progress import Prediction, Progress, rounding
from sqp.memory import Memory
from sqp.settings import positive_real, real_above, real_between


@final
@dataclass(frozen=True, kw_only=True)
class Filter:
    """The line-search filter of Wächter and Biegler.

    Parameters
    ----------
    violation_margin, objective_margin : float
        Fractions by which a filter entry must be beaten; in (0, 1).
    armijo : float
        Fraction of the predicted decrease that a step for the objective must achieve; in (0, 0.5).
    largest : float
        Largest violation ever accepted, relative to max(1, violation at the start); positive.
    small : float
        Violation, relative likewise, below which steps are judged by the objective; positive.
    growth : float
        Factor by which one step may let the violation grow, counted from ``small`` if it is less; more than 1.

    References
    ----------
    Wächter, Biegler, "On the implementation of an interior-point filter line-search algorithm for large-scale
    nonlinear programming", Math. Program. 106 (2006), Algorithm A, eqs. (18)-(23).

    Examples
    --------
    >>> run = Filter().start(Progress(objective=1.0, violation=1.0))
    >>> run.accepts(Progress(1.0, 1.0), Progress(2.0, 0.1), Prediction(slope=1.0, curvature=0.0, violation=0.0))
    True
    """

    violation_margin: float = 1e-5
    objective_margin: float = 1e-8
    armijo: float = 1e-4
    largest: float = 1e3
    small: float = 1e-4
    growth: float = 10.0

    def __post_init__(self) -> None:
        real_between("Filter.violation_margin", self.violation_margin, 0, 1)
        real_between("Filter.objective_margin", self.objective_margin, 0, 1)
        real_between("Filter.armijo", self.armijo, 0, 0.5)
        positive_real("Filter.largest", self.largest)
        positive_real("Filter.small", self.small)
        real_above("Filter.growth", self.growth, 1)

    def start(self, progress: Progress) -> FilterRun:
        return FilterRun(self, progress)


@final
class FilterRun:
    """The entries of the filter and the two thresholds of one solve."""

    _DELTA, _VIOLATION_POWER, _OBJECTIVE_POWER, _SAFETY = 1.0, 1.1, 2.3, 0.05

    def __init__(self, settings: Filter, progress: Progress) -> None:
        self._settings = settings
        unit = max(1.0, progress.violation)
        self._largest = settings.largest * unit
        self._small = settings.small * unit
        self._entries: list[Progress] = []

    def accepts(self, current: Progress, trial: Progress, predicted: Prediction) -> bool:
        if not self.acceptable(trial):
            return False
        if trial.violation > self._settings.growth * max(current.violation, self._small):
            return False
        noise = rounding(current.objective)
        if self._favours_objective(current, predicted):
            return trial.objective - current.objective <= -self._settings.armijo * predicted.decrease + noise
        if current.violation <= 0.0:
            return False
        less_violation = trial.violation <= (1.0 - self._settings.violation_margin) * current.violation
        margin = self._settings.objective_margin * current.violation
        return less_violation or trial.objective - current.objective <= -margin

    def record(self, current: Progress, trial: Progress, predicted: Prediction) -> None:
        noise = rounding(current.objective)
        armijo = trial.objective - current.objective <= -self._settings.armijo * predicted.decrease + noise
        if not (self._favours_objective(current, predicted) and armijo):
            self.block(current)

    def shortest(self, current: Progress, predicted: Prediction) -> float:
        length = self._settings.violation_margin
        slope = predicted.slope
        if slope < 0:
            if current.violation > 0:
                length = min(length, self._settings.objective_margin * current.violation / -slope)
            if current.violation <= self._small:
                switch = self._DELTA * current.violation**self._VIOLATION_POWER / _power(-slope, self._OBJECTIVE_POWER)
                length = min(length, switch) if current.violation > 0 else 0.0
        return max(self._SAFETY * length, 1e-13)

    def block(self, current: Progress) -> None:
        settings = self._settings
        entry = Progress(
            current.objective - settings.objective_margin * current.violation,
            (1.0 - settings.violation_margin) * current.violation,
        )
        kept = [e for e in self._entries if e.objective < entry.objective or e.violation < entry.violation]
        self._entries = [*kept, entry]

    def acceptable(self, trial: Progress) -> bool:
        if not trial.violation <= self._largest:
            return False
        return all(trial.objective < e.objective or trial.violation < e.violation for e in self._entries)

    def memory(self) -> Memory:
        entries = [(entry.objective, entry.violation) for entry in self._entries]
        return {"entries": np.array(entries).reshape(-1, 2), "thresholds": np.array([self._largest, self._small])}

    def recall(self, memory: Memory) -> None:
        self._entries = [Progress(*entry) for entry in memory["entries"].tolist()]
        self._largest, self._small = memory["thresholds"].tolist()

    def _favours_objective(self, current: Progress, predicted: Prediction) -> bool:
        """The switching condition, eq. (19), together with a small violation."""
        if predicted.slope >= 0 or current.violation > self._small:
            return False
        left = predicted.length * _power(-predicted.slope, self._OBJECTIVE_POWER)
        return left > self._DELTA * current.violation**self._VIOLATION_POWER


def _power(base: float, exponent: float) -> float:
    """``base ** exponent`` for a positive base, infinite where that overflows, never 0."""
    return max(1e-300, base**exponent) if base < 1e100 else float("inf")
