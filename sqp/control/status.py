"""How a step of a controller or estimator went."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Status(Enum):
    """The value is the sentence for the user: what happened, and what the returned control is."""

    SOLVED = "The program was solved; the control is the first of the new plan."
    CONVERGED = "The iterations converged; the control is the first of the new plan."
    BUDGET = "All iterations were used before convergence; the control is the first of the last plan."
    SOFTENED = (
        "No control meets all constraints from this state, so they were violated as little as possible; check the "
        "measurement, or make the constraints soft with weights of your own."
    )
    DEADLINE = "Time ran out; the control is from the best plan so far."
    NOT_FINITE = (
        "The measurement or a parameter is NaN or infinite; the control is that of the plan for this time, made from "
        "earlier measurements."
    )
    MODEL_FAILED = (
        "The model has no finite values near the plan; the control is that of the plan for this time.  Check the "
        "domain of its functions, or bound the states."
    )
    QP_FAILED = "The quadratic program was not solved; the control is that of the plan for this time."

    @property
    def is_fresh(self) -> bool:
        """Whether the control answers to this measurement; otherwise it comes from the plan made before."""
        return self in _FRESH


_FRESH = (Status.SOLVED, Status.CONVERGED, Status.BUDGET, Status.SOFTENED)


@dataclass(frozen=True, eq=False)
class StepReport:
    """One step of a controller or an estimator.

    Attributes
    ----------
    status : Status
    iterations : int
        Linearisations of which a program was solved.
    qp_iterations : int
        Changes of working sets, in all programs together.
    value : float
        The cost of the plan at the last linearisation, without slacks.
    gap : float
        Largest difference F_k - x_{k+1} there.
    prepare, feedback, total : float
        Seconds.

    Examples
    --------
    >>> import numpy as np
    >>> StepReport(Status.SOLVED).status.is_fresh
    True
    """

    status: Status
    iterations: int = 0
    qp_iterations: int = 0
    value: float = float("nan")
    gap: float = float("nan")
    prepare: float = 0.0
    feedback: float = 0.0

    @property
    def total(self) -> float:
        return self.prepare + self.feedback

    @property
    def message(self) -> str:
        """What happened, in a sentence."""
        return self.status.value
