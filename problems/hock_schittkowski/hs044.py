"""HS44: a bilinear program, with its local solutions in vertices.

    minimise    x1 - x2 - x3 - x1 x3 + x1 x4 + x2 x3 - x2 x4
    subject to   8 -   x1 - 2 x2 >= 0         8 - 2 x3 -   x4 >= 0
                12 - 4 x1 -   x2 >= 0         8 -   x3 - 2 x4 >= 0
                12 - 3 x1 - 4 x2 >= 0         5 -   x3 -   x4 >= 0
                0 <= x1, x2, x3, x4

Source          Hock and Schittkowski (1981), problem 44; Konno.
Classification  QLR-T1-4: quadratic objective, linear constraints, regular, solution known exactly.
Start           (0, 0, 0, 0), feasible, f = 0.
Solution        (0, 3, 0, 4), f = -15.

A nonconvex quadratic program on the product of two polygons; local solutions lie in pairs of vertices.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS44")
    x = m.variable("x", 4, lower=0, start=[0, 0, 0, 0])
    x1, x2, x3, x4 = (x[i] for i in range(4))
    m.minimize(x1 - x2 - x3 - x1 * x3 + x1 * x4 + x2 * x3 - x2 * x4)
    m.subject_to(8 - x1 - 2 * x2 >= 0, name="first polygon, side 1")
    m.subject_to(12 - 4 * x1 - x2 >= 0, name="first polygon, side 2")
    m.subject_to(12 - 3 * x1 - 4 * x2 >= 0, name="first polygon, side 3")
    m.subject_to(8 - 2 * x3 - x4 >= 0, name="second polygon, side 1")
    m.subject_to(8 - x3 - 2 * x4 >= 0, name="second polygon, side 2")
    m.subject_to(5 - x3 - x4 >= 0, name="second polygon, side 3")
    return m


CASE = Case(
    name="HS44",
    build=build,
    optimum=-15.0,
    start_objective=0.0,
    solutions=(
        Solution((0.0, 3.0, 0.0, 4.0), -15.0),
        Solution((3.0, 0.0, 4.0, 0.0), -13.0, note="local"),
    ),
    classification="QLR-T1-4",
    source="Hock and Schittkowski (1981), problem 44; Konno",
    tags=frozenset({"hs", "bounds", "inequality", "linear", "quadratic", "nonconvex"}),
)
