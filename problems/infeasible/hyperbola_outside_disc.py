"""A hyperbola that stays outside a disc: infeasible only nonlinearly.

    minimise    x - y
    subject to  x² + y² <= 1        disc
                x y >= 1            hyperbola
                x + y >= -4         harmless

On the disc x y is at most 1/2.  Each linearisation at a point with x y > 0 can be satisfied far away; only curvature
shows the conflict.  The sum of the violations is least at x = y = ±1/√2.

Source: constructed.
"""

from __future__ import annotations

import math

import sqp
from sqp.algorithm.stop import PointKind
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case
from sqp_problems.diagnosis import INFEASIBLE, Diagnosis, culprits


def build() -> sqp.Model:
    m = sqp.Model("hyperbola outside disc")
    x, y = m.variable("x", start=2), m.variable("y", start=1)
    m.minimize(x - y)
    m.subject_to(x**2 + y**2 <= 1, name="disc")
    m.subject_to(x * y >= 1, name="hyperbola")
    m.subject_to(x + y >= -4, name="harmless")
    return m


CASE = Case(
    name="hyperbola_outside_disc",
    build=build,
    optimum=math.nan,
    start_objective=1.0,
    solutions=(),
    classification="LQR2-AN-2-3",
    source="constructed",
    tags=frozenset({"infeasible", "inequality", "quadratic", "nonconvex"}),
    expected=PointKind.INFEASIBLE_STATIONARY,
    diagnosis=Diagnosis(INFEASIBLE, culprits(Trouble.CONFLICT, {"disc", "hyperbola"})),
)
