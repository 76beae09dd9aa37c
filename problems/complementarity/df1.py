"""A feasible set with a corner where the objective vanishes.

    minimise    (x - 1 - y)²
    subject to  x² <= 2,   (x - 1)² + (y - 1)² <= 3
                0 <= y - x² + 1  ⟂  y >= 0

At (1, 0) both sides of the pair are zero.

Source          S. Leyffer (2000), MacMPEC, problem df1.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("df1")
    x, y = m.variable("x", start=0), m.variable("y", start=0)
    m.minimize((x - 1 - y) ** 2)
    m.subject_to(x**2 <= 2, name="strip")
    m.subject_to((x - 1) ** 2 + (y - 1) ** 2 <= 3, name="disc")
    m.complementarity(y - x**2 + 1, y, name="pair")
    return m


CASE = Case(
    name="df1",
    build=build,
    optimum=0.0,
    start_objective=1.0,
    solutions=(Solution((1.0, 0.0), 0.0),),
    classification="QQR-2-1",
    source="S. Leyffer (2000), MacMPEC, problem df1",
    tags=frozenset({"complementarity", "inequality", "nonconvex", "degenerate", "least-squares"}),
)
