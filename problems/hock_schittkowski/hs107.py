"""HS107: optimal power flow with two generators and a load.

    minimise    3000 x1 + 1000 x1³ + 2000 x2 + 666.667 x2³
    subject to  0.4 - x1 + 2 c x5² - x5 x6 (d y1 + c y2) - x5 x7 (d y3 + c y4)       = 0
                0.4 - x2 + 2 c x6² + x5 x6 (d y1 - c y2) + x6 x7 (d y5 - c y6)       = 0
                0.8      + 2 c x7² + x5 x7 (d y3 - c y4) - x6 x7 (d y5 + c y6)       = 0
                0.2 - x3 + 2 d x5² + x5 x6 (c y1 - d y2) + x5 x7 (c y3 - d y4)       = 0
                0.2 - x4 + 2 d x6² - x5 x6 (c y1 + d y2) - x6 x7 (c y5 + d y6)       = 0
                -0.337   + 2 d x7² - x5 x7 (c y3 + d y4) + x6 x7 (c y5 - d y6)       = 0
                0 <= x1, x2,  0.90909 <= x5, x6, x7 <= 1.0909

    where       y1 = sin x8, y2 = cos x8, y3 = sin x9, y4 = cos x9, y5 = sin(x8 - x9), y6 = cos(x8 - x9)
                c = (48.4 / 50.176) sin 0.25, d = (48.4 / 50.176) cos 0.25

x1 and x2 are the real, x3 and x4 the reactive powers of the generators, x5, x6, x7 the voltages of the three nodes, x8
and x9 the phase angles; the equations are the balances of real and of reactive power.

Source          Hock and Schittkowski (1981), problem 107, p. 116; Bartholomew-Biggs.
Classification  PGR-P1-4: polynomial objective, general constraints, regular, solution known numerically.
Start           (0.8, 0.8, 0.2, 0.2, 1.0454, 1.0454, 1.0454, 0, 0), infeasible, f = 4853.3335.
Solution        (0.6670128, 1.022385, 0.2282871, 0.1848218, 1.0909, 1.0909, 1.069036, 0.1066106, -0.3387876), f =
                5055.011803; the upper bounds of x5 and x6 are active.

The book prints only eight components of the start; the one missing is the third voltage, 1.0454 like the others.
"""

from math import cos, inf, sin

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS107")
    x = m.variable(
        "x",
        9,
        lower=[0, 0, -inf, -inf, 0.90909, 0.90909, 0.90909, -inf, -inf],
        upper=[inf, inf, inf, inf, 1.0909, 1.0909, 1.0909, inf, inf],
        start=[0.8, 0.8, 0.2, 0.2, 1.0454, 1.0454, 1.0454, 0, 0],
    )
    x1, x2, x3, x4, x5, x6, x7, x8, x9 = (x[i] for i in range(9))
    c, d = 48.4 / 50.176 * sin(0.25), 48.4 / 50.176 * cos(0.25)
    y1, y2 = sqp.sin(x8), sqp.cos(x8)
    y3, y4 = sqp.sin(x9), sqp.cos(x9)
    y5, y6 = sqp.sin(x8 - x9), sqp.cos(x8 - x9)

    m.minimize(3000 * x1 + 1000 * x1**3 + 2000 * x2 + 666.667 * x2**3)
    real = (
        0.4 - x1 + 2 * c * x5**2 - x5 * x6 * (d * y1 + c * y2) - x5 * x7 * (d * y3 + c * y4),
        0.4 - x2 + 2 * c * x6**2 + x5 * x6 * (d * y1 - c * y2) + x6 * x7 * (d * y5 - c * y6),
        0.8 + 2 * c * x7**2 + x5 * x7 * (d * y3 - c * y4) - x6 * x7 * (d * y5 + c * y6),
    )
    reactive = (
        0.2 - x3 + 2 * d * x5**2 + x5 * x6 * (c * y1 - d * y2) + x5 * x7 * (c * y3 - d * y4),
        0.2 - x4 + 2 * d * x6**2 - x5 * x6 * (c * y1 + d * y2) - x6 * x7 * (c * y5 + d * y6),
        -0.337 + 2 * d * x7**2 - x5 * x7 * (c * y3 + d * y4) + x6 * x7 * (c * y5 - d * y6),
    )
    for node, (real_balance, reactive_balance) in enumerate(zip(real, reactive, strict=True), start=1):
        m.subject_to(real_balance == 0, name=f"real power {node}")
        m.subject_to(reactive_balance == 0, name=f"reactive power {node}")
    return m


CASE = Case(
    name="HS107",
    build=build,
    optimum=5055.011803544,
    start_objective=4853.333504,
    solutions=(
        Solution(
            (
                0.6670127623153,
                1.022384717051,
                0.2282871446675,
                0.1848217561298,
                1.0909,
                1.0909,
                1.069036003143,
                0.1066106224066,
                -0.3387876190699,
            ),
            5055.011803544,
        ),
    ),
    classification="PGR-P1-4",
    source="Hock and Schittkowski (1981), problem 107, p. 116; Bartholomew-Biggs",
    tags=frozenset({"hs", "bounds", "equality", "nonconvex"}),
)
