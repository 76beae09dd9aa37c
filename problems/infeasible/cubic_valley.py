"""An equation whose only root lies outside the bounds, and whose residual has a minimum inside.

    minimise    (x - 4)² + (y - x)²
    subject to  x³ - 3x + 3 = 0        cubic
                x + y <= 9             harmless
                0 <= x <= 5

The cubic has its only real root at -2.1038; on the bounds it is at least 1, at x = 1.  There its derivative is zero:
the violation is stationary because the Jacobian is singular, not because two constraints pull against each other.

Source: constructed; the local minimum of |c| at which Newton's method for c = 0 is lost.
"""

from __future__ import annotations

import math

import sqp
from sqp.algorithm.stop import PointKind
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case
from sqp_problems.diagnosis import INFEASIBLE, Diagnosis, culprits


def build() -> sqp.Model:
    m = sqp.Model("cubic valley")
    x, y = m.variable("x", lower=0, upper=5, start=4), m.variable("y", start=0)
    m.minimize((x - 4) ** 2 + (y - x) ** 2)
    m.subject_to(x**3 - 3 * x + 3 == 0, name="cubic")
    m.subject_to(x + y <= 9, name="harmless")
    return m


CASE = Case(
    name="cubic_valley",
    build=build,
    optimum=math.nan,
    start_objective=16.0,
    solutions=(),
    classification="QOR2-AN-2-2",
    source="constructed",
    tags=frozenset({"infeasible", "equality", "inequality", "bounds", "nonconvex"}),
    expected=PointKind.INFEASIBLE_STATIONARY,
    diagnosis=Diagnosis(INFEASIBLE, culprits(Trouble.CONFLICT, {"cubic"})),
)
