"""What Pyomo is told about an answer."""

# pyright: reportMissingImports=false, reportMissingTypeStubs=false, reportUnknownVariableType=false
from __future__ import annotations

from typing import Any

from pyomo.contrib.solver.common.results import SolutionStatus, TerminationCondition

from sqp.adapters.ampl.codes import SolveCode
from sqp.algorithm.result import Result
from sqp.algorithm.stop import PointKind

_CONDITION: dict[SolveCode, Any] = {
    SolveCode.SOLVED: TerminationCondition.convergenceCriteriaSatisfied,
    SolveCode.ACCEPTABLE: TerminationCondition.convergenceCriteriaSatisfied,
    SolveCode.LOCALLY_INFEASIBLE: TerminationCondition.locallyInfeasible,
    SolveCode.INFEASIBLE: TerminationCondition.provenInfeasible,
    SolveCode.UNBOUNDED: TerminationCondition.unbounded,
    SolveCode.ITERATION_LIMIT: TerminationCondition.iterationLimit,
    SolveCode.EVALUATION_LIMIT: TerminationCondition.iterationLimit,
    SolveCode.TIME_LIMIT: TerminationCondition.maxTimeLimit,
    SolveCode.INTERRUPTED: TerminationCondition.interrupted,
    SolveCode.FRITZ_JOHN: TerminationCondition.minStepLength,
    SolveCode.NO_PROGRESS: TerminationCondition.minStepLength,
    SolveCode.STILL_VIOLATED: TerminationCondition.minStepLength,
    SolveCode.NOT_EVALUABLE: TerminationCondition.error,
    SolveCode.SUBPROBLEM_FAILED: TerminationCondition.error,
}
_FEASIBLE = (PointKind.FRITZ_JOHN, PointKind.FEASIBLE, PointKind.UNBOUNDED)


def condition(code: SolveCode) -> Any:
    """Pyomo's word for the end of the solve.

    >>> condition(SolveCode.TIME_LIMIT).name
    'maxTimeLimit'
    """
    return _CONDITION[code]


def solution_status(result: Result) -> Any:
    """Pyomo's word for the point."""
    if result.success:
        return SolutionStatus.optimal
    if result.point in _FEASIBLE:
        return SolutionStatus.feasible
    return SolutionStatus.unknown if result.point is PointKind.UNKNOWN else SolutionStatus.infeasible
