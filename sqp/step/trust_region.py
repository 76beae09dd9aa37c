"""Trust region: the subproblem is solved again in a smaller box when its step is rejected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

import numpy as np

from sqp.acceptance.progress import AcceptanceRun
from sqp.errors import EvaluationError
from sqp.memory import Memory
from sqp.settings import positive_real, real_above, real_between, whole_number
from sqp.step.step import Move, Step, Trials


@final
@dataclass(frozen=True, kw_only=True)
class TrustRegion:
    """Box-shaped trust region.

    Parameters
    ----------
    radius : float
        First radius, in every variable, relative to max(1, |x|) at the start; positive.
    shrink, grow : float
        Factor on the length of a rejected step, in (0, 1), and on the radius when an accepted step reaches it, > 1.
    smallest : float
        Radius below which the search gives up; positive.
    corrections : int
        Most second-order corrections of a step that increases the violation; 0 for none.

    References
    ----------
    Fletcher, Leyffer, "Nonlinear programming without a penalty function", Math. Program. 91 (2002), Section 4.

    Examples
    --------
    >>> import sqp
    >>> m = sqp.Model("rosenbrock")
    >>> x, y = m.variable("x", start=-1.2), m.variable("y", start=1.0)
    >>> m.minimize((1 - x) ** 2 + 100 * (y - x**2) ** 2)
    >>> round(m.solve(step=TrustRegion(radius=1.0))["x"], 6)
    1.0
    """

    radius: float = 10.0
    shrink: float = 0.5
    grow: float = 2.0
    smallest: float = 1e-12
    corrections: int = 1

    def __post_init__(self) -> None:
        positive_real("TrustRegion.radius", self.radius)
        real_between("TrustRegion.shrink", self.shrink, 0, 1)
        real_above("TrustRegion.grow", self.grow, 1)
        positive_real("TrustRegion.smallest", self.smallest)
        whole_number("TrustRegion.corrections", self.corrections, least=0)

    def start(self, size: float = 1.0) -> TrustRegionRun:
        return TrustRegionRun(self, size)


@final
class TrustRegionRun:
    """The radius during one solve."""

    binding = True
    _LEAST = 1e-4
    _LONGEST = 2.0

    def __init__(self, settings: TrustRegion, size: float = 1.0) -> None:
        self._settings = settings
        self.radius = settings.radius * max(1.0, size)

    def memory(self) -> Memory:
        return {"radius": np.array(self.radius)}

    def recall(self, memory: Memory) -> None:
        self.radius = float(memory["radius"])

    def advance(self, trials: Trials, move: Move, judge: AcceptanceRun) -> Step | None:
        settings, current = self._settings, trials.progress
        self.radius = max(self.radius, self._LEAST)
        trial: Move | None = move
        while trial is not None:
            size = float(np.abs(trial.d).max(initial=0.0))
            step = self._tried(trials, trial, judge)
            if step is not None:
                judge.record(current, step.progress, trial.prediction)
                if trial is move and size >= 0.99 * self.radius:
                    self.radius *= settings.grow
                return step
            self.radius = settings.shrink * min(self.radius, size)
            if self.radius < settings.smallest:
                return None
            trial = trials.within(self.radius)
        return None

    def _tried(self, trials: Trials, move: Move, judge: AcceptanceRun) -> Step | None:
        current = trials.progress
        try:
            values = trials.values(move.d)
        except EvaluationError:
            return None
        progress = trials.progress_of(values)
        if judge.accepts(current, progress, move.prediction):
            return Step(values, progress, 1.0, move)
        if progress.violation < current.violation:
            return None
        for _ in range(self._settings.corrections):
            correction = trials.corrected(values, move)
            if correction is None or np.abs(correction.d).max() > self._LONGEST * np.abs(move.d).max():
                return None
            try:
                values = trials.values(correction.d)
            except EvaluationError:
                return None
            progress = trials.progress_of(values)
            if judge.accepts(current, progress, move.prediction):
                return Step(values, progress, 1.0, correction, corrected=True)
            move = Move(correction.d, move.prediction)
        return None
