"""HS109: two generators and a load with voltages, real and reactive power.

    minimise    3 x1 + 10⁻⁶ x1³ + 2 x2 + 0.522074·10⁻⁶ x2³
    subject to  x4 - x3 + 0.55 >= 0                  2250000 - x1² - x8² >= 0
                x3 - x4 + 0.55 >= 0                  2250000 - x2² - x9² >= 0
                x5 x6 sin(-x3 - ¼) + x5 x7 sin(-x4 - ¼) + 2 b x5² - a x1 + 400 a                            = 0
                x5 x6 sin(x3 - ¼) + x6 x7 sin(x3 - x4 - ¼) + 2 b x6² - a x2 + 400 a                         = 0
                x5 x7 sin(x4 - ¼) + x6 x7 sin(x4 - x3 - ¼) + 2 b x7² + 881.779 a                            = 0
                a x8 + x5 x6 cos(-x3 - ¼) + x5 x7 cos(-x4 - ¼) - 200 a - 2 c x5² + 0.7533·10⁻³ a x5²        = 0
                a x9 + x5 x6 cos(x3 - ¼) + x6 x7 cos(x3 - x4 - ¼) - 200 a - 2 c x6² + 0.7533·10⁻³ a x6²     = 0
                x5 x7 cos(x4 - ¼) + x6 x7 cos(x4 - x3 - ¼) - 22.938 a - 2 c x7² + 0.7533·10⁻³ a x7²         = 0
                0 <= x1, x2,  -0.55 <= x3, x4 <= 0.55,  196 <= x5, x6, x7 <= 252,  -400 <= x8, x9 <= 800

    where       a = 50.176, b = sin ¼, c = cos ¼

x1 and x2 are real, x8 and x9 reactive powers, x3 and x4 phase angles, x5, x6 and x7 voltages.

Source          Hock and Schittkowski (1981), problem 109, p. 118; Beuneu.
Classification  PGR-P1-5: polynomial objective, general constraints, regular, solution known numerically.
Start           (0, 0, 0, 0, 0, 0, 0, 0, 0), infeasible, f = 0.
Solution        (675.0253, 1134.021, 0.1334851, -0.3711903, 252, 252, 201.4659, 426.619, 368.4882), f = 5362.069181
                (published 5362.06928); the upper bounds of x5 and x6 are active.
"""

from math import cos, inf, sin

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS109")
    x = m.variable(
        "x",
        9,
        lower=[0, 0, -0.55, -0.55, 196, 196, 196, -400, -400],
        upper=[inf, inf, 0.55, 0.55, 252, 252, 252, 800, 800],
        start=0,
    )
    x1, x2, x3, x4, x5, x6, x7, x8, x9 = (x[i] for i in range(9))
    a, b, c = 50.176, sin(0.25), cos(0.25)

    def real(angle):
        return sqp.sin(angle - 0.25)

    def reactive(angle):
        return sqp.cos(angle - 0.25)

    m.minimize(3 * x1 + 1e-6 * x1**3 + 2 * x2 + 0.522074e-6 * x2**3)
    m.subject_to(x4 - x3 + 0.55 >= 0, name="angle difference from below")
    m.subject_to(x3 - x4 + 0.55 >= 0, name="angle difference from above")
    m.subject_to(2250000 - x1**2 - x8**2 >= 0, name="capacity 1")
    m.subject_to(2250000 - x2**2 - x9**2 >= 0, name="capacity 2")
    real_balances = (
        x5 * x6 * real(-x3) + x5 * x7 * real(-x4) + 2 * b * x5**2 - a * x1 + 400 * a,
        x5 * x6 * real(x3) + x6 * x7 * real(x3 - x4) + 2 * b * x6**2 - a * x2 + 400 * a,
        x5 * x7 * real(x4) + x6 * x7 * real(x4 - x3) + 2 * b * x7**2 + 881.779 * a,
    )
    shunt = 0.7533e-3 * a - 2 * c
    reactive_balances = (
        a * x8 + x5 * x6 * reactive(-x3) + x5 * x7 * reactive(-x4) - 200 * a + shunt * x5**2,
        a * x9 + x5 * x6 * reactive(x3) + x6 * x7 * reactive(x3 - x4) - 200 * a + shunt * x6**2,
        x5 * x7 * reactive(x4) + x6 * x7 * reactive(x4 - x3) - 22.938 * a + shunt * x7**2,
    )
    for node, balance in enumerate(real_balances, start=1):
        m.subject_to(balance == 0, name=f"real power {node}")
    for node, balance in enumerate(reactive_balances, start=1):
        m.subject_to(balance == 0, name=f"reactive power {node}")
    return m


CASE = Case(
    name="HS109",
    build=build,
    optimum=5362.06918111,
    start_objective=0.0,
    solutions=(
        Solution(
            (
                675.0253392597419,
                1134.021089714841,
                0.13348505091827562,
                -0.37119026264778004,
                252.0,
                252.0,
                201.4658577338128,
                426.6190056621183,
                368.4881990875217,
            ),
            5362.069181109597,
        ),
    ),
    classification="PGR-P1-5",
    source="Hock and Schittkowski (1981), problem 109, p. 118; Beuneu",
    tags=frozenset({"hs", "bounds", "equality", "inequality", "nonconvex"}),
)
