"""Two discs that do not meet.

    minimise    y
    subject to  x² + y² <= 1               west
                (x - 3)² + y² <= 1         east
                y <= x                      harmless

The discs are convex and one unit apart.  The sum of the violations is least on the line between the centres.

Source: constructed; convex, so that the infeasibility is global.
"""

from __future__ import annotations

import math

import sqp
from sqp.algorithm.stop import PointKind
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case
from sqp_problems.diagnosis import INFEASIBLE, Diagnosis, culprits


def build() -> sqp.Model:
    m = sqp.Model("disjoint discs")
    x, y = m.variable("x", start=1), m.variable("y", start=2)
    m.minimize(y)
    m.subject_to(x**2 + y**2 <= 1, name="west")
    m.subject_to((x - 3) ** 2 + y**2 <= 1, name="east")
    m.subject_to(y <= x, name="harmless")
    return m


CASE = Case(
    name="disjoint_discs",
    build=build,
    optimum=math.nan,
    start_objective=2.0,
    solutions=(),
    classification="LQR2-AN-2-3",
    source="constructed",
    tags=frozenset({"infeasible", "inequality", "quadratic"}),
    expected=PointKind.INFEASIBLE_STATIONARY,
    diagnosis=Diagnosis(INFEASIBLE, culprits(Trouble.CONFLICT, {"west", "east"})),
)
