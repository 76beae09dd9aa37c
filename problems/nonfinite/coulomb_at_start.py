"""Two charges that start at the same place: division by zero.

    minimise    1/|a - b|² + |a|² + |b|²,  a, b in R²

At the start a = b the repulsion is infinite.  At a solution a = -b with |a|⁴ = 1/8 and f = √2.

Source: constructed; the Thomson problem with a lazy start.
"""

from __future__ import annotations

import math

import sqp
from sqp.algorithm.stop import PointKind, StopReason
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case, Solution
from sqp_problems.diagnosis import Diagnosis, culprits


def build() -> sqp.Model:
    m = sqp.Model("Coulomb repulsion")
    a, b = m.variable("a", 2, start=[1, 1]), m.variable("b", 2, start=[1, 1])
    m.minimize(1 / sqp.sum((a - b) ** 2) + sqp.sum(a**2) + sqp.sum(b**2))
    return m


HALF = 8**-0.25

CASE = Case(
    name="coulomb_at_start",
    build=build,
    optimum=math.sqrt(2),
    start_objective=math.inf,
    solutions=(Solution((HALF, 0.0, -HALF, 0.0), math.sqrt(2), note="one of a circle of solutions"),),
    classification="OUR2-AN-4-0",
    source="constructed",
    tags=frozenset({"nonfinite", "at-start", "unconstrained", "nonconvex"}),
    expected=PointKind.UNKNOWN,
    diagnosis=Diagnosis((StopReason.EVALUATION_FAILED,), culprits(Trouble.NOT_FINITE, {"objective"})),
)
