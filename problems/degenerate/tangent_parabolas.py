"""Two parabolas that touch: no interior, no Mangasarian-Fromovitz, and multipliers all the same.

    minimise    x² + y
    subject to  y >= x²         above
                y <= -x²        below

Only the origin is feasible, its active gradients are opposite, and the multipliers (1 + t, t) with t >= 0 are an
unbounded set.

Source: constructed.
"""

from __future__ import annotations

import sqp
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case, Solution
from sqp_problems.diagnosis import Diagnosis, culprits


def build() -> sqp.Model:
    m = sqp.Model("tangent parabolas")
    x, y = m.variable("x", start=1), m.variable("y", start=1)
    m.minimize(x**2 + y)
    m.subject_to(y - x**2 >= 0, name="above")
    m.subject_to(y + x**2 <= 0, name="below")
    return m


CASE = Case(
    name="tangent_parabolas",
    build=build,
    optimum=0.0,
    start_objective=2.0,
    solutions=(Solution((0.0, 0.0), 0.0),),
    classification="QQR2-AN-2-2",
    source="constructed",
    tags=frozenset({"degenerate", "inequality", "quadratic", "nonconvex"}),
    diagnosis=Diagnosis(culprits=culprits(Trouble.DEPENDENT_CONSTRAINTS, {"above", "below"})),
)
