"""The smallest example with a biactive solution.

    minimise    x + y
    subject to  0 <= x  ⟂  y >= 0

At the origin both sides are zero; it is strongly stationary.

Source          S. Leyffer (2000), MacMPEC, problem kth1.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("kth1")
    x, y = m.variable("x", start=1), m.variable("y", start=1)
    m.minimize(x + y)
    m.complementarity(x, y, name="pair")
    return m


CASE = Case(
    name="kth1",
    build=build,
    optimum=0.0,
    start_objective=2.0,
    solutions=(Solution((0.0, 0.0), 0.0),),
    classification="LLR-2-1",
    source="S. Leyffer (2000), MacMPEC, problem kth1",
    tags=frozenset({"complementarity", "inequality", "nonconvex", "degenerate"}),
)
