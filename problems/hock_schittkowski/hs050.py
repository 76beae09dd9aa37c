"""HS50: a convex quartic with three linear equalities.

    minimise    (x1 - x2)² + (x2 - x3)² + (x3 - x4)⁴ + (x4 - x5)²
    subject to  x1 + 2 x2 + 3 x3 - 6 = 0
                x2 + 2 x3 + 3 x4 - 6 = 0
                x3 + 2 x4 + 3 x5 - 6 = 0

Source          Hock and Schittkowski (1981), problem 50; Huang and Aggerwal.
Classification  PLR-T1-6: polynomial objective, linear constraints, regular, solution known exactly.
Start           (35, -31, 11, 5, -5), feasible, f = 7516.
Solution        (1, 1, 1, 1, 1), f = 0.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS50")
    x = m.variable("x", 5, start=[35, -31, 11, 5, -5])
    x1, x2, x3, x4, x5 = (x[i] for i in range(5))
    m.minimize((x1 - x2) ** 2 + (x2 - x3) ** 2 + (x3 - x4) ** 4 + (x4 - x5) ** 2)
    m.subject_to(x1 + 2 * x2 + 3 * x3 - 6 == 0, name="first")
    m.subject_to(x2 + 2 * x3 + 3 * x4 - 6 == 0, name="second")
    m.subject_to(x3 + 2 * x4 + 3 * x5 - 6 == 0, name="third")
    return m


CASE = Case(
    name="HS50",
    build=build,
    optimum=0.0,
    start_objective=7516.0,
    solutions=(Solution((1.0, 1.0, 1.0, 1.0, 1.0), 0.0),),
    classification="PLR-T1-6",
    source="Hock and Schittkowski (1981), problem 50; Huang and Aggerwal",
    tags=frozenset({"hs", "equality", "linear", "least-squares"}),
)
