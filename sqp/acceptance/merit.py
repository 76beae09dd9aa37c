"""The l1 merit function: objective plus penalty times violation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

from sqp.acceptance.progress import Prediction, Progress
from sqp.settings import positive_real, real_between

_EPS = 2.2e-16


@final
@dataclass(frozen=True, kw_only=True)
class L1Merit:
    """Sufficient decrease of f + penalty * violation, with a penalty that follows the multipliers and the model.

    Parameters
    ----------
    armijo : float
        Fraction of the predicted decrease that must be achieved; in (0, 0.5).
    penalty : float
        First penalty; positive.
    weight : float
        Fraction of the decrease of penalty * violation that the predicted decrease must keep; in (0, 1).

    References
    ----------
    Nocedal, Wright (2006), eqs. (18.27)-(18.36); the penalty rule is (18.36), raised to the largest multiplier.

    Examples
    --------
    >>> run = L1Merit().start(Progress(objective=1.0, violation=1.0))
    >>> step = Prediction(slope=0.5, curvature=0.0, violation=0.0, multipliers=2.0)
    >>> run.accepts(Progress(1.0, 1.0), Progress(1.5, 0.1), step)
    True
    """

    armijo: float = 1e-4
    penalty: float = 1.0
    weight: float = 0.1

    def __post_init__(self) -> None:
        real_between("L1Merit.armijo", self.armijo, 0, 0.5)
        positive_real("L1Merit.penalty", self.penalty)
        real_between("L1Merit.weight", self.weight, 0, 1)

    def start(self, progress: Progress) -> L1MeritRun:
        return L1MeritRun(self)


@final
class L1MeritRun:
    """The penalty of one solve; it never falls."""

    def __init__(self, settings: L1Merit) -> None:
        self._settings = settings
        self._penalty = settings.penalty

    def accepts(self, current: Progress, trial: Progress, predicted: Prediction) -> bool:
        penalty = self._needed(current, predicted)
        actual = current.objective - trial.objective + penalty * (current.violation - trial.violation)
        removed = current.violation - predicted.violation
        slope = predicted.slope - penalty * removed
        if slope >= 0.0:
            return False
        noise = 10.0 * _EPS * (abs(current.objective) + penalty * current.violation)
        return actual >= -self._settings.armijo * predicted.length * slope - noise

    def record(self, current: Progress, trial: Progress, predicted: Prediction) -> None:
        self._penalty = self._needed(current, predicted)

    def shortest(self, current: Progress, predicted: Prediction) -> float:
        return 1e-10

    def block(self, current: Progress) -> None:
        """A merit function remembers no points."""

    def acceptable(self, trial: Progress) -> bool:
        return True

    def _needed(self, current: Progress, predicted: Prediction) -> float:
        """The smallest penalty, not below the present one, for which the model predicts a decrease."""
        removed = current.violation - predicted.violation
        penalty = max(self._penalty, 1.1 * predicted.multipliers)
        if removed > 0.0:
            demand = predicted.slope + 0.5 * max(0.0, predicted.curvature)
            penalty = max(penalty, demand / ((1.0 - self._settings.weight) * removed))
        return penalty
