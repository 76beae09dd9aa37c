"""HS55: six linear equalities of rank five.

    minimise    x1 + 2 x2 + 4 x5 + exp(x1 x4)
    subject to  x1 + 2 x2 + 5 x5 - 6 = 0
                x1 + x2 + x3 - 3     = 0
                x4 + x5 + x6 - 2     = 0
                x1 + x4 - 1          = 0
                x2 + x5 - 2          = 0
                x3 + x6 - 2          = 0
                0 <= x1, x2, x3, x4, x5, x6
                x1, x4 <= 1

Source          Hock and Schittkowski (1981), problem 55; Hsia.
Classification  GLR-T1-3: general objective, linear constraints, regular, solution known exactly.
Start           (1, 2, 0, 0, 0, 2), infeasible, f = 6.
Solution        (0, 4/3, 5/3, 1, 2/3, 1/3), f = 19/3.

A transportation problem: the second and third equality together say the same as the last three, so the Jacobian never
has full rank and the multipliers are never unique.  A factorisation of the KKT matrix must cope with that.
A second vertex, (1, 5/3, 1/3, 0, 1/3, 5/3), is a local minimum with f = 20/3.
"""

from math import inf

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS55")
    x = m.variable("x", 6, lower=0, upper=[1, inf, inf, 1, inf, inf], start=[1, 2, 0, 0, 0, 2])
    x1, x2, x3, x4, x5, x6 = (x[i] for i in range(6))
    m.minimize(x1 + 2 * x2 + 4 * x5 + sqp.exp(x1 * x4))
    m.subject_to(x1 + 2 * x2 + 5 * x5 - 6 == 0, name="extra")
    m.subject_to(x1 + x2 + x3 - 3 == 0, name="first row")
    m.subject_to(x4 + x5 + x6 - 2 == 0, name="second row")
    m.subject_to(x1 + x4 - 1 == 0, name="first column")
    m.subject_to(x2 + x5 - 2 == 0, name="second column")
    m.subject_to(x3 + x6 - 2 == 0, name="third column")
    return m


CASE = Case(
    name="HS55",
    build=build,
    optimum=19 / 3,
    start_objective=6.0,
    solutions=(
        Solution((0.0, 4 / 3, 5 / 3, 1.0, 2 / 3, 1 / 3), 19 / 3),
        Solution((1.0, 5 / 3, 1 / 3, 0.0, 1 / 3, 5 / 3), 20 / 3, note="local"),
    ),
    classification="GLR-T1-3",
    source="Hock and Schittkowski (1981), problem 55; Hsia",
    tags=frozenset({"hs", "bounds", "equality", "linear", "nonconvex", "degenerate"}),
    note="The equalities have rank five; multipliers are never unique.",
)
