"""Three linear equations of rank two.

    minimise    x² + y² + z²
    subject to  x + y + z = 3        total
                x - y = 0            balance
                2x + z = 3           implied, the sum of the two

The solution is (1, 1, 1); the multipliers are a line.

Source: constructed.
"""

from __future__ import annotations

import sqp
from sqp.algorithm.stop import StopReason
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case, Solution
from sqp_problems.diagnosis import Diagnosis, culprits


def build() -> sqp.Model:
    m = sqp.Model("redundant equalities")
    x, y, z = m.variable("x", start=3), m.variable("y", start=-1), m.variable("z", start=0)
    m.minimize(x**2 + y**2 + z**2)
    m.subject_to(x + y + z == 3, name="total")
    m.subject_to(x - y == 0, name="balance")
    m.subject_to(2 * x + z == 3, name="implied")
    return m


CASE = Case(
    name="redundant_equalities",
    build=build,
    optimum=3.0,
    start_objective=10.0,
    solutions=(Solution((1.0, 1.0, 1.0), 3.0),),
    classification="QLR2-AN-3-3",
    source="constructed",
    tags=frozenset({"degenerate", "equality", "linear", "quadratic"}),
    diagnosis=Diagnosis(
        (StopReason.CONVERGED,), culprits(Trouble.DEPENDENT_CONSTRAINTS, {"total", "balance", "implied"})
    ),
)
