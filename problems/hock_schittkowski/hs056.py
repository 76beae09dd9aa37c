"""HS56: a product with bounds hidden in squared sines.

    minimise    -x1 x2 x3
    subject to  x1 - 4.2 sin² x4 = 0
                x2 - 4.2 sin² x5 = 0
                x3 - 4.2 sin² x6 = 0
                x1 + 2 x2 + 2 x3 - 7.2 sin² x7 = 0

Source          Hock and Schittkowski (1981), problem 56; Brusch.
Classification  PGR-T1-2: polynomial objective, general constraints, regular, solution known exactly.
Start           (1, 1, 1, a, a, a, b), a = arcsin √(1/4.2), b = arcsin √(5/7.2), feasible, f = -1.
Solutions       (2.4, 1.2, 1.2, ±c + jπ, ±d + kπ, ±d + lπ, (r + 1/2) π) with c = arcsin √(4/7), d = arcsin √(2/7) and
                integers j, k, l, r; f = -3.456.

The sines say 0 <= x1, x2, x3 <= 4.2 and 0 <= x1 + 2 x2 + 2 x3 <= 7.2.  A step from the start may end near any of the
infinitely many solutions.
"""

from math import asin, pi, sqrt

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS56")
    a, b = asin(sqrt(1 / 4.2)), asin(sqrt(5 / 7.2))
    x = m.variable("x", 7, start=[1, 1, 1, a, a, a, b])
    m.minimize(-x[0] * x[1] * x[2])
    m.subject_to(x[0] - 4.2 * sqp.sin(x[3]) ** 2 == 0, name="first range")
    m.subject_to(x[1] - 4.2 * sqp.sin(x[4]) ** 2 == 0, name="second range")
    m.subject_to(x[2] - 4.2 * sqp.sin(x[5]) ** 2 == 0, name="third range")
    m.subject_to(x[0] + 2 * x[1] + 2 * x[2] - 7.2 * sqp.sin(x[6]) ** 2 == 0, name="range of the sum")
    return m


C, D = asin(sqrt(4 / 7)), asin(sqrt(2 / 7))

CASE = Case(
    name="HS56",
    build=build,
    optimum=-3.456,
    start_objective=-1.0,
    solutions=(Solution((2.4, 1.2, 1.2, C, D, D, pi / 2), -3.456, note="up to signs and periods of the angles"),),
    classification="PGR-T1-2",
    source="Hock and Schittkowski (1981), problem 56; Brusch",
    tags=frozenset({"hs", "equality", "nonconvex"}),
    note="Infinitely many solutions that differ in the angles x4 ... x7 and agree in x1, x2, x3 and the objective.",
)
