"""What CasADi's ``stats()`` say of a solve."""

from __future__ import annotations

from typing import Any

from sqp.algorithm.result import Result
from sqp.algorithm.stop import PointKind, StopReason


def unified_status(result: Result) -> str:
    """CasADi's word, common to all its solvers, for what the returned point is.

    Examples
    --------
    >>> import casadi as ca
    >>> import sqp
    >>> x = ca.SX.sym("x")
    >>> unified_status(sqp.solve(sqp.CasadiProblem(x, x**2)))
    'SOLVER_RET_SUCCESS'
    """
    if result.success:
        return "SOLVER_RET_SUCCESS"
    if result.point is PointKind.INFEASIBLE_STATIONARY or result.stop is StopReason.INFEASIBLE:
        return "SOLVER_RET_INFEASIBLE"
    if result.point is PointKind.UNKNOWN:
        return "SOLVER_RET_NAN"
    return "SOLVER_RET_LIMITED" if result.stop.is_early else "SOLVER_RET_UNKNOWN"


def stats(result: Result) -> dict[str, Any]:
    """Counts, seconds and the history under the names that CasADi's solvers use; ``result`` is the whole result.

    Examples
    --------
    >>> import casadi as ca
    >>> import sqp
    >>> x = ca.SX.sym("x")
    >>> found = stats(sqp.solve(sqp.CasadiProblem(x, (x - 1) ** 2)))
    >>> found["success"], found["return_status"], found["iter_count"]
    (True, 'KKT', 1)
    """
    counts, seconds, history = result.counts, result.seconds, result.history
    return {
        "success": result.success,
        "return_status": result.point.name,
        "stop_reason": result.stop.name,
        "unified_return_status": unified_status(result),
        "message": result.message,
        "iter_count": counts.iterations,
        "n_call_nlp_f": counts.objective,
        "n_call_nlp_g": counts.constraints,
        "n_call_nlp_grad_f": counts.gradient,
        "n_call_nlp_jac_g": counts.jacobian,
        "n_call_nlp_hess_l": counts.hessian,
        "t_wall_total": seconds.total,
        "t_wall_qp": seconds.qp,
        "iterations": {
            "obj": [record.f for record in history],
            "inf_pr": [record.violation for record in history],
            "inf_du": [record.stationarity for record in history],
        },
        "result": result,
    }
