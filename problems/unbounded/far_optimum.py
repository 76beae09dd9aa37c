"""Not unbounded: an optimum at 10¹² that a limit on the objective must not cut off.

    minimise    x² / (2·10¹²) - x + (y - 3)²
    subject to  y <= 5        harmless

The solution is (10¹², 3) with f = -5·10¹¹.

Source: constructed; money in cents.
"""

from __future__ import annotations

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("far optimum")
    x, y = m.variable("x", start=1), m.variable("y", start=0)
    m.minimize(x**2 / 2e12 - x + (y - 3) ** 2)
    m.subject_to(y <= 5, name="harmless")
    return m


CASE = Case(
    name="far_optimum",
    build=build,
    optimum=-5e11,
    start_objective=8.0,
    solutions=(Solution((1e12, 3.0), -5e11),),
    classification="QLR2-AN-2-1",
    source="constructed",
    tags=frozenset({"unbounded", "near-miss", "inequality", "linear", "quadratic"}),
    note="Bounded: in this family to catch a solver that claims the opposite.",
)
