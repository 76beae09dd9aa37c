"""HS76: a small convex quadratic program.

    minimise    x1² + x2²/2 + x3² + x4²/2 - x1 x3 + x3 x4 - x1 - 3 x2 + x3 - x4
    subject to  5 - x1 - 2 x2 - x3 - x4     >= 0
                4 - 3 x1 - x2 - 2 x3 + x4   >= 0
                x2 + 4 x3 - 1.5             >= 0
                0 <= xi

Source          Hock and Schittkowski (1981), problem 76, p. 96; Murtagh and Sargent.
Classification  QLR-P1-1: quadratic objective, linear constraints, regular, solution known numerically.
Start           (0.5, 0.5, 0.5, 0.5), feasible, f = -1.25.
Solution        (3/11, 23/11, 0, 6/11), f = -103/22; the first constraint and the bound on x3 are active.

The book prints the solution as decimals, f = -4.681818181; the fractions solve the optimality conditions exactly.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS76")
    x = m.variable("x", 4, lower=0, start=[0.5, 0.5, 0.5, 0.5])
    x1, x2, x3, x4 = (x[i] for i in range(4))
    m.minimize(x1**2 + 0.5 * x2**2 + x3**2 + 0.5 * x4**2 - x1 * x3 + x3 * x4 - x1 - 3 * x2 + x3 - x4)
    m.subject_to(5 - x1 - 2 * x2 - x3 - x4 >= 0, name="first plane")
    m.subject_to(4 - 3 * x1 - x2 - 2 * x3 + x4 >= 0, name="second plane")
    m.subject_to(x2 + 4 * x3 - 1.5 >= 0, name="third plane")
    return m


CASE = Case(
    name="HS76",
    build=build,
    optimum=-103 / 22,
    start_objective=-1.25,
    solutions=(Solution((3 / 11, 23 / 11, 0.0, 6 / 11), -103 / 22),),
    classification="QLR-P1-1",
    source="Hock and Schittkowski (1981), problem 76, p. 96; Murtagh and Sargent",
    tags=frozenset({"hs", "bounds", "inequality", "linear", "quadratic"}),
)
