"""The thirteenth of twenty rows fails at the start.

    minimise    Σ_i (x_i - 1)²
    subject to  log(x_i) <= 1,  i = 0..19        level[i]

The start is 1 everywhere except x_13 = -2.

Source: constructed; a wrong entry in a vector of data.
"""

from __future__ import annotations

import numpy as np

import sqp
from sqp.algorithm.stop import PointKind, StopReason
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case, Solution
from sqp_problems.diagnosis import Diagnosis, culprits

N = 20


def build() -> sqp.Model:
    m = sqp.Model("thirteenth row")
    x = m.variable("x", N, start=np.where(np.arange(N) == 13, -2.0, 1.5))
    m.minimize(sqp.sum((x - 1) ** 2))
    m.subject_to(sqp.log(x) <= 1, name="level")
    return m


CASE = Case(
    name="thirteenth_row",
    build=build,
    optimum=0.0,
    start_objective=13.75,
    solutions=(Solution((1.0,) * N, 0.0),),
    classification="QOR2-AN-20-20",
    source="constructed",
    tags=frozenset({"nonfinite", "at-start", "inequality"}),
    expected=PointKind.UNKNOWN,
    diagnosis=Diagnosis((StopReason.EVALUATION_FAILED,), culprits(Trouble.NOT_FINITE, {"level[13]"})),
)
