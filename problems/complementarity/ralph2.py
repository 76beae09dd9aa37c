"""An indefinite quadratic that is positive on both branches.

    minimise    x² + y² - 4 x y
    subject to  0 <= x  ⟂  y >= 0

On the feasible set the product term vanishes and the origin is the solution; both sides are zero there.

Source          S. Leyffer (2000), MacMPEC, problem ralph2.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("ralph2")
    x, y = m.variable("x", start=1), m.variable("y", start=1)
    m.minimize(x**2 + y**2 - 4 * x * y)
    m.complementarity(x, y, name="pair")
    return m


CASE = Case(
    name="ralph2",
    build=build,
    optimum=0.0,
    start_objective=-2.0,
    solutions=(Solution((0.0, 0.0), 0.0),),
    classification="QLR-2-1",
    source="S. Leyffer (2000), MacMPEC, problem ralph2",
    tags=frozenset({"complementarity", "inequality", "nonconvex", "degenerate"}),
)
