"""HS22: the nearest point to (2, 1) in a segment of a parabola.

    minimise    (x1 - 2)² + (x2 - 1)²
    subject to  -x1 - x2 + 2 >= 0
                -x1² + x2    >= 0

Source          Hock and Schittkowski (1981), problem 22; Bracken and McCormick; Himmelblau; Sheela.
Classification  QQR-T1-6: quadratic objective, quadratic constraints, regular, solution known exactly.
Start           (2, 2), infeasible, f = 1.
Solution        (1, 1), f = 1; both constraints are active, with multipliers of size 2/3.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS22")
    x = m.variable("x", 2, start=[2, 2])
    m.minimize((x[0] - 2) ** 2 + (x[1] - 1) ** 2)
    m.subject_to(-x[0] - x[1] + 2 >= 0, name="half plane")
    m.subject_to(-(x[0] ** 2) + x[1] >= 0, name="parabola")
    return m


CASE = Case(
    name="HS22",
    build=build,
    optimum=1.0,
    start_objective=1.0,
    solutions=(Solution((1.0, 1.0), 1.0),),
    classification="QQR-T1-6",
    source="Hock and Schittkowski (1981), problem 22; Bracken and McCormick; Himmelblau; Sheela",
    tags=frozenset({"hs", "inequality", "least-squares"}),
)
