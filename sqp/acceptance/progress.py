"""The two scalars that every acceptance test compares, and what the model predicts for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Progress:
    """Objective and (l1) violation at a point.

    Examples
    --------
    >>> Progress(objective=1.0, violation=0.5).violation
    0.5
    """

    objective: float
    violation: float


@dataclass(frozen=True)
class Prediction:
    """What the quadratic model says of a step of a given ``length`` along a direction d.

    Attributes
    ----------
    slope : float
        g'd, the derivative of the objective along d.
    curvature : float
        d'Hd with the Hessian of the subproblem.
    violation : float
        l1 violation of the linearised constraints after the full step; 0 unless the subproblem was relaxed.
    length : float
        In (0, 1].
    multipliers : float
        Largest multiplier of the subproblem; a penalty must exceed it.

    Examples
    --------
    >>> Prediction(slope=-2.0, curvature=1.0, violation=0.0).at(0.5).decrease
    1.0
    """

    slope: float
    curvature: float
    violation: float
    length: float = 1.0
    multipliers: float = 0.0

    def at(self, length: float) -> Prediction:
        """The same direction with another length."""
        return Prediction(self.slope, self.curvature, self.violation, length, self.multipliers)

    def shortened(self, factor: float) -> Prediction:
        """The prediction of ``factor`` times the direction, in (0, 1]."""
        return Prediction(factor * self.slope, factor**2 * self.curvature, self.violation, 1.0, self.multipliers)

    @property
    def decrease(self) -> float:
        """Decrease of the objective that the linear model predicts, -length g'd."""
        return -self.length * self.slope


class AcceptanceRun(Protocol):
    """Judges the trial points of one solve."""

    def accepts(self, current: Progress, trial: Progress, predicted: Prediction) -> bool:
        """Whether the trial point is good enough; does not change the state."""
        ...

    def record(self, current: Progress, trial: Progress, predicted: Prediction) -> None:
        """The trial point was accepted: remember what that implies."""
        ...

    def shortest(self, current: Progress, predicted: Prediction) -> float:
        """Step length below which a line search should stop trying; in (0, 1)."""
        ...

    def block(self, current: Progress) -> None:
        """Never return to points like ``current`` (before a restoration phase)."""
        ...

    def acceptable(self, trial: Progress) -> bool:
        """Whether a point that comes from elsewhere (a restoration phase) may become the iterate."""
        ...


class Acceptance(Protocol):
    """Settings of an acceptance test."""

    def start(self, progress: Progress) -> AcceptanceRun:
        """Begin a solve at a point with this progress."""
        ...
