"""How a run ends, and the best that it met on its way."""

from __future__ import annotations

from dataclasses import dataclass

from sqp.algorithm.iterate import Iterate
from sqp.algorithm.record import Residuals
from sqp.algorithm.state import SolverState
from sqp.algorithm.stop import StopReason
from sqp.arrays import Matrix, Vector
from sqp.linalg.operators import SymmetricOperator

#: For how many iterations nothing must have become better before rounding is blamed.
_SETTLED = 3


@dataclass(eq=False)
class Outcome:
    """Where a run ended, in the units that it worked in.

    After ``LOCALLY_INFEASIBLE`` the multipliers of the iterate are those of the violation, and certify it.  After
    ``UNBOUNDED`` the objective falls along ``ray`` for ever, if a straight one is known.  ``refuted`` says that the
    violation of an infeasible point is no evidence of infeasibility, whatever its multipliers certify.
    """

    iterate: Iterate
    stop: StopReason
    residuals: Residuals
    failure: str = ""
    state: SolverState | None = None
    ray: Vector | None = None
    refuted: bool = False


@dataclass(frozen=True, eq=False)
class Ending:
    """A reason to stop, and the iterate to stop at; ``refuted`` as in :class:`Outcome`."""

    iterate: Iterate
    stop: StopReason
    refuted: bool = False


class Best:
    """The best iterates of a run so far, in two senses.

    Parameters
    ----------
    iterate : Iterate
        The first one.
    residuals : Residuals
        Its residuals.
    acceptable : float
        Residuals up to which points count as optimal and as feasible.

    Attributes
    ----------
    iterate, residuals
        With the smallest KKT residual.
    age : int
        For how many iterations it has been the best.
    leading : Iterate
        What a user wants who cannot wait any longer: nearly optimal, else feasible with the least objective, else with
        the least violation.
    """

    def __init__(self, iterate: Iterate, residuals: Residuals, acceptable: float) -> None:
        self.iterate = self.leading = iterate
        self.residuals = residuals
        self.age = 0
        self._acceptable = acceptable
        self._rank = self._ranked(iterate, residuals)

    def offer(self, iterate: Iterate, residuals: Residuals) -> None:
        self.age += 1
        if residuals.worst < 0.9 * self.residuals.worst:
            self.age = 0
        if residuals.worst < self.residuals.worst:
            self.iterate, self.residuals = iterate, residuals
        self.lead(iterate, residuals)

    def is_unsurpassed(self, iterate: Iterate, hess: Matrix | SymmetricOperator, residuals: Residuals) -> bool:
        """Whether the best one is nearly optimal and rounding keeps those that followed it from being better."""
        if self.age < _SETTLED:
            return False
        nearly = max(self.residuals.worst, residuals.feasibility, residuals.complementarity) <= self._acceptable
        return nearly and iterate.is_stationary_to_rounding(hess)

    def lead(self, iterate: Iterate, residuals: Residuals) -> None:
        """Let an iterate lead if it is as good as the leading one."""
        rank = self._ranked(iterate, residuals)
        if rank >= self._rank:
            self.leading, self._rank = iterate, rank

    def _ranked(self, iterate: Iterate, residuals: Residuals) -> tuple[bool, bool, float]:
        if residuals.worst <= self._acceptable:
            return True, True, -residuals.worst
        if residuals.feasibility <= self._acceptable:
            return False, True, -iterate.f
        return False, False, -residuals.violation
