"""HS97: HS95 with another right-hand side: the cheapest sources under four bilinear limits.

    minimise    4.3 x1 + 31.8 x2 + 63.3 x3 + 15.8 x4 + 68.5 x5 + 4.7 x6
    subject to  the constraints and bounds of HS95 with b = (32.97, 25.12, -29.08, -78.02)

Source          Hock and Schittkowski (1981), problem 97, p. 109; Himmelblau; Holzman.
Classification  LQR-P1-3: linear objective, quadratic constraints, regular, solution known numerically.
Start           (0, 0, 0, 0, 0, 0), infeasible, f = 0.
Solution        (0.2685649, 0, 0, 0, 0.028, 0.0134), f = 3.1358091; a vertex.

A second vertex, with x3 in place of x1 and x5, is a local minimum with f = 4.0712464; more starts lead there than to
the global one.
"""

import sqp
from sqp_problems.case import Case, Solution
from sqp_problems.hock_schittkowski.hs095 import bilinear_sources


def build() -> sqp.Model:
    return bilinear_sources("HS97", b=(32.97, 25.12, -29.08, -78.02))


CASE = Case(
    name="HS97",
    build=build,
    optimum=3.135809122807,
    start_objective=0.0,
    solutions=(
        Solution((0.2685649122807, 0.0, 0.0, 0.0, 0.028, 0.0134), 3.135809122807),
        Solution((0.0, 0.0, 0.06332174338883, 0.0, 0.0, 0.0134), 4.071246356513, note="local"),
    ),
    classification="LQR-P1-3",
    source="Hock and Schittkowski (1981), problem 97, p. 109; Himmelblau; Holzman",
    tags=frozenset({"hs", "bounds", "inequality", "nonconvex"}),
)
