"""HS52: a linear least-squares problem with three equalities.

    minimise    (4 x1 - x2)² + (x2 + x3 - 2)² + (x4 - 1)² + (x5 - 1)²
    subject to  x1 + 3 x2      = 0
                x3 + x4 - 2 x5 = 0
                x2 - x5        = 0

Source          Hock and Schittkowski (1981), problem 52; Miele et al.
Classification  QLR-T1-7: quadratic objective, linear constraints, regular, solution known exactly.
Start           (2, 2, 2, 2, 2), infeasible, f = 42.
Solution        (-33, 11, 180, -158, 11) / 349, f = 1859/349.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS52")
    x = m.variable("x", 5, start=[2, 2, 2, 2, 2])
    x1, x2, x3, x4, x5 = (x[i] for i in range(5))
    m.minimize((4 * x1 - x2) ** 2 + (x2 + x3 - 2) ** 2 + (x4 - 1) ** 2 + (x5 - 1) ** 2)
    m.subject_to(x1 + 3 * x2 == 0, name="first")
    m.subject_to(x3 + x4 - 2 * x5 == 0, name="second")
    m.subject_to(x2 - x5 == 0, name="third")
    return m


CASE = Case(
    name="HS52",
    build=build,
    optimum=1859 / 349,
    start_objective=42.0,
    solutions=(Solution((-33 / 349, 11 / 349, 180 / 349, -158 / 349, 11 / 349), 1859 / 349),),
    classification="QLR-T1-7",
    source="Hock and Schittkowski (1981), problem 52; Miele et al.",
    tags=frozenset({"hs", "equality", "linear", "quadratic", "least-squares"}),
)
