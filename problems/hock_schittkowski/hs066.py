"""HS66: a linear objective above a tower of exponentials.

    minimise    0.2 x3 - 0.8 x1
    subject to  x2 - exp(x1) >= 0
                x3 - exp(x2) >= 0
                0 <= x1 <= 100,  0 <= x2 <= 100,  0 <= x3 <= 10

Source          Hock and Schittkowski (1981), problem 66, p. 88; Eckhardt.
Classification  LGR-P1-1: linear objective, general constraints, regular, solution known numerically.
Start           (0, 1.05, 2.9), feasible, f = 0.58.
Solution        (0.1841265, 1.202168, 3.327322), f = 0.5181632741; both constraints are active.

The problem is convex.  With both constraints active it is the minimisation of 0.2 exp(exp(x1)) - 0.8 x1, so that
exp(x1 + exp(x1)) = 4, or x1 + exp(x1) = ln 4.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS66")
    x = m.variable("x", 3, lower=0, upper=[100, 100, 10], start=[0, 1.05, 2.9])
    m.minimize(0.2 * x[2] - 0.8 * x[0])
    m.subject_to(x[1] - sqp.exp(x[0]) >= 0, name="first exponential")
    m.subject_to(x[2] - sqp.exp(x[1]) >= 0, name="second exponential")
    return m


CASE = Case(
    name="HS66",
    build=build,
    optimum=0.5181632741815,
    start_objective=0.58,
    solutions=(Solution((0.1841264879228, 1.202167873197, 3.327322322599), 0.5181632741815),),
    classification="LGR-P1-1",
    source="Hock and Schittkowski (1981), problem 66, p. 88; Eckhardt",
    tags=frozenset({"hs", "bounds", "inequality"}),
)
