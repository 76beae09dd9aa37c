"""One row among others fails at the start: the flow through a pipe against its pressure difference.

    minimise    (p1 - 5)² + (p2 - 4)² + (p3 - 3)²
    subject to  q = √(p1 - p2)           pipe 1
                q = √(p2 - p3)           pipe 2
                q >= 1/2                 demand

At the start p = (5, 3, 4) the second root is that of -1.

Source: constructed; a turbulent pipe whose start has the wrong flow direction.
"""

from __future__ import annotations

import numpy as np

import sqp
from sqp.algorithm.stop import PointKind, StopReason
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case, Solution
from sqp_problems.diagnosis import Diagnosis, culprits


def build() -> sqp.Model:
    m = sqp.Model("pressure drop")
    p = m.variable("p", 3, start=[5, 3, 4], unit="bar")
    q = m.variable("q", start=1)
    m.minimize(sqp.sum((p - np.array([5.0, 4.0, 3.0])) ** 2))
    m.subject_to(q == sqp.sqrt(p[0] - p[1]), name="pipe 1")
    m.subject_to(q == sqp.sqrt(p[1] - p[2]), name="pipe 2")
    m.subject_to(q >= 0.5, name="demand")
    return m


CASE = Case(
    name="pressure_drop",
    build=build,
    optimum=0.0,
    start_objective=2.0,
    solutions=(Solution((5.0, 4.0, 3.0, 1.0), 0.0),),
    classification="QOR2-MN-4-3",
    source="constructed",
    tags=frozenset({"nonfinite", "at-start", "equality", "inequality"}),
    expected=PointKind.UNKNOWN,
    diagnosis=Diagnosis((StopReason.EVALUATION_FAILED,), culprits(Trouble.NOT_FINITE, {"pipe 2"})),
)
