"""HS53: a linear least-squares problem with three equalities in a box.

    minimise    (x1 - x2)² + (x2 + x3 - 2)² + (x4 - 1)² + (x5 - 1)²
    subject to  x1 + 3 x2      = 0
                x3 + x4 - 2 x5 = 0
                x2 - x5        = 0
                -10 <= x1, x2, x3, x4, x5 <= 10

Source          Hock and Schittkowski (1981), problem 53; Betts; Miele et al.
Classification  QLR-T1-8: quadratic objective, linear constraints, regular, solution known exactly.
Start           (2, 2, 2, 2, 2), infeasible, f = 6.
Solution        (-33, 11, 27, -5, 11) / 43, f = 176/43; no bound is active.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS53")
    x = m.variable("x", 5, lower=-10, upper=10, start=[2, 2, 2, 2, 2])
    x1, x2, x3, x4, x5 = (x[i] for i in range(5))
    m.minimize((x1 - x2) ** 2 + (x2 + x3 - 2) ** 2 + (x4 - 1) ** 2 + (x5 - 1) ** 2)
    m.subject_to(x1 + 3 * x2 == 0, name="first")
    m.subject_to(x3 + x4 - 2 * x5 == 0, name="second")
    m.subject_to(x2 - x5 == 0, name="third")
    return m


CASE = Case(
    name="HS53",
    build=build,
    optimum=176 / 43,
    start_objective=6.0,
    solutions=(Solution((-33 / 43, 11 / 43, 27 / 43, -5 / 43, 11 / 43), 176 / 43),),
    classification="QLR-T1-8",
    source="Hock and Schittkowski (1981), problem 53; Betts; Miele et al.",
    tags=frozenset({"hs", "bounds", "equality", "linear", "quadratic", "least-squares"}),
)
