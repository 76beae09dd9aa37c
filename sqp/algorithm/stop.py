"""How a run ended and what its point is: two separate questions, two enumerations.

Each member's value is the sentence shown to the user; it says what to try next.
"""

from __future__ import annotations

from enum import Enum


class StopReason(Enum):
    """Why the run ended.  Says nothing about the point: that is :class:`PointKind`."""

    CONVERGED = "The optimality conditions hold to the requested tolerance."
    LOCALLY_INFEASIBLE = (
        "The violation of the constraints cannot be reduced from here: try another start, or look "
        "at result.least_violation and at the multipliers, which are largest for the constraints that conflict."
    )
    INFEASIBLE = "The constraints contradict each other at every point: correct the bounds that the message names."
    UNBOUNDED = "The objective falls without limit along feasible points: a constraint or bound is missing."
    SMALL_STEP = (
        "No step improves the point any further at this precision: loosen the tolerance, check the derivatives "
        "against finite differences, or scale badly scaled variables and constraints."
    )
    STALLED = (
        "The residuals did not improve for many iterations: start elsewhere, or scale badly scaled variables and "
        "constraints."
    )
    ITERATION_LIMIT = "The limit on iterations was reached: raise Limits.iterations or start closer."
    EVALUATION_LIMIT = "The limit on function evaluations was reached: raise Limits.evaluations."
    TIME_LIMIT = "The time limit was reached: raise Limits.seconds."
    EVALUATION_FAILED = (
        "The functions could not be evaluated at the start or near the iterate: the message names the function; "
        "add bounds that keep the variables inside the domain, or start elsewhere."
    )
    SUBPROBLEM_FAILED = (
        "No quadratic subproblem could be solved at this point: try another QP backend or scale the problem."
    )
    STOPPED_BY_CALLBACK = "The callback asked to stop."
    RAISED = "An exception of the callback or of a user's function ended the solve; this is the best point so far."
    INTERRUPTED = "Interrupted from the keyboard; the best point so far is returned."

    @property
    def is_limit(self) -> bool:
        """Whether a bound on iterations, evaluations or time ended the run.

        >>> StopReason.TIME_LIMIT.is_limit, StopReason.INTERRUPTED.is_limit
        (True, False)
        """
        return self in (StopReason.ITERATION_LIMIT, StopReason.EVALUATION_LIMIT, StopReason.TIME_LIMIT)

    @property
    def is_early(self) -> bool:
        """Whether a limit or the user ended the run before it came to an end of its own."""
        return self.is_limit or self in (StopReason.STOPPED_BY_CALLBACK, StopReason.INTERRUPTED)


class PointKind(Enum):
    """What the returned point is, computed from its residuals alone."""

    KKT = "A Karush-Kuhn-Tucker point: feasible, stationary and complementary to the requested tolerance."
    KKT_ACCEPTABLE = (
        "Nearly a Karush-Kuhn-Tucker point: the residuals meet the acceptable tolerance, not the requested one."
    )
    FRITZ_JOHN = (
        "Feasible, and stationary only without the objective (Fritz John): the active constraints are degenerate "
        "here, multipliers do not exist or are unbounded; reformulate the constraints that touch."
    )
    INFEASIBLE_STATIONARY = (
        "A stationary point of the constraint violation that is not feasible: the constraints conflict near here."
    )
    UNBOUNDED = "Feasible, and the objective falls on from there along feasible points as far as it was followed."
    FEASIBLE = "Feasible but not optimal."
    INFEASIBLE = "Neither feasible nor a stationary point of the violation."
    UNKNOWN = "The functions could not be evaluated here."
