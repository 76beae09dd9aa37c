"""When a problem counts as infeasible: what one run cannot prove, two that agree make likely enough to stop."""

from __future__ import annotations

from typing import final

import numpy as np

from sqp.algorithm.outcome import Outcome
from sqp.algorithm.stop import StopReason
from sqp.model.problem import HasLinearRows, Problem, provides

#: Relative difference of violations that counts as none.
_SAME = 1e-4
#: Multipliers of a violation, whose largest is one, up to this size have no part in it.
_NO_PART = 1e-6
PROOF = "the constraints that conflict are linear: their multipliers prove that no point satisfies all of them"


@final
class InfeasibilityEvidence:
    """The certified violations that the attempts at one problem ended with.

    Parameters
    ----------
    problem : Problem
        Whether its constraints are linear is what matters.
    """

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._violations: list[float] = []
        self.proven = False

    def add(self, outcome: Outcome) -> None:
        """Take the end of an attempt into account, if it is a certified violation."""
        if outcome.stop is StopReason.LOCALLY_INFEASIBLE:
            self._violations.append(outcome.iterate.violation)
            self.proven = self.proven or self._is_proof(outcome)

    @property
    def exists(self) -> bool:
        return bool(self._violations)

    @property
    def suffices(self) -> bool:
        """Whether another attempt is not worth it: a proof by Farkas' lemma, or the least violation was found twice."""
        least = min(self._violations, default=np.inf)
        return self.proven or sum(v <= (1.0 + _SAME) * least for v in self._violations) > 1

    def _is_proof(self, outcome: Outcome) -> bool:
        """Whether only linear constraints have a part: J'y + z = 0 then holds everywhere, not only at this point."""
        if not provides(self._problem, HasLinearRows):
            return False
        y = np.abs(outcome.iterate.y)
        return bool(self._problem.linear_constraints[y > _NO_PART * y.max()].all())
