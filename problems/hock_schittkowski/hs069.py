"""HS69: HS68 with other costs: the cost of a sampling inspection plan.

    minimise    ( a n - x4 (b (exp(x1) - 1) - x3) / (exp(x1) - 1 + x4) ) / x1
    subject to  x3 - 2 Φ(-x2)                    = 0
                x4 - Φ(-x2 + d √n) - Φ(-x2 - d √n) = 0
                0.0001 <= x1 <= 100,  0 <= x2 <= 100,  0 <= x3 <= 2,  0 <= x4 <= 2

    where       Φ is the standard normal distribution function, a = 0.1, b = 1000, d = 1, n = 4

Source          Hock and Schittkowski (1981), problem 69, p. 90; Collani.
Classification  GGR-P1-2: general objective and constraints, regular, solution known numerically.
Start           (1, 1, 1, 1), infeasible, f = -631.3527.
Solution        (0.02937141, 1.1902534, 0.2339468, 0.7916678), f = -956.71288.
"""

import sqp
from sqp_problems.case import Case, Solution
from sqp_problems.hock_schittkowski.hs068 import inspection_plan


def build() -> sqp.Model:
    return inspection_plan("HS69", a=0.1, b=1000, d=1, n=4)


CASE = Case(
    name="HS69",
    build=build,
    optimum=-956.71288665,
    start_objective=-631.3526793874,
    solutions=(Solution((0.02937141742171, 1.190253450407, 0.2339467906674, 0.7916678112438), -956.71288665),),
    classification="GGR-P1-2",
    source="Hock and Schittkowski (1981), problem 69, p. 90; Collani",
    tags=frozenset({"hs", "bounds", "equality", "nonconvex"}),
)
