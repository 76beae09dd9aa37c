"""Two discs that overlap by a millionth: feasible, but only just.

    minimise    y
    subject to  x² + y² <= 1                  west
                (x - 2 + δ)² + y² <= 1        east,  δ = 10⁻⁶

The lens is δ wide and 2√(δ - δ²/4) high.  Its lower tip, with y = -√(δ - δ²/4), is the solution; the two gradients
there are almost opposite and the multipliers are 250.

Source: constructed; the feasible neighbour of two disjoint discs.
"""

from __future__ import annotations

import math

import sqp
from sqp_problems.case import Case, Solution

OVERLAP = 1e-6
TIP = -math.sqrt(OVERLAP - OVERLAP**2 / 4)


def build() -> sqp.Model:
    m = sqp.Model("thin lens")
    x, y = m.variable("x", start=0), m.variable("y", start=2)
    m.minimize(y)
    m.subject_to(x**2 + y**2 <= 1, name="west")
    m.subject_to((x - 2 + OVERLAP) ** 2 + y**2 <= 1, name="east")
    return m


CASE = Case(
    name="thin_lens",
    build=build,
    optimum=TIP,
    start_objective=2.0,
    solutions=(Solution((1 - OVERLAP / 2, TIP), TIP),),
    classification="LQR2-AN-2-2",
    source="constructed",
    tags=frozenset({"infeasible", "near-miss", "inequality", "quadratic"}),
    note="Feasible: in this family to catch a solver that claims the opposite.",
)
