"""A production plan in which one product uses nothing that is scarce.

    maximise    Σ_j p_j x_j
    subject to  Σ_j A_ij x_j <= b_i,  i = 0..11        capacity[i]
                0 <= x_j,  j = 0..29

Column 17 of A is zero: product 17 was forgotten when the capacities were stated.  Every other column has positive
entries.

Source: constructed; the modelling mistake behind most unbounded linear programs.
"""

from __future__ import annotations

import math

import numpy as np

import sqp
from sqp.algorithm.stop import PointKind, StopReason
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case
from sqp_problems.diagnosis import Diagnosis, culprits

FORGOTTEN = 17


def build() -> sqp.Model:
    m = sqp.Model("missing capacity")
    data = np.random.default_rng(17)
    use = data.integers(1, 9, (12, 30)).astype(float)
    use[:, FORGOTTEN] = 0
    profit = data.integers(2, 12, 30).astype(float)
    x = m.variable("x", 30, lower=0, start=1, unit="t")
    m.maximize(sqp.dot(profit, x))
    m.subject_to(use @ x <= 500.0 + np.zeros(12), name="capacity")
    return m


CASE = Case(
    name="missing_capacity",
    build=build,
    optimum=math.inf,
    start_objective=204.0,
    solutions=(),
    classification="LLR2-MN-30-12",
    source="constructed",
    tags=frozenset({"unbounded", "inequality", "linear", "bounds"}),
    expected=PointKind.UNBOUNDED,
    diagnosis=Diagnosis((StopReason.UNBOUNDED,), culprits(Trouble.UNBOUNDED, {f"x[{FORGOTTEN}]"})),
)
