"""HS12: a convex quadratic on an ellipse.

    minimise    x1²/2 + x2² - x1 x2 - 7 x1 - 7 x2
    subject to  25 - 4 x1² - x2² >= 0

Source          Hock and Schittkowski (1981), problem 12; Mine et al.
Classification  QQR-T1-3: quadratic objective, quadratic constraints, regular, solution known exactly.
Start           (0, 0), feasible, f = 0.
Solution        (2, 3), f = -30; the constraint is active.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS12")
    x = m.variable("x", 2, start=[0, 0])
    m.minimize(x[0] ** 2 / 2 + x[1] ** 2 - x[0] * x[1] - 7 * x[0] - 7 * x[1])
    m.subject_to(25 - 4 * x[0] ** 2 - x[1] ** 2 >= 0, name="ellipse")
    return m


CASE = Case(
    name="HS12",
    build=build,
    optimum=-30.0,
    start_objective=0.0,
    solutions=(Solution((2.0, 3.0), -30.0),),
    classification="QQR-T1-3",
    source="Hock and Schittkowski (1981), problem 12; Mine et al.",
    tags=frozenset({"hs", "inequality"}),
)
