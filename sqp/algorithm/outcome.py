"""How a run ends, and the best that it met on its way."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqp.algorithm.iterate import Iterate
from sqp.algorithm.record import Residuals
from sqp.algorithm.stop import StopReason
from sqp.arrays import Vector


@dataclass(eq=False)
class Outcome:
    """Where a run ended, in the units that it worked in.

    After ``LOCALLY_INFEASIBLE`` the multipliers of the iterate are those of the violation, and certify it.  After
    ``UNBOUNDED`` the objective falls along ``ray`` for ever, if a straight one is known.
    """

    iterate: Iterate
    stop: StopReason
    residuals: Residuals
    failure: str = ""
    ray: Vector | None = None


@dataclass(frozen=True, eq=False)
class Ending:
    """A reason to stop, and the iterate to stop at."""

    iterate: Iterate
    stop: StopReason


@dataclass(eq=False)
class Best:
    """The iterate with the smallest KKT residual, and for how many iterations it has been the best."""

    iterate: Iterate
    residuals: Residuals
    age: int = field(default=0)

    def offer(self, iterate: Iterate, residuals: Residuals) -> None:
        self.age += 1
        if residuals.worst < 0.9 * self.residuals.worst:
            self.age = 0
        if residuals.worst < self.residuals.worst:
            self.iterate, self.residuals = iterate, residuals
