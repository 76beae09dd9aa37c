"""HS63: a concave quadratic on the circle where a plane cuts a sphere.

    minimise    1000 - x1² - 2 x2² - x3² - x1 x2 - x1 x3
    subject to  8 x1 + 14 x2 + 7 x3 - 56 = 0
                x1² + x2² + x3² - 25     = 0
                0 <= xi

Source          Hock and Schittkowski (1981), problem 63, p. 85; Himmelblau; Paviani; Sheela.
Classification  QQR-P1-2: quadratic objective, quadratic constraints, regular, solution known numerically.
Start           (2, 2, 2), infeasible, f = 976.
Solution        (3.512118, 0.216988, 3.552174), f = 961.7151721; no bound is active.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS63")
    x = m.variable("x", 3, lower=0, start=[2, 2, 2])
    m.minimize(1000 - x[0] ** 2 - 2 * x[1] ** 2 - x[2] ** 2 - x[0] * x[1] - x[0] * x[2])
    m.subject_to(8 * x[0] + 14 * x[1] + 7 * x[2] - 56 == 0, name="plane")
    m.subject_to(x[0] ** 2 + x[1] ** 2 + x[2] ** 2 - 25 == 0, name="sphere")
    return m


CASE = Case(
    name="HS63",
    build=build,
    optimum=961.7151721301,
    start_objective=976.0,
    solutions=(Solution((3.512121341875, 0.2169879415152, 3.552171154827), 961.7151721301),),
    classification="QQR-P1-2",
    source="Hock and Schittkowski (1981), problem 63, p. 85; Himmelblau; Paviani; Sheela",
    tags=frozenset({"hs", "bounds", "equality", "quadratic", "nonconvex"}),
)
