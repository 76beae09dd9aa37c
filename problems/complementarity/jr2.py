"""A bent line of feasible points.

    minimise    (y - 1)² + x²
    subject to  0 <= y  ⟂  y - x >= 0

On the branch y = x the solution is (1/2, 1/2), with one side active only.

Source          H. Jiang, D. Ralph (2000), SIAM J. Optim. 10, 779-808; MacMPEC, problem jr2.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("jr2")
    x, y = m.variable("x", start=0), m.variable("y", start=1)
    m.minimize((y - 1) ** 2 + x**2)
    m.complementarity(y, y - x, name="pair")
    return m


CASE = Case(
    name="jr2",
    build=build,
    optimum=0.5,
    start_objective=0.0,
    solutions=(Solution((0.5, 0.5), 0.5),),
    classification="QLR-2-1",
    source="H. Jiang, D. Ralph (2000), SIAM J. Optim. 10, 779-808; MacMPEC, problem jr2",
    tags=frozenset({"complementarity", "inequality", "nonconvex"}),
)
