"""A quadratic objective with its solution on one branch.

    minimise    x + (y - 1)²
    subject to  0 <= x  ⟂  y >= 0

The origin is stationary for neither branch.

Source          S. Leyffer (2000), MacMPEC, problem kth2.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("kth2")
    x, y = m.variable("x", start=1), m.variable("y", start=1)
    m.minimize(x + (y - 1) ** 2)
    m.complementarity(x, y, name="pair")
    return m


CASE = Case(
    name="kth2",
    build=build,
    optimum=0.0,
    start_objective=1.0,
    solutions=(Solution((0.0, 1.0), 0.0),),
    classification="QLR-2-1",
    source="S. Leyffer (2000), MacMPEC, problem kth2",
    tags=frozenset({"complementarity", "inequality", "nonconvex"}),
)
