"""A cubic past its local minimum.

    minimise    x³ - 3x

From x = -2, beyond the maximum at -1, it falls to -∞; the local minimum x = 1 is on the other side of the hill.

Source: constructed; the curvature is negative all the way down, so no model is ever convex.
"""

from __future__ import annotations

import math

import sqp
from sqp.algorithm.stop import PointKind, StopReason
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case, Solution
from sqp_problems.diagnosis import Diagnosis, culprits


def build() -> sqp.Model:
    m = sqp.Model("falling cubic")
    x = m.variable("x", start=-2)
    m.minimize(x**3 - 3 * x)
    return m


CASE = Case(
    name="falling_cubic",
    build=build,
    optimum=-math.inf,
    start_objective=-2.0,
    solutions=(Solution((1.0,), -2.0, note="local"),),
    classification="OUR2-AN-1-0",
    source="constructed",
    tags=frozenset({"unbounded", "unconstrained", "nonconvex"}),
    expected=PointKind.UNBOUNDED,
    diagnosis=Diagnosis((StopReason.UNBOUNDED,), culprits(Trouble.UNBOUNDED, {"x"})),
)
