"""The numbers that AMPL calls ``solve_result_num``: the point decides, and how the run ended only where it does not.

AMPL and its kin read the hundreds alone: 0 solved, 100 solved perhaps, 200 infeasible, 300 unbounded, 400 a limit,
500 a failure.  Inside them the numbers are those of IPOPT where it has one.
"""

from __future__ import annotations

from enum import IntEnum

from sqp.algorithm.result import Result
from sqp.algorithm.stop import PointKind, StopReason


class SolveCode(IntEnum):
    """What the answer file says about the solve.

    Examples
    --------
    >>> SolveCode.ITERATION_LIMIT.value // 100 * 100
    400
    """

    SOLVED = 0
    ACCEPTABLE = 1
    FRITZ_JOHN = 100
    LOCALLY_INFEASIBLE = 200
    INFEASIBLE = 201
    UNBOUNDED = 300
    ITERATION_LIMIT = 400
    TIME_LIMIT = 402
    INTERRUPTED = 403
    EVALUATION_LIMIT = 404
    NO_PROGRESS = 500
    STILL_VIOLATED = 501
    SUBPROBLEM_FAILED = 502
    BAD_MODEL = 504
    BAD_OPTION = 505
    NOT_EVALUABLE = 550
    UNEXPECTED = 599


_OF_POINT = {
    PointKind.KKT: SolveCode.SOLVED,
    PointKind.KKT_ACCEPTABLE: SolveCode.ACCEPTABLE,
    PointKind.FRITZ_JOHN: SolveCode.FRITZ_JOHN,
    PointKind.UNBOUNDED: SolveCode.UNBOUNDED,
    PointKind.INFEASIBLE_STATIONARY: SolveCode.LOCALLY_INFEASIBLE,
}
_OF_STOP = {
    StopReason.INFEASIBLE: SolveCode.INFEASIBLE,
    StopReason.ITERATION_LIMIT: SolveCode.ITERATION_LIMIT,
    StopReason.EVALUATION_LIMIT: SolveCode.EVALUATION_LIMIT,
    StopReason.TIME_LIMIT: SolveCode.TIME_LIMIT,
    StopReason.STOPPED_BY_CALLBACK: SolveCode.INTERRUPTED,
    StopReason.INTERRUPTED: SolveCode.INTERRUPTED,
    StopReason.EVALUATION_FAILED: SolveCode.NOT_EVALUABLE,
    StopReason.SUBPROBLEM_FAILED: SolveCode.SUBPROBLEM_FAILED,
}


def solve_code(result: Result) -> SolveCode:
    """The code that a result deserves.

    Contradicting constraints are proved by how the run ended, which may say more than the point does.
    """
    if result.stop is StopReason.INFEASIBLE and not result.success:
        return SolveCode.INFEASIBLE
    by_point = _OF_POINT.get(result.point)
    if by_point is not None:
        return by_point
    otherwise = {PointKind.INFEASIBLE: SolveCode.STILL_VIOLATED, PointKind.UNKNOWN: SolveCode.NOT_EVALUABLE}
    return _OF_STOP.get(result.stop, otherwise.get(result.point, SolveCode.NO_PROGRESS))
