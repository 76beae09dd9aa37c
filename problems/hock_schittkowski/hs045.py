"""HS45: a product of five variables in a box.

    minimise    2 - x1 x2 x3 x4 x5 / 120
    subject to  0 <= xi <= i,  i = 1 ... 5

Source          Hock and Schittkowski (1981), problem 45; Betts; Miele et al.
Classification  PBR-T1-5: polynomial objective, bounds only, regular, solution known exactly.
Start           (2, 2, 2, 2, 2), infeasible, f = 26/15.
Solution        (1, 2, 3, 4, 5), f = 1; all upper bounds are active.

Every point with two variables at zero is stationary with f = 2.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS45")
    x = m.variable("x", 5, lower=0, upper=[1, 2, 3, 4, 5], start=[2, 2, 2, 2, 2])
    m.minimize(2 - x[0] * x[1] * x[2] * x[3] * x[4] / 120)
    return m


CASE = Case(
    name="HS45",
    build=build,
    optimum=1.0,
    start_objective=26 / 15,
    solutions=(Solution((1.0, 2.0, 3.0, 4.0, 5.0), 1.0),),
    classification="PBR-T1-5",
    source="Hock and Schittkowski (1981), problem 45; Betts; Miele et al.",
    tags=frozenset({"hs", "bounds", "nonconvex"}),
)
