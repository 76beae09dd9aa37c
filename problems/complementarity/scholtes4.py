"""A cone whose apex is a solution without multipliers.

    minimise    z1 + z2 - z3
    subject to  z3 <= 4 z1,   z3 <= 4 z2
                0 <= z1  ⟂  z2 >= 0

One of z1 and z2 is zero, so z3 <= 0 and the origin is the solution.  It is M-stationary; strong stationarity would need
multipliers of both signs.

Source          H. Scheel, S. Scholtes (2000), Math. Oper. Res. 25, 1-22; MacMPEC, problem scholtes4.
"""

import sqp
from sqp.algorithm.stop import PointKind
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("scholtes4")
    z = m.variable("z", 3, start=[0, 1, 0])
    m.minimize(z[0] + z[1] - z[2])
    m.subject_to(z[2] <= 4 * z[0], name="left")
    m.subject_to(z[2] <= 4 * z[1], name="right")
    m.complementarity(z[0], z[1], name="pair")
    return m


CASE = Case(
    name="scholtes4",
    build=build,
    optimum=0.0,
    start_objective=1.0,
    solutions=(Solution((0.0, 0.0, 0.0), 0.0, note="M-stationary, not strongly stationary"),),
    classification="LLR-3-1",
    source="H. Scheel, S. Scholtes (2000), Math. Oper. Res. 25, 1-22; MacMPEC, problem scholtes4",
    tags=frozenset({"complementarity", "inequality", "nonconvex", "degenerate"}),
    expected=PointKind.FRITZ_JOHN,
)
