"""Bounded below along every straight line, unbounded along a parabola.

    minimise    (y - x²/100)² - x³

On a line that is not vertical the quartic wins, on a vertical one the square.  On y = x²/100 the objective is -x³.

Source: constructed; no ray shows that the problem is unbounded.
"""

from __future__ import annotations

import math

import sqp
from sqp.algorithm.stop import PointKind, StopReason
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case
from sqp_problems.diagnosis import Diagnosis, culprits


def build() -> sqp.Model:
    m = sqp.Model("curved valley")
    x, y = m.variable("x", start=1), m.variable("y", start=2)
    m.minimize((y - x**2 / 100) ** 2 - x**3)
    return m


CASE = Case(
    name="curved_valley",
    build=build,
    optimum=-math.inf,
    start_objective=2.9601,
    solutions=(),
    classification="OUR2-AN-2-0",
    source="constructed",
    tags=frozenset({"unbounded", "unconstrained", "nonconvex"}),
    expected=PointKind.UNBOUNDED,
    diagnosis=Diagnosis((StopReason.UNBOUNDED,), culprits(Trouble.UNBOUNDED, {"x"}, {"y"})),
)
