"""Brown's badly scaled function.

    minimise    (x1 - 10⁶)² + (x2 - 2·10⁻⁶)² + (x1 x2 - 2)²

The solution is (10⁶, 2·10⁻⁶), with f = 0; the start is (1, 1).

Source: J. J. Moré, B. S. Garbow and K. E. Hillstrom, Testing unconstrained optimization software, ACM TOMS 7 (1981)
17-41, problem 4.
"""

from __future__ import annotations

import sqp
from sqp.algorithm.stop import StopReason
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case, Solution
from sqp_problems.diagnosis import Diagnosis, culprits


def build() -> sqp.Model:
    m = sqp.Model("Brown's badly scaled function")
    x = m.variable("x", 2, start=1)
    m.minimize((x[0] - 1e6) ** 2 + (x[1] - 2e-6) ** 2 + (x[0] * x[1] - 2) ** 2)
    return m


CASE = Case(
    name="brown_badly_scaled",
    build=build,
    optimum=0.0,
    start_objective=999998000003.0,
    solutions=(Solution((1e6, 2e-6), 0.0),),
    classification="OUR2-AN-2-0",
    source="Moré, Garbow and Hillstrom 1981, problem 4",
    tags=frozenset({"misscaled", "unconstrained", "least-squares", "nonconvex"}),
    diagnosis=Diagnosis((StopReason.CONVERGED,), culprits(Trouble.BADLY_SCALED_VARIABLE, {"x[0]"})),
)
