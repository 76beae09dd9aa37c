"""Two local solutions, one on each branch.

    minimise    (x - 1)² / 2 + (y - 1)²
    subject to  0 <= x  ⟂  y >= 0

(0, 1) is the global solution; (1, 0), with f = 1, is a local one.

Source          S. Leyffer (2000), MacMPEC, problem kth3.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("kth3")
    x, y = m.variable("x", start=1), m.variable("y", start=2)
    m.minimize(0.5 * (x - 1) ** 2 + (y - 1) ** 2)
    m.complementarity(x, y, name="pair")
    return m


CASE = Case(
    name="kth3",
    build=build,
    optimum=0.5,
    start_objective=1.0,
    solutions=(Solution((0.0, 1.0), 0.5),),
    classification="QLR-2-1",
    source="S. Leyffer (2000), MacMPEC, problem kth3",
    tags=frozenset({"complementarity", "inequality", "nonconvex"}),
)
