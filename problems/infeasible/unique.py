"""A parabola above and an exponential below.

    minimise    x1 + x2
    subject to  x2 >= x1² + 1                 above
                0.3 (1 - exp(x2)) >= 0        below

``above`` needs x2 >= 1, ``below`` x2 <= 0.  The sum of the violations is least at (0, 1), and nowhere else; the
published start is (3, 2).

Source: R. H. Byrd, F. E. Curtis and J. Nocedal, Infeasibility detection and SQP methods for nonlinear optimization,
SIAM J. Optimization 20 (2010) 2281-2299, problem ``unique``.
"""

from __future__ import annotations

import math

import sqp
from sqp.algorithm.stop import PointKind
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case
from sqp_problems.diagnosis import INFEASIBLE, Diagnosis, culprits


def build() -> sqp.Model:
    m = sqp.Model("unique")
    x = m.variable("x", 2, start=[3, 2])
    m.minimize(x[0] + x[1])
    m.subject_to(x[1] - x[0] ** 2 - 1 >= 0, name="above")
    m.subject_to(0.3 * (1 - sqp.exp(x[1])) >= 0, name="below")
    return m


CASE = Case(
    name="unique",
    build=build,
    optimum=math.nan,
    start_objective=5.0,
    solutions=(),
    classification="LOR2-AN-2-2",
    source="Byrd, Curtis and Nocedal 2010",
    tags=frozenset({"infeasible", "inequality"}),
    expected=PointKind.INFEASIBLE_STATIONARY,
    diagnosis=Diagnosis(INFEASIBLE, culprits(Trouble.CONFLICT, {"above", "below"})),
)
