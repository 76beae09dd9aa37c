"""The points worth keeping whatever happens: the best feasible and the least violated one that were evaluated."""

from __future__ import annotations

from typing import final

from sqp.acceptance.progress import Progress
from sqp.evaluation.values import Values


@final
class Incumbents:
    """Remembers two points among all that are offered.

    Parameters
    ----------
    tolerance : float
        l1 violation up to which a point counts as feasible.
    """

    def __init__(self, tolerance: float) -> None:
        self._tolerance = tolerance
        self.feasible: Values | None = None
        self.least: Values | None = None
        self.least_violation = float("inf")

    def offer(self, values: Values, progress: Progress) -> None:
        if progress.violation <= self._tolerance and (self.feasible is None or values.f < self.feasible.f):
            self.feasible = values
        if progress.violation < self.least_violation:
            self.least, self.least_violation = values, progress.violation
