"""When a problem counts as infeasible: what one run cannot prove, two that agree make likely enough to stop."""

from __future__ import annotations

from typing import final

import numpy as np

from sqp.algorithm.far import is_far
from sqp.algorithm.incumbents import Incumbents
from sqp.algorithm.iterate import Iterate
from sqp.algorithm.local_minimum import in_conflict
from sqp.algorithm.outcome import Outcome
from sqp.algorithm.stop import StopReason
from sqp.arrays import Vector, norm_inf
from sqp.model.problem import HasLinearRows, Problem, provides

#: Relative difference of violations that counts as none.
_SAME = 1e-4
#: Relative difference of violations that rounding and tolerances do not explain.
_LESS = 1e-6
#: The same where gradients vanish: an error in the point has no part of first order in the violation there.
_LESS_WHERE_FLAT = 1e-8
PROOF = "the constraints that conflict are linear: their multipliers prove that no point satisfies all of them"


@final
class InfeasibilityEvidence:
    """The certified violations that the attempts at one problem ended with, and what speaks against them.

    Parameters
    ----------
    problem : Problem
        Whether its constraints are linear is what matters.
    start : (n,)
        Where the first attempt starts, in the solver's units.
    negligible : float
        Largest entry of a gradient that counts as vanished.
    """

    def __init__(self, problem: Problem, start: Vector, negligible: float) -> None:
        self._problem = problem
        self._start = start
        self._negligible = negligible
        self._violations: list[float] = []
        self._least = np.inf
        self._refuted = False
        self._proven = False

    def know(self, incumbents: Incumbents) -> None:
        """Take the least violation that a run met into account."""
        self._least = min(self._least, incumbents.least_violation)

    def add(self, outcome: Outcome) -> None:
        """Take the end of an attempt into account, if it is a certified violation."""
        if outcome.stop is StopReason.LOCALLY_INFEASIBLE:
            self._violations.append(outcome.iterate.violation)
            self._proven = self._proven or self._is_proof(outcome)

    def refutes(self, iterate: Iterate) -> bool:
        """Whether an infeasible point is no evidence, although its multipliers seem to certify its violation.

        A point with clearly less is known, or the gradients of the rows in conflict have merely vanished far out.
        """
        if self._is_beaten(iterate.violation):
            return True
        part = in_conflict(iterate.y).astype(np.float64)
        if norm_inf(abs(iterate.jac).T @ part) > self._negligible:
            return False
        return is_far(self._start, iterate.x) or self._is_beaten(iterate.violation, _LESS_WHERE_FLAT)

    def refute(self) -> None:
        """An attempt ended with what :meth:`refutes` says is no evidence."""
        self._refuted = True

    @property
    def suspected(self) -> bool:
        """Whether any attempt took the problem for infeasible, rightly or not."""
        return self._refuted or bool(self._violations)

    @property
    def proven(self) -> bool:
        """Whether there is a proof by Farkas' lemma."""
        return self._proven

    @property
    def suffices(self) -> bool:
        """Whether another attempt is not worth it: there is a proof, or the least violation was found twice."""
        least = min(self._violations, default=np.inf)
        twice = sum(v <= (1.0 + _SAME) * least for v in self._violations) > 1
        return self._proven or (twice and not self._is_beaten(least))

    def _is_beaten(self, violation: float, less: float = _LESS) -> bool:
        return self._least < (1.0 - less) * violation

    def _is_proof(self, outcome: Outcome) -> bool:
        """Whether only linear constraints have a part: J'y + z = 0 then holds everywhere, not only at this point."""
        if not provides(self._problem, HasLinearRows):
            return False
        return bool(self._problem.linear_constraints[in_conflict(outcome.iterate.y)].all())
