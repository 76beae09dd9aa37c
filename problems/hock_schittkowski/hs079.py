"""HS79: a chain of even powers with three polynomial equations.

    minimise    (x1 - 1)² + (x1 - x2)² + (x2 - x3)² + (x3 - x4)⁴ + (x4 - x5)⁴
    subject to  x1 + x2² + x3³ - 2 - 3√2  = 0
                x2 - x3² + x4 + 2 - 2√2   = 0
                x1 x5 - 2                 = 0

Source          Hock and Schittkowski (1981), problem 79, p. 99; Betts; Miele et al.
Classification  PPR-P1-5: polynomial objective and constraints, regular, solution known numerically.
Start           (2, 2, 2, 2, 2), infeasible, f = 1.
Solution        (1.191127, 1.362603, 1.472818, 1.635017, 1.679081), f = 0.0787768209.

Four more local minima are known, with f from 13.97 to 86.53.
"""

from math import sqrt

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS79")
    x = m.variable("x", 5, start=2)
    x1, x2, x3, x4, x5 = (x[i] for i in range(5))
    m.minimize((x1 - 1) ** 2 + (x1 - x2) ** 2 + (x2 - x3) ** 2 + (x3 - x4) ** 4 + (x4 - x5) ** 4)
    m.subject_to(x1 + x2**2 + x3**3 - 2 - 3 * sqrt(2) == 0, name="cubic")
    m.subject_to(x2 - x3**2 + x4 + 2 - 2 * sqrt(2) == 0, name="quadratic")
    m.subject_to(x1 * x5 - 2 == 0, name="product")
    return m


CASE = Case(
    name="HS79",
    build=build,
    optimum=0.07877682087106,
    start_objective=1.0,
    solutions=(
        Solution((1.191127456311, 1.362603164962, 1.472817931512, 1.635016619168, 1.679081436166), 0.07877682087106),
        Solution(
            (2.717677687698, 2.033384143615, -0.8479480266238, -0.4859411630135, 0.7359224418161),
            13.96682490039,
            note="local",
        ),
        Solution(
            (-0.7661728478468, 2.666726182739, -0.4681700363766, -1.619115875032, -2.610377026046),
            27.45200409471,
            note="local",
        ),
        Solution(
            (-1.246780933475, 2.42224203124, 1.174983289381, -0.2132291761683, -1.604131043636),
            27.5219614544,
            note="local",
        ),
        Solution(
            (0.9494708485124, -2.26663320482, 0.5377959469626, 3.384284810136, 2.106436446294),
            86.52753971593,
            note="local",
        ),
    ),
    classification="PPR-P1-5",
    source="Hock and Schittkowski (1981), problem 79, p. 99; Betts; Miele et al.",
    tags=frozenset({"hs", "equality", "nonconvex"}),
)
