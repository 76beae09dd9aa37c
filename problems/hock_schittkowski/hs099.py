"""HS99: seven thrust angles of a rocket that is to reach a height and a climb rate.

    minimise    -( Σ_{i=1..7} a_i (t_i - t_{i-1}) cos x_i )²
    subject to  q(t_7) - 100000 = 0
                s(t_7) - 1000   = 0
                0 <= x_i <= 1.58

    where       q_i = ½ (t_i - t_{i-1})² (a_i sin x_i - 32) + (t_i - t_{i-1}) s_{i-1} + q_{i-1},    q_0 = 0
                s_i = (t_i - t_{i-1}) (a_i sin x_i - 32) + s_{i-1},                                  s_0 = 0
                t   = (0, 25, 50, 100, 150, 200, 290, 380),  a = (50, 50, 75, 75, 75, 100, 100)

Between t_{i-1} and t_i the acceleration a_i points x_i above the horizon and gravity pulls with 32 ft/s²: q is the
height, s the climb rate and the sum the horizontal speed, which is to be as large as possible.

Source          Hock and Schittkowski (1981), problem 99, p. 110; Betts.
Classification  GGR-P1-3: general objective and constraints, regular, solution known numerically.
Start           (0.5, ..., 0.5), infeasible, f = -776360496.6.
Solution        (0.5424678, 0.5290214, 0.5084492, 0.4802689, 0.4512363, 0.4091831, 0.3527879), f = -8.310798915e8.

Squaring the speed makes f and its gradient of the size 10⁹ while x is of the size 1: a test of scaling.
"""

from itertools import pairwise

import sqp
from sqp_problems.case import Case, Solution

TIME = (0, 25, 50, 100, 150, 200, 290, 380)
ACCELERATION = (50, 50, 75, 75, 75, 100, 100)


def build() -> sqp.Model:
    m = sqp.Model("HS99")
    x = m.variable("x", 7, lower=0, upper=1.58, start=0.5)
    height = climb_rate = speed = 0
    for i, (before, now) in enumerate(pairwise(TIME)):
        step = now - before
        upward = ACCELERATION[i] * sqp.sin(x[i]) - 32
        height = height + step * climb_rate + 0.5 * step**2 * upward
        climb_rate = climb_rate + step * upward
        speed = speed + step * ACCELERATION[i] * sqp.cos(x[i])
    m.minimize(-(speed**2))
    m.subject_to(height - 100000 == 0, name="height")
    m.subject_to(climb_rate - 1000 == 0, name="climb rate")
    return m


CASE = Case(
    name="HS99",
    build=build,
    optimum=-831079891.5101,
    start_objective=-776360496.6046,
    solutions=(
        Solution(
            (
                0.542467816212317,
                0.5290214242019767,
                0.5084491553164001,
                0.4802688509618158,
                0.4512363497966468,
                0.40918308242098533,
                0.35278789178112285,
            ),
            -831079891.5101074,
        ),
    ),
    classification="GGR-P1-3",
    source="Hock and Schittkowski (1981), problem 99, p. 110; Betts",
    tags=frozenset({"hs", "bounds", "equality", "nonconvex"}),
)
