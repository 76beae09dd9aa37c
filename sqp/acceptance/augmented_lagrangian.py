"""The augmented Lagrangian as merit function; the multiplier estimates move with the step.

    M(x, y) = f + y'r + penalty/2 |r|^2,     r = c - s,   s = the point of [cl, cu] nearest to c + y / penalty

The slacks s make inequalities equalities; they are where M is least, so that they need not be remembered.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

import numpy as np

from sqp.acceptance.progress import Estimates, Prediction, Progress, Rows, rounding
from sqp.arrays import Vector, norm_inf
from sqp.memory import Memory
from sqp.settings import positive_real, real_between

_RAISES = 60
#: Part of penalty |r|^2 that the derivative must keep besides that of the curvature.
_KEPT = 0.1


@final
@dataclass(frozen=True, kw_only=True)
class AugmentedLagrangian:
    """Sufficient decrease of the augmented Lagrangian along the line to the new variables, multipliers and slacks.

    Unlike the l1 merit function it is smooth, and unit steps near a solution need no second-order correction.

    Parameters
    ----------
    armijo : float
        Fraction of the predicted decrease that must be achieved; in (0, 0.5).
    penalty : float
        First penalty; positive.

    References
    ----------
    Gill, Murray, Saunders, Wright, "Some theoretical properties of an augmented Lagrangian merit function", Technical
    Report SOL 86-6R (1986), for the function, its derivative and the least penalty.  Gill, Murray, Saunders, "SNOPT: an
    SQP algorithm for large-scale constrained optimization", SIAM Review 47 (2005), Section 2, for a penalty that falls.

    Examples
    --------
    >>> run = AugmentedLagrangian().start(Progress(objective=1.0, violation=0.0))
    >>> downhill = Prediction(slope=-1.0, curvature=1.0, violation=0.0)
    >>> run.accepts(Progress(1.0, 0.0), Progress(0.5, 0.0), downhill)
    True
    """

    armijo: float = 1e-4
    penalty: float = 1.0

    def __post_init__(self) -> None:
        real_between("AugmentedLagrangian.armijo", self.armijo, 0, 0.5)
        positive_real("AugmentedLagrangian.penalty", self.penalty)

    def start(self, progress: Progress) -> AugmentedLagrangianRun:
        return AugmentedLagrangianRun(self)


@final
class AugmentedLagrangianRun:
    """The penalty of one solve; it falls slowly, and each time that it rises again it falls less."""

    def __init__(self, settings: AugmentedLagrangian) -> None:
        self._settings = settings
        self._penalty = settings.penalty
        self._damping = 1.0

    def accepts(self, current: Progress, trial: Progress, predicted: Prediction) -> bool:
        armijo, length = self._settings.armijo, predicted.length
        if current.rows is None or trial.rows is None or predicted.estimates is None:
            allowed = rounding(current.objective) - armijo * predicted.decrease
            return predicted.slope < 0.0 and trial.objective - current.objective <= allowed
        penalty = self._needed(current.rows, predicted, predicted.estimates)
        slope = _slope(current.rows, predicted, predicted.estimates, penalty)
        if slope >= 0.0:
            return False
        before = _priced(current.rows, predicted.estimates.y, penalty)
        after = _priced(trial.rows, predicted.estimates.at(length), penalty)
        change = trial.objective - current.objective + after - before
        return change <= armijo * length * slope + rounding(current.objective, before)

    def record(self, current: Progress, trial: Progress, predicted: Prediction) -> None:
        if current.rows is None or predicted.estimates is None:
            return
        penalty = self._needed(current.rows, predicted, predicted.estimates)
        if penalty != self._penalty:
            self._damping *= 2.0
        self._penalty = penalty

    def shortest(self, current: Progress, predicted: Prediction) -> float:
        return 1e-10

    def block(self, current: Progress) -> None:
        """A merit function remembers no points."""

    def acceptable(self, trial: Progress) -> bool:
        return True

    def memory(self) -> Memory:
        return {"penalty": np.array([self._penalty, self._damping])}

    def recall(self, memory: Memory) -> None:
        self._penalty, self._damping = memory["penalty"].tolist()

    def _needed(self, rows: Rows, predicted: Prediction, estimates: Estimates) -> float:
        """A penalty for which the derivative along the step is negative enough, if there is one."""
        target = -0.5 * max(0.0, predicted.curvature)
        least = self._settings.penalty
        for _ in range(_RAISES):
            r = _residual(rows, estimates.y, least)
            if _slope(rows, predicted, estimates, least) <= target - _KEPT * least * float(r @ r):
                break
            least *= 2.0
        if least >= self._penalty:
            return least
        fallen = (self._penalty * (self._damping + least)) ** 0.5
        return max(least, fallen) if self._penalty >= 4.0 * (self._damping + least) else self._penalty


def _residual(rows: Rows, y: Vector, penalty: float) -> Vector:
    """r = c - s with the best slacks s."""
    return rows.values - rows.bounds.project(rows.values + y / penalty)


def _priced(rows: Rows, y: Vector, penalty: float) -> float:
    """y'r + penalty/2 |r|^2."""
    r = _residual(rows, y, penalty)
    return float(y @ r + 0.5 * penalty * (r @ r))


def _slope(rows: Rows, predicted: Prediction, estimates: Estimates, penalty: float) -> float:
    """Derivative of M where the step begins: g'd - (y - p)'r - penalty |r|^2, p being the change of the multipliers.

    The linearised rows take r to 0; where the subproblem was relaxed, what it leaves is priced as badly as it can be.
    """
    r = _residual(rows, estimates.y, penalty)
    left = predicted.violation * (norm_inf(estimates.y) + penalty * norm_inf(r)) if predicted.violation else 0.0
    return predicted.slope + float((estimates.step - estimates.y) @ r - penalty * (r @ r)) + left
