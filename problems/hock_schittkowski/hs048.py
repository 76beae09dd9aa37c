"""HS48: a convex quadratic program with two equalities.

    minimise    (x1 - 1)² + (x2 - x3)² + (x4 - x5)²
    subject to  x1 + x2 + x3 + x4 + x5 - 5 = 0
                x3 - 2 (x4 + x5) + 3       = 0

Source          Hock and Schittkowski (1981), problem 48; Huang and Aggerwal; Miele et al.
Classification  QLR-T1-5: quadratic objective, linear constraints, regular, solution known exactly.
Start           (3, 5, -3, 2, -2), feasible, f = 84.
Solution        (1, 1, 1, 1, 1), f = 0.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS48")
    x = m.variable("x", 5, start=[3, 5, -3, 2, -2])
    x1, x2, x3, x4, x5 = (x[i] for i in range(5))
    m.minimize((x1 - 1) ** 2 + (x2 - x3) ** 2 + (x4 - x5) ** 2)
    m.subject_to(x1 + x2 + x3 + x4 + x5 - 5 == 0, name="sum")
    m.subject_to(x3 - 2 * (x4 + x5) + 3 == 0, name="balance")
    return m


CASE = Case(
    name="HS48",
    build=build,
    optimum=0.0,
    start_objective=84.0,
    solutions=(Solution((1.0, 1.0, 1.0, 1.0, 1.0), 0.0),),
    classification="QLR-T1-5",
    source="Hock and Schittkowski (1981), problem 48; Huang and Aggerwal; Miele et al.",
    tags=frozenset({"hs", "equality", "linear", "quadratic", "least-squares"}),
)
