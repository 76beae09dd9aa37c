"""Two discs that touch: one feasible point, and an objective that pulls along the common tangent.

    minimise    y
    subject to  x² + y² <= 1              west
                (x - 2)² + y² <= 1        east

Only (1, 0) is feasible.  The gradients there are (2, 0) and (-2, 0), the objective's (0, 1): no multipliers.

Source: constructed; Slater's condition fails for a convex problem.
"""

from __future__ import annotations

import sqp
from sqp.algorithm.stop import PointKind
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case, Solution
from sqp_problems.diagnosis import Diagnosis, culprits


def build() -> sqp.Model:
    m = sqp.Model("touching discs")
    x, y = m.variable("x", start=0), m.variable("y", start=1)
    m.minimize(y)
    m.subject_to(x**2 + y**2 <= 1, name="west")
    m.subject_to((x - 2) ** 2 + y**2 <= 1, name="east")
    return m


CASE = Case(
    name="touching_discs",
    build=build,
    optimum=0.0,
    start_objective=1.0,
    solutions=(Solution((1.0, 0.0), 0.0, note="Fritz John point without multipliers"),),
    classification="LQR2-AN-2-2",
    source="constructed",
    tags=frozenset({"degenerate", "fritz-john", "inequality", "quadratic"}),
    expected=PointKind.FRITZ_JOHN,
    diagnosis=Diagnosis(culprits=culprits(Trouble.NO_MULTIPLIERS, {"west", "east"})),
)
