"""HS2: Rosenbrock's valley cut off by a bound, with a local minimum on the other side.

    minimise    100 (x2 - x1²)² + (1 - x1)²
    subject to  1.5 <= x2

Source          Hock and Schittkowski (1981), problem 2; Betts.
Classification  PBR-T1-2: polynomial objective, bounds only, regular, solution known exactly.
Start           (-2, 1), infeasible, f = 909.
Solution        (2 a cos(φ/3), 1.5) with a² = 598/1200 and cos φ = 1 / (400 a³), f = 0.0504261879.

On the active bound x2 = 1.5 the slope in x1 vanishes where 200 x1³ - 299 x1 - 1 = 0.  Of the three roots the largest is
the global minimum and the smallest a local one with f = 4.94; the start lies in the valley of the local one.
"""

from math import acos, cos, inf, pi, sqrt

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS2")
    x = m.variable("x", 2, lower=[-inf, 1.5], start=[-2, 1])
    m.minimize(100 * (x[1] - x[0] ** 2) ** 2 + (1 - x[0]) ** 2)
    return m


A = sqrt(598 / 1200)
PHI = acos(1 / (400 * A**3))

CASE = Case(
    name="HS2",
    build=build,
    optimum=0.0504261879,
    start_objective=909.0,
    solutions=(
        Solution((2 * A * cos(PHI / 3), 1.5), 0.0504261878936),
        Solution((2 * A * cos((PHI + 2 * pi) / 3), 1.5), 4.941229317989185, note="local"),
    ),
    classification="PBR-T1-2",
    source="Hock and Schittkowski (1981), problem 2; Betts",
    tags=frozenset({"hs", "bounds", "least-squares", "nonconvex"}),
)
