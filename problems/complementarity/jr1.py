"""A bent line of feasible points.

    minimise    (x - 1)² + y²
    subject to  0 <= y  ⟂  y - x >= 0

On the branch y = x the solution is (1/2, 1/2), with one side active only.

Source          H. Jiang, D. Ralph (2000), SIAM J. Optim. 10, 779-808; MacMPEC, problem jr1.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("jr1")
    x, y = m.variable("x", start=0), m.variable("y", start=1)
    m.minimize((x - 1) ** 2 + y**2)
    m.complementarity(y, y - x, name="pair")
    return m


CASE = Case(
    name="jr1",
    build=build,
    optimum=0.5,
    start_objective=2.0,
    solutions=(Solution((0.5, 0.5), 0.5),),
    classification="QLR-2-1",
    source="H. Jiang, D. Ralph (2000), SIAM J. Optim. 10, 779-808; MacMPEC, problem jr1",
    tags=frozenset({"complementarity", "inequality", "nonconvex"}),
)
