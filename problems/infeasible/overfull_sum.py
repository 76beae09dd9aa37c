"""Ten fractions that should add up to eleven: an equality against bounds.

    minimise    Σ_i (x_i - i/10)²
    subject to  Σ_i x_i = 11            total
                0 <= x_i <= 1,  i = 1..10

With every x_i at its upper bound the sum is 10.  ``total`` is the only constraint, so the conflict is between it and
the upper bounds.

Source: constructed; an equality that no bound contradicts alone.
"""

from __future__ import annotations

import math

import numpy as np

import sqp
from sqp.algorithm.stop import PointKind
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case
from sqp_problems.diagnosis import INFEASIBLE, Diagnosis, culprits


def build() -> sqp.Model:
    m = sqp.Model("overfull sum")
    x = m.variable("x", 10, lower=0, upper=1, start=0.5)
    m.minimize(sqp.sum((x - np.arange(1, 11) / 10) ** 2))
    m.subject_to(sqp.sum(x) == 11, name="total")
    return m


CASE = Case(
    name="overfull_sum",
    build=build,
    optimum=math.nan,
    start_objective=0.85,
    solutions=(),
    classification="QLR2-AN-10-1",
    source="constructed",
    tags=frozenset({"infeasible", "equality", "linear", "bounds"}),
    expected=PointKind.INFEASIBLE_STATIONARY,
    diagnosis=Diagnosis(INFEASIBLE, culprits(Trouble.CONFLICT, {"total"})),
)
