"""Four paraboloids around an isolated minimiser of the violation.

    minimise    x1 + x2
    subject to  x1² - x2 + 1 <= 0      up
                x1² + x2 + 1 <= 0      down
                x2² - x1 + 1 <= 0      right
                x2² + x1 + 1 <= 0      left

``up`` and ``down`` add up to 2 x1² + 2 <= 0, which is false, and so do ``right`` and ``left``: two smallest conflicts.
The violation has its strict minimum at the origin; the published start is (3, 2).

Source: R. H. Byrd, F. E. Curtis and J. Nocedal, Infeasibility detection and SQP methods for nonlinear optimization,
SIAM J. Optimization 20 (2010) 2281-2299, problem ``isolated``.
"""

from __future__ import annotations

import math

import sqp
from sqp.algorithm.stop import PointKind
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case
from sqp_problems.diagnosis import INFEASIBLE, Diagnosis, culprits


def build() -> sqp.Model:
    m = sqp.Model("isolated")
    x = m.variable("x", 2, start=[3, 2])
    m.minimize(x[0] + x[1])
    m.subject_to(x[0] ** 2 - x[1] + 1 <= 0, name="up")
    m.subject_to(x[0] ** 2 + x[1] + 1 <= 0, name="down")
    m.subject_to(x[1] ** 2 - x[0] + 1 <= 0, name="right")
    m.subject_to(x[1] ** 2 + x[0] + 1 <= 0, name="left")
    return m


CASE = Case(
    name="isolated",
    build=build,
    optimum=math.nan,
    start_objective=5.0,
    solutions=(),
    classification="LQR2-AN-2-4",
    source="Byrd, Curtis and Nocedal 2010",
    tags=frozenset({"infeasible", "inequality", "quadratic"}),
    expected=PointKind.INFEASIBLE_STATIONARY,
    diagnosis=Diagnosis(INFEASIBLE, culprits(Trouble.CONFLICT, {"up", "down"}, {"left", "right"})),
)
