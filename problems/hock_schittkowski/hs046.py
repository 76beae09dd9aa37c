"""HS46: powers four and six under two nonlinear equalities.

    minimise    (x1 - x2)² + (x3 - 1)² + (x4 - 1)⁴ + (x5 - 1)⁶
    subject to  x1² x4 + sin(x4 - x5) - 1 = 0
                x2 + x3⁴ x4² - 2          = 0

Source          Hock and Schittkowski (1981), problem 46; Huang and Aggerwal; Miele et al.
Classification  PGR-T1-1: polynomial objective, general constraints, regular, solution known exactly.
Start           (√2/2, 1.75, 0.5, 2, 2), feasible, f = 3.337633.
Solution        (1, 1, 1, 1, 1), f = 0.

At the solution the multipliers are zero and the last two terms flatten out with the fourth and the sixth power: the
curvature along the constraints is singular and convergence is linear.  Two local minima with f = 0.0211 and f = 3.95
lie at negative x1.
"""

from math import sqrt

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS46")
    x = m.variable("x", 5, start=[sqrt(2) / 2, 1.75, 0.5, 2, 2])
    x1, x2, x3, x4, x5 = (x[i] for i in range(5))
    m.minimize((x1 - x2) ** 2 + (x3 - 1) ** 2 + (x4 - 1) ** 4 + (x5 - 1) ** 6)
    m.subject_to(x1**2 * x4 + sqp.sin(x4 - x5) - 1 == 0, name="sine")
    m.subject_to(x2 + x3**4 * x4**2 - 2 == 0, name="polynomial")
    return m


CASE = Case(
    name="HS46",
    build=build,
    optimum=0.0,
    start_objective=(sqrt(2) / 2 - 1.75) ** 2 + 2.25,
    solutions=(
        Solution((1.0, 1.0, 1.0, 1.0, 1.0), 0.0),
        Solution(
            (-0.5805137414699277, -0.5687318165135623, 1.1091456492340435, 1.3028134171564303, 0.7072722685027216),
            0.02108892862747123,
            note="local",
        ),
        Solution(
            (-0.19487545771515918, 0.026190923399505812, -0.9125761283206647, 1.6869972037947087, 0.4760957696231256),
            3.950247039974242,
            note="local",
        ),
    ),
    classification="PGR-T1-1",
    source="Hock and Schittkowski (1981), problem 46; Huang and Aggerwal; Miele et al.",
    tags=frozenset({"hs", "equality", "least-squares", "nonconvex", "degenerate"}),
)
