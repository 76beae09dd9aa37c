"""HS9: a product of sine and cosine on a straight line, with infinitely many solutions.

    minimise    sin(π x1 / 12) cos(π x2 / 16)
    subject to  4 x1 - 3 x2 = 0

Source          Hock and Schittkowski (1981), problem 9; Miele et al.
Classification  GLR-T1-1: general objective, linear constraints, regular, solution known exactly.
Start           (0, 0), feasible, f = 0.
Solutions       (12 k - 3, 16 k - 4) for every integer k, f = -1/2.

With x = (3 t, 4 t) the objective is sin(π t / 2) / 2, so all local minima are global.
"""

from math import pi

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS9")
    x = m.variable("x", 2, start=[0, 0])
    m.minimize(sqp.sin(pi * x[0] / 12) * sqp.cos(pi * x[1] / 16))
    m.subject_to(4 * x[0] - 3 * x[1] == 0, name="line")
    return m


CASE = Case(
    name="HS9",
    build=build,
    optimum=-0.5,
    start_objective=0.0,
    solutions=tuple(Solution((12.0 * k - 3, 16.0 * k - 4), -0.5) for k in (0, 1, -1)),
    classification="GLR-T1-1",
    source="Hock and Schittkowski (1981), problem 9; Miele et al.",
    tags=frozenset({"hs", "equality", "linear", "nonconvex"}),
    note="Infinitely many solutions (12 k - 3, 16 k - 4) with the same objective; three are stored.",
)
