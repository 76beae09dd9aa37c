"""A bilevel program with a quadratic lower level, replaced by its optimality conditions.

    minimise    (x - 5)² + (2 y + 1)²
    subject to  2 (y - 1) - 1.5 x + l1 - 0.5 l2 + l3 = 0
                0 <= 3 x - y - 3        ⟂  l1 >= 0
                0 <= -x + 0.5 y + 4     ⟂  l2 >= 0
                0 <= -x - y + 7         ⟂  l3 >= 0,   x, y >= 0

The follower minimises (y - 1)² - 1.5 x y; at the solution its first constraint and y >= 0 are active.

Source          J. F. Bard (1988), Math. Programming 40, 15-27, example 1; MacMPEC, problem bard1.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("bard1")
    x, y = m.variable("x", lower=0, start=0), m.variable("y", lower=0, start=0)
    slope = m.variable("l", 3, start=0)
    m.minimize((x - 5) ** 2 + (2 * y + 1) ** 2)
    m.subject_to(2 * (y - 1) - 1.5 * x + slope[0] - 0.5 * slope[1] + slope[2] == 0, name="follower")
    m.complementarity(3 * x - y - 3, slope[0], name="first")
    m.complementarity(-x + 0.5 * y + 4, slope[1], name="second")
    m.complementarity(-x - y + 7, slope[2], name="third")
    return m


CASE = Case(
    name="bard1",
    build=build,
    optimum=17.0,
    start_objective=26.0,
    solutions=(Solution((1.0, 0.0, 3.5, 0.0, 0.0), 17.0),),
    classification="QLR-5-3",
    source="J. F. Bard (1988), Math. Programming 40, 15-27, example 1; MacMPEC, problem bard1",
    tags=frozenset({"complementarity", "bounds", "equality", "inequality", "nonconvex"}),
)
