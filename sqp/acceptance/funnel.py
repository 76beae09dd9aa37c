"""A funnel: the violation must stay below a width that only falls; inside it, steps are judged by the objective."""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

import numpy as np

from sqp.acceptance.progress import Prediction, Progress, rounding
from sqp.memory import Memory
from sqp.settings import positive_real, real_above, real_between

#: Width, relative to max(1, violation at the start), below which violations are not told apart.
_NARROWEST = 1e-12


@final
@dataclass(frozen=True, kw_only=True)
class Funnel:
    """The funnel of Kiessling, Leyffer and Vanaret.

    A step that the model expects to lower the objective by much more than the violation must do so and stay inside;
    any other step must bring the violation well inside, and narrows the funnel.

    Parameters
    ----------
    width : float
        Least width at the start; positive.
    factor : float
        Width at the start relative to the violation there; more than 1.
    margin : float
        Fraction of the width that a step for feasibility must stay below; in (0, 1).
    memory : float
        Weight of the old width when the funnel narrows; the violation reached has the rest; in (0, 1).
    switch : float
        A step is one for the objective if its predicted decrease exceeds this times the violation squared; positive.
    armijo : float
        Fraction of the predicted decrease that a step for the objective must achieve; in (0, 0.5).

    References
    ----------
    Kiessling, Leyffer, Vanaret, "A unified funnel restoration SQP algorithm", arXiv:2409.09208 (2024).

    Examples
    --------
    >>> run = Funnel().start(Progress(objective=1.0, violation=1.0))
    >>> towards_feasibility = Prediction(slope=1.0, curvature=0.0, violation=0.0)
    >>> run.accepts(Progress(1.0, 1.0), Progress(2.0, 0.1), towards_feasibility)
    True
    >>> run.accepts(Progress(1.0, 1.0), Progress(0.0, 2.0), towards_feasibility)
    False
    """

    width: float = 1.0
    factor: float = 1.5
    margin: float = 0.9999
    memory: float = 0.5
    switch: float = 0.999
    armijo: float = 1e-4

    def __post_init__(self) -> None:
        positive_real("Funnel.width", self.width)
        real_above("Funnel.factor", self.factor, 1)
        real_between("Funnel.margin", self.margin, 0, 1)
        real_between("Funnel.memory", self.memory, 0, 1)
        positive_real("Funnel.switch", self.switch)
        real_between("Funnel.armijo", self.armijo, 0, 0.5)

    def start(self, progress: Progress) -> FunnelRun:
        return FunnelRun(self, progress)


@final
class FunnelRun:
    """The width of the funnel during one solve."""

    def __init__(self, settings: Funnel, progress: Progress) -> None:
        self._settings = settings
        self._narrowest = _NARROWEST * max(1.0, progress.violation)
        self.width = max(settings.width, settings.factor * progress.violation)

    def accepts(self, current: Progress, trial: Progress, predicted: Prediction) -> bool:
        if not self.acceptable(trial):
            return False
        if self._favours_objective(current, predicted):
            promised = self._settings.armijo * predicted.decrease
            return trial.objective - current.objective <= -promised + rounding(current.objective)
        return trial.violation <= self._settings.margin * self.width

    def record(self, current: Progress, trial: Progress, predicted: Prediction) -> None:
        if not self._favours_objective(current, predicted):
            memory = self._settings.memory
            self._narrow(memory * self.width + (1.0 - memory) * trial.violation)

    def shortest(self, current: Progress, predicted: Prediction) -> float:
        return 1e-10

    def block(self, current: Progress) -> None:
        self._narrow(self._settings.margin * current.violation)

    def acceptable(self, trial: Progress) -> bool:
        return trial.violation <= self.width

    def memory(self) -> Memory:
        return {"widths": np.array([self.width, self._narrowest])}

    def recall(self, memory: Memory) -> None:
        self.width, self._narrowest = memory["widths"].tolist()

    def _narrow(self, width: float) -> None:
        self.width = min(self.width, max(width, self._narrowest))

    def _favours_objective(self, current: Progress, predicted: Prediction) -> bool:
        return predicted.decrease > self._settings.switch * current.violation**2
