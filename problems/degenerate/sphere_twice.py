"""A nonlinear equality stated twice in different forms.

    minimise    x + 2y + 3z
    subject to  x² + y² + z² = 1                sphere
                √(x² + y² + z²) = 1             radius

The Jacobian has rank one on the whole feasible set and rank one or inconsistent linearisations elsewhere.  The
solution is -(1, 2, 3)/√14.

Source: constructed.
"""

from __future__ import annotations

import math

import sqp
from sqp.algorithm.stop import StopReason
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case, Solution
from sqp_problems.diagnosis import Diagnosis, culprits


def build() -> sqp.Model:
    m = sqp.Model("sphere twice")
    x = m.variable("x", 3, start=[-1, 0.5, -2])
    m.minimize(x[0] + 2 * x[1] + 3 * x[2])
    m.subject_to(sqp.sum(x**2) == 1, name="sphere")
    m.subject_to(sqp.sqrt(sqp.sum(x**2)) == 1, name="radius")
    return m


CASE = Case(
    name="sphere_twice",
    build=build,
    optimum=-math.sqrt(14),
    start_objective=-6.0,
    solutions=(Solution((-1 / math.sqrt(14), -2 / math.sqrt(14), -3 / math.sqrt(14)), -math.sqrt(14)),),
    classification="LOR2-AN-3-2",
    source="constructed",
    tags=frozenset({"degenerate", "equality", "nonconvex"}),
    diagnosis=Diagnosis((StopReason.CONVERGED,), culprits(Trouble.DEPENDENT_CONSTRAINTS, {"sphere", "radius"})),
)
