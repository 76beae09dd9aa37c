"""Constraints that vanish with a variable: the academic example of truss topology design.

    minimise    4 x1 + 2 x2
    subject to  (5√2 - x1 - x2) x1 <= 0        first
                (5 - x1 - x2) x2 <= 0          second
                0 <= x1,  0 <= x2

A bar that is not built (x_i = 0) need not carry stress.  The feasible set is the origin, the segments (0, x2 >= 5)
and (x1 >= 5√2, 0), and a wedge.  From (5, 5) the nearest solution is (0, 5), with f = 10; the origin has f = 0.  At
(0, 5) ``first`` and the bound on x1 have opposite gradients; the multipliers are an unbounded set.

Source: W. Achtziger and C. Kanzow, Mathematical programs with vanishing constraints, Mathematical Programming 114
(2008) 69-99.
"""

from __future__ import annotations

import math

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("vanishing constraints")
    x = m.variable("x", 2, lower=0, start=5)
    m.minimize(4 * x[0] + 2 * x[1])
    m.subject_to((5 * math.sqrt(2) - x[0] - x[1]) * x[0] <= 0, name="first")
    m.subject_to((5 - x[0] - x[1]) * x[1] <= 0, name="second")
    return m


CASE = Case(
    name="vanishing_constraints",
    build=build,
    optimum=0.0,
    start_objective=30.0,
    solutions=(Solution((0.0, 0.0), 0.0, note="isolated"), Solution((0.0, 5.0), 10.0, note="local")),
    classification="LQR2-AN-2-2",
    source="Achtziger and Kanzow 2008",
    tags=frozenset({"degenerate", "vanishing", "inequality", "bounds", "quadratic", "nonconvex"}),
)
