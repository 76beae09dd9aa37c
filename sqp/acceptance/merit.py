"""The l1 merit function: objective plus penalty times violation."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import final

import numpy as np

from sqp.acceptance.progress import Prediction, Progress, rounding
from sqp.memory import Memory
from sqp.settings import positive_real, real_between, whole_number

PenaltyRule = Callable[[float, Progress, Prediction], float]


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
    memory : int
        How many of the latest iterates a trial point is compared with: it must improve on the worst of them.  1 makes
        every step lower the merit function.

    References
    ----------
    Nocedal, Wright (2006), eqs. (18.27)-(18.36); the penalty rule is (18.36), raised to the largest multiplier.
    Grippo, Lampariello, Lucidi, "A nonmonotone line search technique for Newton's method", SIAM J. Numer. Anal. 23
    (1986), for ``memory``.

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
    memory: int = 1

    def __post_init__(self) -> None:
        real_between("L1Merit.armijo", self.armijo, 0, 0.5)
        positive_real("L1Merit.penalty", self.penalty)
        real_between("L1Merit.weight", self.weight, 0, 1)
        whole_number("L1Merit.memory", self.memory, least=1)

    def start(self, progress: Progress) -> L1MeritRun:
        return L1MeritRun(self.armijo, self.memory, self.penalty, self._needed)

    def _needed(self, penalty: float, current: Progress, predicted: Prediction) -> float:
        """Above the multipliers, so that the merit function is exact; and enough for a descent direction."""
        return max(penalty, 1.1 * predicted.multipliers, least_penalty(current, predicted, self.weight))


def least_penalty(current: Progress, predicted: Prediction, weight: float) -> float:
    """The least penalty for which the model of f + penalty * violation falls by ``weight`` of what feasibility pays.

    Less violation pays the penalty times what it is less; 0 where no violation is removed.  Nocedal, Wright (2006),
    eq. (18.36).
    """
    removed = current.violation - predicted.violation
    if removed <= 0.0:
        return 0.0
    return (predicted.slope + 0.5 * max(0.0, predicted.curvature)) / ((1.0 - weight) * removed)


@final
class L1MeritRun:
    """The penalty and the latest iterates of one solve; the penalty never falls."""

    def __init__(self, armijo: float, memory: int, penalty: float, needed: PenaltyRule) -> None:
        self._armijo = armijo
        self._penalty = penalty
        self._needed = needed
        self._earlier: deque[Progress] = deque(maxlen=memory - 1)

    def accepts(self, current: Progress, trial: Progress, predicted: Prediction) -> bool:
        penalty = self._needed(self._penalty, current, predicted)
        slope = predicted.slope - penalty * (current.violation - predicted.violation)
        if slope >= 0.0:
            return False
        worst = max((_merit(earlier, current, penalty) for earlier in self._earlier), default=0.0)
        noise = rounding(current.objective, penalty * current.violation)
        allowed = -self._armijo * predicted.length * slope - noise - max(0.0, worst)
        return -_merit(trial, current, penalty) >= allowed

    def record(self, current: Progress, trial: Progress, predicted: Prediction) -> None:
        self._penalty = self._needed(self._penalty, current, predicted)
        self._earlier.append(current)

    def shortest(self, current: Progress, predicted: Prediction) -> float:
        return 1e-10

    def block(self, current: Progress) -> None:
        """Points before a restoration phase are no measure for those after it."""
        self._earlier.clear()

    def acceptable(self, trial: Progress) -> bool:
        return True

    def memory(self) -> Memory:
        earlier = [(point.objective, point.violation) for point in self._earlier]
        return {"penalty": np.array(self._penalty), "earlier": np.array(earlier).reshape(-1, 2)}

    def recall(self, memory: Memory) -> None:
        self._penalty = float(memory["penalty"])
        self._earlier.extend(Progress(*point) for point in memory["earlier"].tolist())


def _merit(point: Progress, origin: Progress, penalty: float) -> float:
    """The merit function relative to its value at ``origin``."""
    return point.objective - origin.objective + penalty * (point.violation - origin.violation)
