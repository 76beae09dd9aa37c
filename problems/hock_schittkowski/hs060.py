"""HS60: a quartic on a curved surface, in a box.

    minimise    (x1 - 1)² + (x1 - x2)² + (x2 - x3)⁴
    subject to  x1 (1 + x2²) + x3⁴ - 4 - 3 √2 = 0
                -10 <= x1, x2, x3 <= 10

Source          Hock and Schittkowski (1981), problem 60; Betts; Miele et al.
Classification  PPR-P1-1: polynomial objective, polynomial constraints, regular, solution not known exactly.
Start           (2, 2, 2), infeasible, f = 1.
Solution        (1.104859024, 1.196674194, 1.535262257), f = 0.03256820025; no bound is active.

The other branch of the surface, with negative x2 and x3, holds a local minimum with f = 2.19.
"""

from math import sqrt

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS60")
    x = m.variable("x", 3, lower=-10, upper=10, start=[2, 2, 2])
    m.minimize((x[0] - 1) ** 2 + (x[0] - x[1]) ** 2 + (x[1] - x[2]) ** 4)
    m.subject_to(x[0] * (1 + x[1] ** 2) + x[2] ** 4 - 4 - 3 * sqrt(2) == 0, name="surface")
    return m


CASE = Case(
    name="HS60",
    build=build,
    optimum=0.03256820025,
    start_objective=1.0,
    solutions=(
        Solution((1.1048590197333161, 1.1966741822882567, 1.5352622603253263), 0.03256820025506984),
        Solution((0.09861788493400589, -0.8954807689877647, -1.6851956100401018), 2.1896605875815575, note="local"),
    ),
    classification="PPR-P1-1",
    source="Hock and Schittkowski (1981), problem 60; Betts; Miele et al.",
    tags=frozenset({"hs", "bounds", "equality", "least-squares", "nonconvex"}),
)
