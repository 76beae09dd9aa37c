"""The same inequality in two units.

    minimise    (x - 2)² + (y - 1)²
    subject to  x² + y² <= 1                    in metres
                10⁴ x² + 10⁴ y² <= 10⁴          in centimetres

The solution (2, 1)/√5 has f = 6 - 2√5; only the sum of the multipliers, in one unit, is determined.

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
    m = sqp.Model("duplicate rows")
    x, y = m.variable("x", start=1), m.variable("y", start=1)
    m.minimize((x - 2) ** 2 + (y - 1) ** 2)
    m.subject_to(x**2 + y**2 <= 1, name="in metres")
    m.subject_to(1e4 * x**2 + 1e4 * y**2 <= 1e4, name="in centimetres")
    return m


CASE = Case(
    name="duplicate_rows",
    build=build,
    optimum=6 - 2 * math.sqrt(5),
    start_objective=1.0,
    solutions=(Solution((2 / math.sqrt(5), 1 / math.sqrt(5)), 6 - 2 * math.sqrt(5)),),
    classification="QQR2-AN-2-2",
    source="constructed",
    tags=frozenset({"degenerate", "inequality", "quadratic"}),
    diagnosis=Diagnosis(
        (StopReason.CONVERGED,), culprits(Trouble.DEPENDENT_CONSTRAINTS, {"in metres", "in centimetres"})
    ),
)
