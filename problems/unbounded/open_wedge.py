"""A linear program over a wedge that is open towards the optimum.

    minimise    -x - y
    subject to  x - y <= 1        right
                y - x <= 1        left
                0 <= x,  0 <= y

Along (t, t) the objective is -2t.

Source: constructed; the plainest ray.
"""

from __future__ import annotations

import math

import sqp
from sqp.algorithm.stop import PointKind, StopReason
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case
from sqp_problems.diagnosis import Diagnosis, culprits


def build() -> sqp.Model:
    m = sqp.Model("open wedge")
    x, y = m.variable("x", lower=0, start=1), m.variable("y", lower=0, start=0.5)
    m.minimize(-x - y)
    m.subject_to(x - y <= 1, name="right")
    m.subject_to(y - x <= 1, name="left")
    return m


CASE = Case(
    name="open_wedge",
    build=build,
    optimum=-math.inf,
    start_objective=-1.5,
    solutions=(),
    classification="LLR2-AN-2-2",
    source="constructed",
    tags=frozenset({"unbounded", "inequality", "linear", "bounds"}),
    expected=PointKind.UNBOUNDED,
    diagnosis=Diagnosis((StopReason.UNBOUNDED,), culprits(Trouble.UNBOUNDED, {"x", "y"})),
)
