"""Two rows whose units differ by ten powers of ten.

    minimise    (x - 2)² + (y - 1)²
    subject to  10¹⁰ (x + y) <= 2·10¹⁰        huge
                10⁻⁴ (x² - y) <= 0            small

The solution is (1, 1), where both are active and f = 1.

Source: constructed; HS22 (Hock and Schittkowski 1981) with its rows multiplied.
"""

from __future__ import annotations

import sqp
from sqp.algorithm.stop import StopReason
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case, Solution
from sqp_problems.diagnosis import Diagnosis, culprits


def build() -> sqp.Model:
    m = sqp.Model("rows apart")
    x, y = m.variable("x", start=2), m.variable("y", start=2)
    m.minimize((x - 2) ** 2 + (y - 1) ** 2)
    m.subject_to(1e10 * (x + y) <= 2e10, name="huge")
    m.subject_to(1e-4 * (x**2 - y) <= 0, name="small")
    return m


CASE = Case(
    name="rows_apart",
    build=build,
    optimum=1.0,
    start_objective=1.0,
    solutions=(Solution((1.0, 1.0), 1.0),),
    classification="QQR2-AN-2-2",
    source="Hock and Schittkowski (1981), problem 22, rows multiplied",
    tags=frozenset({"misscaled", "inequality", "quadratic"}),
    diagnosis=Diagnosis((StopReason.CONVERGED,), culprits(Trouble.BADLY_SCALED_CONSTRAINT, {"huge"})),
)
