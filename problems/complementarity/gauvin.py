"""A leader and a follower with a quadratic cost and one shared resource.

    minimise    x² + (y - 10)²
    subject to  0 <= y               ⟂  4 (x + 2 y - 30) + u >= 0
                0 <= 20 - x - y      ⟂  u >= 0,   0 <= x <= 15

At the solution the follower is at an unconstrained minimum.

Source          J. Gauvin, G. Savard (1994), Oper. Res. Lett. 15, 265-272; MacMPEC, problem gauvin.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("gauvin")
    x, y, u = m.variable("x", lower=0, upper=15, start=0), m.variable("y", start=0), m.variable("u", start=0)
    m.minimize(x**2 + (y - 10) ** 2)
    m.complementarity(y, 4 * (x + 2 * y - 30) + u, name="follower")
    m.complementarity(20 - x - y, u, name="resource")
    return m


CASE = Case(
    name="gauvin",
    build=build,
    optimum=20.0,
    start_objective=100.0,
    solutions=(Solution((2.0, 14.0, 0.0), 20.0),),
    classification="QLR-3-2",
    source="J. Gauvin, G. Savard (1994), Oper. Res. Lett. 15, 265-272; MacMPEC, problem gauvin",
    tags=frozenset({"complementarity", "bounds", "inequality", "nonconvex"}),
)
