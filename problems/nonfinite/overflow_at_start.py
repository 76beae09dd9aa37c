"""An exponential that overflows at the start.

    minimise    exp(x²) + (y - x)²
    subject to  y <= 40        harmless

exp(900) is infinite in double precision.  The solution is the origin, with f = 1.

Source: constructed; a start in the wrong unit.
"""

from __future__ import annotations

import math

import sqp
from sqp.algorithm.stop import PointKind, StopReason
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case, Solution
from sqp_problems.diagnosis import Diagnosis, culprits


def build() -> sqp.Model:
    m = sqp.Model("overflow at the start")
    x, y = m.variable("x", start=30), m.variable("y", start=30)
    m.minimize(sqp.exp(x**2) + (y - x) ** 2)
    m.subject_to(y <= 40, name="harmless")
    return m


CASE = Case(
    name="overflow_at_start",
    build=build,
    optimum=1.0,
    start_objective=math.inf,
    solutions=(Solution((0.0, 0.0), 1.0),),
    classification="OLR2-AN-2-1",
    source="constructed",
    tags=frozenset({"nonfinite", "at-start", "inequality", "linear"}),
    expected=PointKind.UNKNOWN,
    diagnosis=Diagnosis((StopReason.EVALUATION_FAILED,), culprits(Trouble.NOT_FINITE, {"objective"})),
)
