"""Thirty linear constraints of which three cannot hold together, though any two of them can.

    minimise    Σ_i (x_i - 1)²
    subject to  x_1 + x_2 >= 6          limit[7]
                x_2 + x_3 <= 3          limit[18]
                x_1 - x_3 <= 2          limit[25]
                a_k'x <= b_k            the other 27 entries of ``limit``
                0 <= x_i <= 10,  i = 1..10

The first row less the second gives x_1 - x_3 >= 3, against the third.  The points with (x_1, x_2, x_3) = (6, 0, 0),
(6, 0, 5) and (2, 4, 0) satisfy two of the three each; b_k is chosen so large that all other rows hold at all three
points. So {limit[7], limit[18], limit[25]} is the only smallest conflict.

Source: constructed; the needle in the haystack that a list of violated constraints does not show.
"""

from __future__ import annotations

import math

import numpy as np

import sqp
from sqp.algorithm.stop import PointKind
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case
from sqp_problems.diagnosis import INFEASIBLE, Diagnosis, culprits

WITNESSES = np.zeros((3, 10))
WITNESSES[:, :3] = [[6, 0, 0], [6, 0, 5], [2, 4, 0]]  # violating the third, the second and the first alone


def build() -> sqp.Model:
    m = sqp.Model("three of thirty")
    rows = np.random.default_rng(30).integers(-5, 6, (30, 10)).astype(float)
    limits = (rows @ WITNESSES.T).max(axis=1) + 1
    for k, entries, limit in ((7, (-1, -1, 0), -6), (18, (0, 1, 1), 3), (25, (1, 0, -1), 2)):
        rows[k] = 0
        rows[k, :3] = entries
        limits[k] = limit
    x = m.variable("x", 10, lower=0, upper=10, start=1)
    m.minimize(sqp.sum((x - 1) ** 2))
    m.subject_to(rows @ x <= limits, name="limit")
    return m


CASE = Case(
    name="three_of_thirty",
    build=build,
    optimum=math.nan,
    start_objective=0.0,
    solutions=(),
    classification="QLR2-AN-10-30",
    source="constructed",
    tags=frozenset({"infeasible", "inequality", "linear", "bounds"}),
    expected=PointKind.INFEASIBLE_STATIONARY,
    diagnosis=Diagnosis(INFEASIBLE, culprits(Trouble.CONFLICT, {"limit[7]", "limit[18]", "limit[25]"})),
)
