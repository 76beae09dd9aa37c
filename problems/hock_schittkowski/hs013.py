"""HS13: Kuhn and Tucker's cusp, a solution without multipliers.

    minimise    (x1 - 2)² + x2²
    subject to  (1 - x1)³ - x2 >= 0
                0 <= x1
                0 <= x2

Source          Hock and Schittkowski (1981), problem 13; Betts; Kuhn and Tucker.
Classification  QPR-T1-1: quadratic objective, polynomial constraints, regular, solution known exactly.
Start           (-2, -2), infeasible, f = 20.
Solution        (1, 0), f = 1; the constraint and the bound on x2 are active.

At (1, 0) the two active gradients are (0, -1) and (0, 1): no constraint qualification holds.  The gradient (-2, 0) of
the objective is no combination of them, so there are no multipliers and (1, 0) is a Fritz John point, not a
Karush-Kuhn-Tucker point.  Methods creep towards it with multipliers that grow without limit, from both sides.
"""

import sqp
from sqp.algorithm.stop import PointKind
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS13")
    x = m.variable("x", 2, lower=0, start=[-2, -2])
    m.minimize((x[0] - 2) ** 2 + x[1] ** 2)
    m.subject_to((1 - x[0]) ** 3 - x[1] >= 0, name="cusp")
    return m


CASE = Case(
    name="HS13",
    build=build,
    optimum=1.0,
    start_objective=20.0,
    solutions=(Solution((1.0, 0.0), 1.0, note="Fritz John point without multipliers"),),
    classification="QPR-T1-1",
    source="Hock and Schittkowski (1981), problem 13; Betts; Kuhn and Tucker",
    tags=frozenset({"hs", "bounds", "inequality", "least-squares", "nonconvex", "degenerate", "fritz-john"}),
    expected=PointKind.FRITZ_JOHN,
    note="No constraint qualification holds at the solution; multipliers do not exist.",
)
