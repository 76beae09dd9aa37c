"""A badly scaled quadratic objective.

    minimise    (100 x - 1)² + (y - 1)²
    subject to  0 <= x  ⟂  y >= 0

Both branches have a solution with f = 1: (0.01, 0) and (0, 1).

Source          S. Leyffer (2000), MacMPEC, problem scale1.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("scale1")
    x, y = m.variable("x", start=1), m.variable("y", start=1)
    m.minimize((100 * x - 1) ** 2 + (y - 1) ** 2)
    m.complementarity(x, y, name="pair")
    return m


CASE = Case(
    name="scale1",
    build=build,
    optimum=1.0,
    start_objective=9801.0,
    solutions=(Solution((0.01, 0.0), 1.0, note="(0, 1) is another"),),
    classification="QLR-2-1",
    source="S. Leyffer (2000), MacMPEC, problem scale1",
    tags=frozenset({"complementarity", "inequality", "nonconvex"}),
)
