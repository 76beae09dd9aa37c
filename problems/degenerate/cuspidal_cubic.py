"""The tip of a cuspidal cubic: an equality whose gradient vanishes.

    minimise    x
    subject to  y² = x³        cubic

The curve has only points with x >= 0 and a cusp at the origin, the solution, where the gradient of ``cubic`` is zero.

Source: constructed; the standard singular curve.
"""

from __future__ import annotations

import sqp
from sqp.algorithm.stop import PointKind
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case, Solution
from sqp_problems.diagnosis import Diagnosis, culprits


def build() -> sqp.Model:
    m = sqp.Model("cuspidal cubic")
    x, y = m.variable("x", start=2), m.variable("y", start=1)
    m.minimize(x)
    m.subject_to(y**2 == x**3, name="cubic")
    return m


CASE = Case(
    name="cuspidal_cubic",
    build=build,
    optimum=0.0,
    start_objective=2.0,
    solutions=(Solution((0.0, 0.0), 0.0, note="Fritz John point without multipliers"),),
    classification="LOR2-AN-2-1",
    source="constructed",
    tags=frozenset({"degenerate", "fritz-john", "equality", "nonconvex"}),
    expected=PointKind.FRITZ_JOHN,
    diagnosis=Diagnosis(culprits=culprits(Trouble.NO_MULTIPLIERS, {"cubic"})),
)
