"""A valley with a level floor: the minimisers are a line.

    minimise    (x + y - 1)² + (z - 2)²
    subject to  x - y <= 4        harmless

Every (x, 1 - x, 2) with 2x <= 5 is a solution; the Hessian is singular along (1, -1, 0).

Source: constructed; two parameters of which only the sum can be estimated.
"""

from __future__ import annotations

import sqp
from sqp.algorithm.stop import StopReason
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case, Solution
from sqp_problems.diagnosis import Diagnosis, culprits


def build() -> sqp.Model:
    m = sqp.Model("line of solutions")
    x, y, z = m.variable("x", start=3), m.variable("y", start=4), m.variable("z", start=0)
    m.minimize((x + y - 1) ** 2 + (z - 2) ** 2)
    m.subject_to(x - y <= 4, name="harmless")
    return m


CASE = Case(
    name="line_of_solutions",
    build=build,
    optimum=0.0,
    start_objective=40.0,
    solutions=(Solution((0.0, 1.0, 2.0), 0.0, note="one point of a line of solutions"),),
    classification="QLR2-AN-3-1",
    source="constructed",
    tags=frozenset({"degenerate", "inequality", "linear", "quadratic", "least-squares"}),
    diagnosis=Diagnosis((StopReason.CONVERGED,), culprits(Trouble.FLAT, {"x", "y"})),
)
