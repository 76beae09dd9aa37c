"""What every acceptance test compares, and what the model predicts for it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Protocol

from sqp.arrays import Vector
from sqp.bounds import Bounds

_EPS = 2.2e-16


@dataclass(frozen=True, eq=False)
class Rows:
    """The constraints one by one, for a test that gives each its own price.

    Attributes
    ----------
    values : (m,)
        c(x).
    bounds : Bounds
        cl and cu.

    Examples
    --------
    >>> import numpy as np
    >>> Rows(np.array([3.0]), Bounds([0.0], [2.0])).values
    array([3.])
    """

    values: Vector
    bounds: Bounds


@dataclass(frozen=True, eq=False)
class Estimates:
    """Multipliers of the constraints at the iterate, and how a full step changes them.

    Examples
    --------
    >>> import numpy as np
    >>> Estimates(np.array([1.0]), np.array([0.5])).at(0.5)
    array([1.25])
    """

    y: Vector
    step: Vector

    def at(self, length: float) -> Vector:
        """(m,) the estimates after a step of this length; they move with the variables."""
        return self.y + length * self.step


@dataclass(frozen=True)
class Progress:
    """Objective and (l1) violation at a point; and the constraints that the violation sums up, if there are any.

    Examples
    --------
    >>> Progress(objective=1.0, violation=0.5).violation
    0.5
    """

    objective: float
    violation: float
    rows: Rows | None = field(default=None, compare=False, repr=False)


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
        l1 violation of the linearised constraints after the full step: the least possible one, which is 0 unless the
        subproblem was relaxed.
    length : float
        In (0, 1].
    multipliers : float
        Largest multiplier of the subproblem; a penalty must exceed it.
    estimates : Estimates, optional
        The multipliers one by one, if there are constraints.

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
    estimates: Estimates | None = field(default=None, compare=False, repr=False)

    def at(self, length: float) -> Prediction:
        """The same direction with another length."""
        return self if length == self.length else replace(self, length=length)

    def shortened(self, factor: float) -> Prediction:
        """The prediction of ``factor`` times the direction, in (0, 1]."""
        return replace(self, slope=factor * self.slope, curvature=factor**2 * self.curvature, length=1.0)

    @property
    def decrease(self) -> float:
        """Decrease of the objective that the linear model predicts, -length g'd."""
        return -self.length * self.slope


def rounding(*terms: float) -> float:
    """Size of the rounding error of a sum of terms: differences below it say nothing.

    >>> rounding(1.0) < 1e-14
    True
    """
    return 10.0 * _EPS * sum(map(abs, terms))


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
