"""A bilevel program whose follower is just touched by its constraints.

    minimise    x1² - 2 x1 + x2² - 2 x2 + y1² + y2²
    subject to  y_i - x_i + l_i (y_i - 1) = 0
                0 <= 1/4 - (y_i - 1)²  ⟂  l_i >= 0,   0 <= x_i <= 2,   i = 1, 2

At the solution x = y = (1/2, 1/2) both pairs are zero on both sides.

Source          A. H. de Silva (1978), George Washington University, dissertation; MacMPEC, problem desilva.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("desilva")
    x = m.variable("x", 2, lower=0, upper=2, start=0)
    y, slope = m.variable("y", 2, start=0), m.variable("l", 2, start=0)
    m.minimize(sqp.sum(x**2 - 2 * x + y**2))
    m.subject_to(y - x + slope * (y - 1) == 0, name="follower")
    m.complementarity(0.25 - (y - 1) ** 2, slope, name="discs")
    return m


CASE = Case(
    name="desilva",
    build=build,
    optimum=-1.0,
    start_objective=0.0,
    solutions=(Solution((0.5, 0.5, 0.5, 0.5, 0.0, 0.0), -1.0),),
    classification="QQR-6-2",
    source="A. H. de Silva (1978), George Washington University, dissertation; MacMPEC, problem desilva",
    tags=frozenset({"complementarity", "bounds", "equality", "inequality", "nonconvex", "degenerate"}),
)
