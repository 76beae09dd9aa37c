"""A complementarity constraint written as a product, with multipliers.

    minimise    z1² + (z2 - 1)²
    subject to  z2 >= z1                     gap
                z2 (z2 - z1) <= 0            product
                0 <= z2

At the solution (1/2, 1/2) the gradients of ``gap`` and ``product`` are parallel.  Mangasarian-Fromovitz fails, as it
does at every feasible point of such a problem, but multipliers exist: 0 and 2, and a ray of others.

Source: after problem ``jr1`` of the MacMPEC collection (S. Leyffer); H. Jiang and D. Ralph.
"""

from __future__ import annotations

import sqp
from sqp.algorithm.stop import StopReason
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case, Solution
from sqp_problems.diagnosis import Diagnosis, culprits


def build() -> sqp.Model:
    m = sqp.Model("complementarity jr1")
    z1, z2 = m.variable("z1", start=1), m.variable("z2", lower=0, start=2)
    m.minimize(z1**2 + (z2 - 1) ** 2)
    m.subject_to(z2 >= z1, name="gap")
    m.subject_to(z2 * (z2 - z1) <= 0, name="product")
    return m


CASE = Case(
    name="complementarity_jr1",
    build=build,
    optimum=0.5,
    start_objective=2.0,
    solutions=(Solution((0.5, 0.5), 0.5),),
    classification="QQR2-AN-2-2",
    source="after MacMPEC, jr1",
    tags=frozenset({"degenerate", "complementarity", "inequality", "bounds", "quadratic", "nonconvex"}),
    diagnosis=Diagnosis((StopReason.CONVERGED,), culprits(Trouble.DEPENDENT_CONSTRAINTS, {"gap", "product"})),
)
