"""A plane that passes beside a sphere: two equalities.

    minimise    x_1
    subject to  x_1² + x_2² + x_3² = 1        sphere
                x_1 + x_2 + x_3 = 2           plane
                x_1 x_2 >= -10                harmless

On the unit sphere the sum is at most √3 < 2.

Source: constructed; infeasible only because one of the equalities is curved.
"""

from __future__ import annotations

import math

import sqp
from sqp.algorithm.stop import PointKind
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case
from sqp_problems.diagnosis import INFEASIBLE, Diagnosis, culprits


def build() -> sqp.Model:
    m = sqp.Model("sphere and plane")
    x = m.variable("x", 3, start=[2, -1, 1])
    m.minimize(x[0])
    m.subject_to(sqp.sum(x**2) == 1, name="sphere")
    m.subject_to(sqp.sum(x) == 2, name="plane")
    m.subject_to(x[0] * x[1] >= -10, name="harmless")
    return m


CASE = Case(
    name="sphere_and_plane",
    build=build,
    optimum=math.nan,
    start_objective=2.0,
    solutions=(),
    classification="LQR2-AN-3-3",
    source="constructed",
    tags=frozenset({"infeasible", "equality", "inequality", "quadratic", "nonconvex"}),
    expected=PointKind.INFEASIBLE_STATIONARY,
    diagnosis=Diagnosis(INFEASIBLE, culprits(Trouble.CONFLICT, {"sphere", "plane"})),
)
