"""The exit codes of the command line.  The point decides, not how the run ended."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqp.algorithm.result import Result


class ExitCode(IntEnum):
    """What the process returns to the shell.

    Examples
    --------
    >>> int(ExitCode.INFEASIBLE)
    3
    """

    OPTIMAL = 0
    UNEXPECTED = 1
    BAD_INPUT = 2
    INFEASIBLE = 3
    UNBOUNDED = 4
    LIMIT = 5
    EVALUATION_FAILED = 6
    NOT_OPTIMAL = 7
    WRONG_DERIVATIVES = 8
    INTERRUPTED = 130


MEANING = {
    ExitCode.OPTIMAL: "the point is a KKT point to the requested or the acceptable tolerance; nothing is wrong",
    ExitCode.UNEXPECTED: "an unexpected error: please report it",
    ExitCode.BAD_INPUT: "the command line or the file is wrong; nothing was solved",
    ExitCode.INFEASIBLE: "the constraints contradict each other: everywhere, or at least near the point",
    ExitCode.UNBOUNDED: "the objective falls without limit",
    ExitCode.LIMIT: "a limit on iterations, evaluations or time was reached before a KKT point",
    ExitCode.EVALUATION_FAILED: "the functions could not be evaluated",
    ExitCode.NOT_OPTIMAL: "any other end short of a KKT point, for instance a Fritz John point",
    ExitCode.WRONG_DERIVATIVES: "sqp check found derivatives that disagree with the functions",
    ExitCode.INTERRUPTED: "interrupted from the keyboard",
}


def exit_code(result: Result) -> ExitCode:
    """The exit code that a result deserves."""
    from sqp.algorithm.stop import PointKind, StopReason

    if result.success:
        return ExitCode.OPTIMAL
    by_point = {
        PointKind.INFEASIBLE_STATIONARY: ExitCode.INFEASIBLE,
        PointKind.UNBOUNDED: ExitCode.UNBOUNDED,
        PointKind.UNKNOWN: ExitCode.EVALUATION_FAILED,
        PointKind.FRITZ_JOHN: ExitCode.NOT_OPTIMAL,
    }
    by_stop = {
        StopReason.INFEASIBLE: ExitCode.INFEASIBLE,
        StopReason.ITERATION_LIMIT: ExitCode.LIMIT,
        StopReason.EVALUATION_LIMIT: ExitCode.LIMIT,
        StopReason.TIME_LIMIT: ExitCode.LIMIT,
        StopReason.EVALUATION_FAILED: ExitCode.EVALUATION_FAILED,
        StopReason.INTERRUPTED: ExitCode.INTERRUPTED,
    }
    return by_point.get(result.point) or by_stop.get(result.stop, ExitCode.NOT_OPTIMAL)
