"""A complementarity constraint written as a product, without multipliers.

    minimise    2x - y
    subject to  y >= x               gap
                y (y - x) <= 0       product
                0 <= x,  0 <= y

The feasible set is the ray x = y >= 0 (and the origin); the solution is the origin, a B-stationary point of the
complementarity problem that is not strongly stationary: the product has no gradient there and the other active
gradients, (-1, 1), (1, 0) and (0, 1), would need a negative multiplier.

Source: problem ``ralph1`` of the MacMPEC collection (S. Leyffer); D. Ralph.
"""

from __future__ import annotations

import sqp
from sqp.algorithm.stop import PointKind
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case, Solution
from sqp_problems.diagnosis import Diagnosis, culprits


def build() -> sqp.Model:
    m = sqp.Model("complementarity ralph1")
    x, y = m.variable("x", lower=0, start=1), m.variable("y", lower=0, start=1)
    m.minimize(2 * x - y)
    m.subject_to(y >= x, name="gap")
    m.subject_to(y * (y - x) <= 0, name="product")
    return m


CASE = Case(
    name="complementarity_ralph1",
    build=build,
    optimum=0.0,
    start_objective=1.0,
    solutions=(Solution((0.0, 0.0), 0.0, note="Fritz John point without multipliers"),),
    classification="LQR2-AN-2-2",
    source="MacMPEC, ralph1",
    tags=frozenset({"degenerate", "fritz-john", "complementarity", "inequality", "bounds", "quadratic", "nonconvex"}),
    expected=PointKind.FRITZ_JOHN,
    diagnosis=Diagnosis(culprits=culprits(Trouble.NO_MULTIPLIERS, {"product"})),
)
