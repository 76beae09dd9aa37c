"""HS5: McCormick's function in a box.

    minimise    sin(x1 + x2) + (x1 - x2)² - 1.5 x1 + 2.5 x2 + 1
    subject to  -1.5 <= x1 <= 4
                -3   <= x2 <= 3

Source          Hock and Schittkowski (1981), problem 5; McCormick.
Classification  GBR-T1-1: general objective, bounds only, regular, solution known exactly.
Start           (0, 0), feasible, f = 1.
Solution        (1/2 - π/3, -1/2 - π/3), f = -√3/2 - π/3; no bound is active.

The stationary points repeat along the diagonal: adding π to both variables gives a local minimum whose objective is
larger by π, and it still lies in the box.
"""

from math import pi, sqrt

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS5")
    x = m.variable("x", 2, lower=[-1.5, -3], upper=[4, 3], start=[0, 0])
    m.minimize(sqp.sin(x[0] + x[1]) + (x[0] - x[1]) ** 2 - 1.5 * x[0] + 2.5 * x[1] + 1)
    return m


CASE = Case(
    name="HS5",
    build=build,
    optimum=-sqrt(3) / 2 - pi / 3,
    start_objective=1.0,
    solutions=(
        Solution((1 / 2 - pi / 3, -1 / 2 - pi / 3), -sqrt(3) / 2 - pi / 3),
        Solution((1 / 2 + 2 * pi / 3, -1 / 2 + 2 * pi / 3), -sqrt(3) / 2 + 2 * pi / 3, note="local"),
    ),
    classification="GBR-T1-1",
    source="Hock and Schittkowski (1981), problem 5; McCormick",
    tags=frozenset({"hs", "bounds", "nonconvex"}),
)
