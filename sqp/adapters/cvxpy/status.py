"""What CVXPY is told about a point."""

from __future__ import annotations

from sqp.algorithm.result import Result
from sqp.algorithm.stop import PointKind, StopReason

_BY_POINT = {
    PointKind.KKT: "optimal",
    PointKind.KKT_ACCEPTABLE: "optimal_inaccurate",
    PointKind.FRITZ_JOHN: "optimal_inaccurate",
    PointKind.INFEASIBLE_STATIONARY: "infeasible",
    PointKind.UNBOUNDED: "unbounded",
    PointKind.FEASIBLE: "user_limit",
}


def status(result: Result) -> str:
    """CVXPY's word for what the returned point is.

    ``user_limit`` means that the values are there but are not optimal.  Where the point alone says nothing but that the
    constraints do not hold, a proof that they contradict each other gives ``infeasible``, a limit ``user_limit``, and
    anything else ``solver_error``.  Of a nonconvex problem, ``infeasible`` says that the violation has a local minimum.

    Examples
    --------
    >>> import sqp
    >>> m = sqp.Model()
    >>> x = m.variable("x")
    >>> m.minimize(x**2)
    >>> status(m.solve())
    'optimal'
    """
    if result.point in _BY_POINT:
        return _BY_POINT[result.point]
    if result.stop is StopReason.INFEASIBLE:
        return "infeasible"
    return "user_limit" if result.stop.is_early and result.point is PointKind.INFEASIBLE else "solver_error"
