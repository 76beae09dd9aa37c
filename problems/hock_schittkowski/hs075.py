"""HS75: HS74 with a tighter limit on the voltage angles.

    minimise    3 x1 + 10⁻⁶ x1³ + 2 x2 + (2/3) 10⁻⁶ x2³
    subject to  x4 - x3 + a >= 0
                x3 - x4 + a >= 0
                1000 sin(-x3 - 0.25) + 1000 sin(-x4 - 0.25) + 894.8 - x1      = 0
                1000 sin(x3 - 0.25)  + 1000 sin(x3 - x4 - 0.25) + 894.8 - x2  = 0
                1000 sin(x4 - 0.25)  + 1000 sin(x4 - x3 - 0.25) + 1294.8      = 0
                0 <= x1, x2 <= 1200,  -a <= x3, x4 <= a

    where       a = 0.48

Source          Hock and Schittkowski (1981), problem 75, p. 95; Beuneu.
Classification  PGR-P1-2: polynomial objective, general constraints, regular, solution known numerically.
Start           (0, 0, 0, 0), infeasible, f = 0.
Solution        (776.1592, 925.1949, 0.05110879, -0.4288911), f = 5174.412695 (published 5174.4129); the first
                constraint is active too.

The three equations and the active limit determine the solution: it is a vertex.  The published point stays 7·10⁻⁸
inside the limit.
"""

import sqp
from sqp_problems.case import Case, Solution
from sqp_problems.hock_schittkowski.hs074 import two_generators


def build() -> sqp.Model:
    return two_generators("HS75", limit=0.48)


CASE = Case(
    name="HS75",
    build=build,
    optimum=5174.412695378,
    start_objective=0.0,
    solutions=(Solution((776.1590265861, 925.1951384691, 0.05110892853835, -0.4288910714616), 5174.412695378),),
    classification="PGR-P1-2",
    source="Hock and Schittkowski (1981), problem 75, p. 95; Beuneu",
    tags=frozenset({"hs", "bounds", "equality", "inequality", "nonconvex"}),
)
