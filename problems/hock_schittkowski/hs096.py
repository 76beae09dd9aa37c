"""HS96: HS95 with another right-hand side: the cheapest sources under four bilinear limits.

    minimise    4.3 x1 + 31.8 x2 + 63.3 x3 + 15.8 x4 + 68.5 x5 + 4.7 x6
    subject to  the constraints and bounds of HS95 with b = (4.97, -1.88, -69.08, -118.02)

Source          Hock and Schittkowski (1981), problem 96, p. 109; Himmelblau; Holzman.
Classification  LQR-P1-2: linear objective, quadratic constraints, regular, solution known numerically.
Start           (0, 0, 0, 0, 0, 0), infeasible, f = 0.
Solution        (0, 0, 0, 0, 0, 0.00332330), f = 0.01561953 (published 0.01561951);
                the vertex of HS95.
"""

import sqp
from sqp_problems.case import Case, Solution
from sqp_problems.hock_schittkowski.hs095 import bilinear_sources


def build() -> sqp.Model:
    return bilinear_sources("HS96", b=(4.97, -1.88, -69.08, -118.02))


CASE = Case(
    name="HS96",
    build=build,
    optimum=0.01561952524239,
    start_objective=0.0,
    solutions=(Solution((0.0, 0.0, 0.0, 0.0, 0.0, 0.003323303243063), 0.01561952524239),),
    classification="LQR-P1-2",
    source="Hock and Schittkowski (1981), problem 96, p. 109; Himmelblau; Holzman",
    tags=frozenset({"hs", "bounds", "inequality", "nonconvex"}),
)
