"""Two half-planes that face away from each other.

    minimise    x² + y²
    subject to  x + y >= 2      more
                x + y <= 1      less
                x - y <= 5      harmless
                y >= -3         harmless too, a bound

The sum of x and y cannot be at least 2 and at most 1.  ``more`` and ``less`` are the only smallest conflict.

Source: constructed; the plainest contradiction there is, beside constraints that have nothing to do with it.
"""

from __future__ import annotations

import math

import sqp
from sqp.algorithm.stop import PointKind
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case
from sqp_problems.diagnosis import INFEASIBLE, Diagnosis, culprits


def build() -> sqp.Model:
    m = sqp.Model("opposite half-planes")
    x, y = m.variable("x", start=3), m.variable("y", lower=-3, start=3)
    m.minimize(x**2 + y**2)
    m.subject_to(x - y <= 5, name="harmless")
    m.subject_to(x + y >= 2, name="more")
    m.subject_to(x + y <= 1, name="less")
    return m


CASE = Case(
    name="opposite_halfplanes",
    build=build,
    optimum=math.nan,
    start_objective=18.0,
    solutions=(),
    classification="QLR2-AN-2-3",
    source="constructed",
    tags=frozenset({"infeasible", "inequality", "linear"}),
    expected=PointKind.INFEASIBLE_STATIONARY,
    diagnosis=Diagnosis(INFEASIBLE, culprits(Trouble.CONFLICT, {"more", "less"})),
)
