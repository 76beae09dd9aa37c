"""HS74: two generators and a load, power balance in voltage angles.

    minimise    3 x1 + 10⁻⁶ x1³ + 2 x2 + (2/3) 10⁻⁶ x2³
    subject to  x4 - x3 + a >= 0
                x3 - x4 + a >= 0
                1000 sin(-x3 - 0.25) + 1000 sin(-x4 - 0.25) + 894.8 - x1      = 0
                1000 sin(x3 - 0.25)  + 1000 sin(x3 - x4 - 0.25) + 894.8 - x2  = 0
                1000 sin(x4 - 0.25)  + 1000 sin(x4 - x3 - 0.25) + 1294.8      = 0
                0 <= x1, x2 <= 1200,  -a <= x3, x4 <= a

    where       a = 0.55

Source          Hock and Schittkowski (1981), problem 74, p. 95; Beuneu.
Classification  PGR-P1-1: polynomial objective, general constraints, regular, solution known numerically.
Start           (0, 0, 0, 0), infeasible, f = 0.
Solution        (679.9453, 1026.067, 0.1188764, -0.3962336), f = 5126.4981; only the equations are active.

x1 and x2 are powers, x3 and x4 voltage angles.  HS75 is the same problem with a tighter limit a on the angles.
"""

import sqp
from sqp_problems.case import Case, Solution


def two_generators(name: str, limit: float) -> sqp.Model:
    """Model of HS74 and HS75; ``limit`` is a, the largest angle and difference of angles in radians."""
    m = sqp.Model(name)
    x = m.variable("x", 4, lower=[0, 0, -limit, -limit], upper=[1200, 1200, limit, limit], start=[0, 0, 0, 0])
    x1, x2, x3, x4 = (x[i] for i in range(4))
    m.minimize(3 * x1 + 1e-6 * x1**3 + 2 * x2 + 2e-6 / 3 * x2**3)
    m.subject_to(x4 - x3 + limit >= 0, name="angle difference from below")
    m.subject_to(x3 - x4 + limit >= 0, name="angle difference from above")
    first = 1000 * sqp.sin(-x3 - 0.25) + 1000 * sqp.sin(-x4 - 0.25) + 894.8
    second = 1000 * sqp.sin(x3 - 0.25) + 1000 * sqp.sin(x3 - x4 - 0.25) + 894.8
    load = 1000 * sqp.sin(x4 - 0.25) + 1000 * sqp.sin(x4 - x3 - 0.25) + 1294.8
    m.subject_to(first - x1 == 0, name="first generator")
    m.subject_to(second - x2 == 0, name="second generator")
    m.subject_to(load == 0, name="load")
    return m


def build() -> sqp.Model:
    return two_generators("HS74", limit=0.55)


CASE = Case(
    name="HS74",
    build=build,
    optimum=5126.498109595,
    start_objective=0.0,
    solutions=(Solution((679.9453198512, 1026.06713261, 0.1188763644931, -0.3962335532032), 5126.498109595),),
    classification="PGR-P1-1",
    source="Hock and Schittkowski (1981), problem 74, p. 95; Beuneu",
    tags=frozenset({"hs", "bounds", "equality", "inequality", "nonconvex"}),
)
