"""A constraint squared: c(x)² = 0 instead of c(x) = 0.

    minimise    x + y
    subject to  (x² + y² - 2)² = 0        circle squared

The feasible set is the circle, the solution (-1, -1), and the gradient of the constraint vanishes on all of it.

Source: constructed; what happens when penalties are handed over as constraints.
"""

from __future__ import annotations

import sqp
from sqp.algorithm.stop import PointKind
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case, Solution
from sqp_problems.diagnosis import Diagnosis, culprits


def build() -> sqp.Model:
    m = sqp.Model("squared constraint")
    x, y = m.variable("x", start=-2), m.variable("y", start=-0.5)
    m.minimize(x + y)
    m.subject_to((x**2 + y**2 - 2) ** 2 == 0, name="circle squared")
    return m


CASE = Case(
    name="squared_constraint",
    build=build,
    optimum=-2.0,
    start_objective=-2.5,
    solutions=(Solution((-1.0, -1.0), -2.0, note="Fritz John point without multipliers"),),
    classification="LOR2-AN-2-1",
    source="constructed",
    tags=frozenset({"degenerate", "fritz-john", "equality", "nonconvex"}),
    expected=PointKind.FRITZ_JOHN,
    diagnosis=Diagnosis(culprits=culprits(Trouble.NO_MULTIPLIERS, {"circle squared"})),
    note="Every feasible point is a Fritz John point.",
)
