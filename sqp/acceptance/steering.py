"""The l1 merit function with a penalty that is steered by what the model can remove of the violation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

from sqp.acceptance.merit import L1MeritRun, least_penalty
from sqp.acceptance.progress import Prediction, Progress
from sqp.settings import positive_real, real_above, real_between, whole_number


@final
@dataclass(frozen=True, kw_only=True)
class SteeredMerit:
    """Sufficient decrease of f + penalty * violation, the penalty being as small as the progress to feasibility allows.

    The subproblem removes as much of the linearised violation as can be removed, whatever the penalty; the penalty
    only has to make sure that the model of the merit function falls by a fixed fraction of what that is worth.
    Multipliers have no say, so that very large ones far from the solution do no harm.

    Parameters
    ----------
    armijo : float
        Fraction of the predicted decrease that must be achieved; in (0, 0.5).
    penalty : float
        First penalty; positive.
    fraction : float
        Fraction of penalty * (best possible reduction of the linearised violation) by which the model of the merit
        function must fall; in (0, 1).
    margin : float
        When the penalty must rise it rises to this times what is needed, so that it seldom has to; more than 1.
    memory : int
        How many of the latest iterates a trial point is compared with, as in
        :class:`~sqp.acceptance.merit.L1Merit`.

    References
    ----------
    Byrd, Nocedal, Waltz, "Steering exact penalty methods for nonlinear programming", Optim. Methods Softw. 23 (2008):
    their first condition, on the linearised violation, holds by construction, and the second one sets the penalty.

    Examples
    --------
    >>> run = SteeredMerit().start(Progress(objective=1.0, violation=1.0))
    >>> uphill = Prediction(slope=3.0, curvature=0.0, violation=0.0, multipliers=1e6)
    >>> run.accepts(Progress(1.0, 1.0), Progress(4.0, 0.0), uphill)
    True
    """

    armijo: float = 1e-4
    penalty: float = 1.0
    fraction: float = 0.1
    margin: float = 2.0
    memory: int = 1

    def __post_init__(self) -> None:
        real_between("SteeredMerit.armijo", self.armijo, 0, 0.5)
        positive_real("SteeredMerit.penalty", self.penalty)
        real_between("SteeredMerit.fraction", self.fraction, 0, 1)
        real_above("SteeredMerit.margin", self.margin, 1)
        whole_number("SteeredMerit.memory", self.memory, least=1)

    def start(self, progress: Progress) -> L1MeritRun:
        return L1MeritRun(self.armijo, self.memory, self.penalty, self._needed)

    def _needed(self, penalty: float, current: Progress, predicted: Prediction) -> float:
        least = least_penalty(current, predicted, self.fraction)
        return penalty if least <= penalty else self.margin * least
