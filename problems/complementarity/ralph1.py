"""A solution without multipliers: stationary, but not strongly.

    minimise    2 x - y
    subject to  0 <= y  ⟂  y - x >= 0,   x >= 0

The only feasible points are those with y = x >= 0, so the origin is the solution; but no multipliers of the smooth
constraints exist there: it is B-stationary and not strongly stationary.

Source          S. Leyffer (2000), MacMPEC, problem ralph1.
"""

import sqp
from sqp.algorithm.stop import PointKind
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("ralph1")
    x, y = m.variable("x", lower=0, start=1), m.variable("y", start=1)
    m.minimize(2 * x - y)
    m.complementarity(y, y - x, name="pair")
    return m


CASE = Case(
    name="ralph1",
    build=build,
    optimum=0.0,
    start_objective=1.0,
    solutions=(Solution((0.0, 0.0), 0.0, note="B-stationary, not strongly stationary"),),
    classification="LLR-2-1",
    source="S. Leyffer (2000), MacMPEC, problem ralph1",
    tags=frozenset({"complementarity", "bounds", "inequality", "nonconvex", "degenerate"}),
    expected=PointKind.FRITZ_JOHN,
)
