"""Not unbounded: a linear objective that meets its bound only at -10¹².

    minimise    x + y
    subject to  x - y <= 1        right
                y - x <= 1        left
                -10¹² <= x

At the solution x = -10¹² and y = x - 1, so f = -2·10¹² - 1.

Source: constructed; somebody's idea of infinity.
"""

from __future__ import annotations

import sqp
from sqp_problems.case import Case, Solution

FAR = 1e12


def build() -> sqp.Model:
    m = sqp.Model("distant bound")
    x, y = m.variable("x", lower=-FAR, start=1), m.variable("y", start=0.5)
    m.minimize(x + y)
    m.subject_to(x - y <= 1, name="right")
    m.subject_to(y - x <= 1, name="left")
    return m


CASE = Case(
    name="distant_bound",
    build=build,
    optimum=-2 * FAR - 1,
    start_objective=1.5,
    solutions=(Solution((-FAR, -FAR - 1), -2 * FAR - 1),),
    classification="LLR2-AN-2-2",
    source="constructed",
    tags=frozenset({"unbounded", "near-miss", "inequality", "linear", "bounds"}),
    note="Bounded: in this family to catch a solver that claims the opposite.",
)
