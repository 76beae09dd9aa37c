"""A saddle cut by a line on which it falls both ways.

    minimise    x y
    subject to  x + y = 1        line

On the line the objective is x - x², a parabola that opens downwards with its maximum 1/4 at x = 1/2, the only
Karush-Kuhn-Tucker point.

Source: constructed; what stops at a stationary point stops at the worst point there is.
"""

from __future__ import annotations

import math

import sqp
from sqp.algorithm.stop import PointKind, StopReason
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case
from sqp_problems.diagnosis import Diagnosis, culprits


def build() -> sqp.Model:
    m = sqp.Model("saddle on a line")
    x, y = m.variable("x", start=0.75), m.variable("y", start=0.5)
    m.minimize(x * y)
    m.subject_to(x + y == 1, name="line")
    return m


CASE = Case(
    name="saddle_on_a_line",
    build=build,
    optimum=-math.inf,
    start_objective=0.375,
    solutions=(),
    classification="QLR2-AN-2-1",
    source="constructed",
    tags=frozenset({"unbounded", "equality", "linear", "quadratic", "nonconvex"}),
    expected=PointKind.UNBOUNDED,
    diagnosis=Diagnosis((StopReason.UNBOUNDED,), culprits(Trouble.UNBOUNDED, {"x", "y"})),
)
