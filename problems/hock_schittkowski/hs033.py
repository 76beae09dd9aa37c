"""HS33: inside a cone and outside a sphere.

    minimise    (x1 - 1) (x1 - 2) (x1 - 3) + x3
    subject to  x3² - x2² - x1²     >= 0
                x1² + x2² + x3² - 4 >= 0
                0 <= x1
                0 <= x2
                0 <= x3 <= 5

Source          Hock and Schittkowski (1981), problem 33; Beltrami; Hartman.
Classification  PQR-T1-8: polynomial objective, quadratic constraints, regular, solution known exactly.
Start           (0, 0, 3), feasible, f = -3.
Solution        (0, √2, √2), f = √2 - 6; cone, sphere and the bound on x1 are active.

From the start a descent method first runs into (0, 0, 2) with f = -4: a Karush-Kuhn-Tucker point with the sphere and
the bounds on x1 and x2 active, but no minimum, because the bound on x2 has multiplier zero and moving along the sphere
away from it lowers x3.  Second derivatives are needed to see that.
"""

from math import inf, sqrt

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS33")
    x = m.variable("x", 3, lower=0, upper=[inf, inf, 5], start=[0, 0, 3])
    m.minimize((x[0] - 1) * (x[0] - 2) * (x[0] - 3) + x[2])
    m.subject_to(x[2] ** 2 - x[1] ** 2 - x[0] ** 2 >= 0, name="cone")
    m.subject_to(x[0] ** 2 + x[1] ** 2 + x[2] ** 2 - 4 >= 0, name="sphere")
    return m


CASE = Case(
    name="HS33",
    build=build,
    optimum=sqrt(2) - 6,
    start_objective=-3.0,
    solutions=(
        Solution((0.0, sqrt(2), sqrt(2)), sqrt(2) - 6),
        Solution((0.0, 0.0, 2.0), -4.0, note="saddle: KKT point, no minimum"),
    ),
    classification="PQR-T1-8",
    source="Hock and Schittkowski (1981), problem 33; Beltrami; Hartman",
    tags=frozenset({"hs", "bounds", "inequality", "nonconvex"}),
    note="Many solvers stop at the saddle (0, 0, 2), which satisfies the first-order conditions.",
)
