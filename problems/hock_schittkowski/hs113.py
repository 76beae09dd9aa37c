"""HS113: Wong's second problem, ten variables and eight convex constraints.

    minimise    x1² + x2² + x1 x2 - 14 x1 - 16 x2 + (x3 - 10)² + 4 (x4 - 5)² + (x5 - 3)² + 2 (x6 - 1)²
                + 5 x7² + 7 (x8 - 11)² + 2 (x9 - 10)² + (x10 - 7)² + 45
    subject to  105 - 4 x1 - 5 x2 + 3 x7 - 9 x8                          >= 0
                -10 x1 + 8 x2 + 17 x7 - 2 x8                             >= 0
                8 x1 - 2 x2 - 5 x9 + 2 x10 + 12                          >= 0
                -3 (x1 - 2)² - 4 (x2 - 3)² - 2 x3² + 7 x4 + 120          >= 0
                -5 x1² - 8 x2 - (x3 - 6)² + 2 x4 + 40                    >= 0
                -½ (x1 - 8)² - 2 (x2 - 4)² - 3 x5² + x6 + 30             >= 0
                -x1² - 2 (x2 - 2)² + 2 x1 x2 - 14 x5 + 6 x6              >= 0
                3 x1 - 6 x2 - 12 (x9 - 8)² + 7 x10                       >= 0

Source          Hock and Schittkowski (1981), problem 113, p. 122; Asaadi; Charalambous; Wong.
Classification  QQR-P1-7: quadratic objective, quadratic constraints, regular, solution known numerically.
Start           (2, 3, 5, 5, 1, 2, 7, 3, 6, 10), feasible, f = 753.
Solution        (2.171996, 2.363683, 8.773926, 5.095984, 0.9906548, 1.430574, 1.321644, 9.828726, 8.280092, 8.375927),
                f = 24.3062091; the constraints 6 and 8 are inactive.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS113")
    x = m.variable("x", 10, start=[2, 3, 5, 5, 1, 2, 7, 3, 6, 10])
    x1, x2, x3, x4, x5, x6, x7, x8, x9, x10 = (x[i] for i in range(10))
    m.minimize(
        x1**2 + x2**2 + x1 * x2 - 14 * x1 - 16 * x2 + (x3 - 10) ** 2 + 4 * (x4 - 5) ** 2 + (x5 - 3) ** 2
        + 2 * (x6 - 1) ** 2 + 5 * x7**2 + 7 * (x8 - 11) ** 2 + 2 * (x9 - 10) ** 2 + (x10 - 7) ** 2 + 45
    )  # fmt: skip
    m.subject_to(105 - 4 * x1 - 5 * x2 + 3 * x7 - 9 * x8 >= 0, name="linear 1")
    m.subject_to(-10 * x1 + 8 * x2 + 17 * x7 - 2 * x8 >= 0, name="linear 2")
    m.subject_to(8 * x1 - 2 * x2 - 5 * x9 + 2 * x10 + 12 >= 0, name="linear 3")
    m.subject_to(-3 * (x1 - 2) ** 2 - 4 * (x2 - 3) ** 2 - 2 * x3**2 + 7 * x4 + 120 >= 0, name="quadratic 1")
    m.subject_to(-5 * x1**2 - 8 * x2 - (x3 - 6) ** 2 + 2 * x4 + 40 >= 0, name="quadratic 2")
    m.subject_to(-0.5 * (x1 - 8) ** 2 - 2 * (x2 - 4) ** 2 - 3 * x5**2 + x6 + 30 >= 0, name="quadratic 3")
    m.subject_to(-(x1**2) - 2 * (x2 - 2) ** 2 + 2 * x1 * x2 - 14 * x5 + 6 * x6 >= 0, name="quadratic 4")
    m.subject_to(3 * x1 - 6 * x2 - 12 * (x9 - 8) ** 2 + 7 * x10 >= 0, name="quadratic 5")
    return m


CASE = Case(
    name="HS113",
    build=build,
    optimum=24.30620906818,
    start_objective=753.0,
    solutions=(
        Solution(
            (
                2.171996371255,
                2.363682973697,
                8.773925738477,
                5.095984487948,
                0.9906547649639,
                1.430573978936,
                1.321644208162,
                9.828725807886,
                8.280091670098,
                8.375926663921,
            ),
            24.30620906818,
        ),
    ),
    classification="QQR-P1-7",
    source="Hock and Schittkowski (1981), problem 113, p. 122; Asaadi; Charalambous; Wong",
    tags=frozenset({"hs", "inequality", "quadratic"}),
)
