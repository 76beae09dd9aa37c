"""A Stackelberg duopoly: the leader knows how the follower will answer.

    minimise    x² / 2 + x y / 2 - 95 x
    subject to  0 <= y  ⟂  2 y + x / 2 - 100 >= 0,   0 <= x <= 200

The follower answers y = 50 - x / 4; the leader then chooses x = 280 / 3.

Source          S. Leyffer (2000), MacMPEC, problem stackelberg1.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("stackelberg1")
    x, y = m.variable("x", lower=0, upper=200, start=50), m.variable("y", start=30)
    m.minimize(0.5 * x**2 + 0.5 * x * y - 95 * x)
    m.complementarity(y, 2 * y + 0.5 * x - 100, name="follower")
    return m


CASE = Case(
    name="stackelberg1",
    build=build,
    optimum=-3266.6666666666665,
    start_objective=-2750.0,
    solutions=(Solution((93.33333333333333, 26.666666666666668), -3266.6666666666665),),
    classification="QLR-2-1",
    source="S. Leyffer (2000), MacMPEC, problem stackelberg1",
    tags=frozenset({"complementarity", "bounds", "inequality", "nonconvex"}),
)
