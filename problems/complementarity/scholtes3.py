"""Two symmetric solutions and a stationary point between them.

    minimise    ((x - 1)² + (y - 1)²) / 2
    subject to  0 <= x  ⟂  y >= 0

(1, 0) and (0, 1) are solutions; at the origin descent is possible along both branches.

Source          S. Leyffer (2000), MacMPEC, problem scholtes3.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("scholtes3")
    x, y = m.variable("x", start=0), m.variable("y", start=1)
    m.minimize(0.5 * ((x - 1) ** 2 + (y - 1) ** 2))
    m.complementarity(x, y, name="pair")
    return m


CASE = Case(
    name="scholtes3",
    build=build,
    optimum=0.5,
    start_objective=0.5,
    solutions=(Solution((0.0, 1.0), 0.5, note="(1, 0) is another"),),
    classification="QLR-2-1",
    source="S. Leyffer (2000), MacMPEC, problem scholtes3",
    tags=frozenset({"complementarity", "inequality", "nonconvex"}),
)
