"""HS41: a product on a simplex whose size is a variable.

    minimise    2 - x1 x2 x3
    subject to  x1 + 2 x2 + 2 x3 - x4 = 0
                0 <= x1, x2, x3 <= 1
                0 <= x4 <= 2

Source          Hock and Schittkowski (1981), problem 41; Betts; Miele et al.
Classification  PLR-T1-4: polynomial objective, linear constraints, regular, solution known exactly.
Start           (2, 2, 2, 2), infeasible, f = -6.
Solution        (2/3, 1/3, 1/3, 2), f = 52/27; the upper bound on x4 is active.

Wherever two of the first three variables are zero the gradient of the objective vanishes: such points, with f = 2, are
stationary but no minima.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS41")
    x = m.variable("x", 4, lower=0, upper=[1, 1, 1, 2], start=[2, 2, 2, 2])
    m.minimize(2 - x[0] * x[1] * x[2])
    m.subject_to(x[0] + 2 * x[1] + 2 * x[2] - x[3] == 0, name="size")
    return m


CASE = Case(
    name="HS41",
    build=build,
    optimum=52 / 27,
    start_objective=-6.0,
    solutions=(Solution((2 / 3, 1 / 3, 1 / 3, 2.0), 52 / 27),),
    classification="PLR-T1-4",
    source="Hock and Schittkowski (1981), problem 41; Betts; Miele et al.",
    tags=frozenset({"hs", "bounds", "equality", "linear", "nonconvex"}),
)
