"""HS38: Colville's function no. 4, also known as Wood's function, in a box.

    minimise    100 (x2 - x1²)² + (1 - x1)² + 90 (x4 - x3²)² + (1 - x3)²
                + 10.1 ((x2 - 1)² + (x4 - 1)²) + 19.8 (x2 - 1) (x4 - 1)
    subject to  -10 <= x1, x2, x3, x4 <= 10

Source          Hock and Schittkowski (1981), problem 38; Colville; Himmelblau.
Classification  PBR-T1-4: polynomial objective, bounds only, regular, solution known exactly.
Start           (-3, -1, -3, -1), feasible, f = 19192.
Solution        (1, 1, 1, 1), f = 0; no bound is active.

Two coupled Rosenbrock valleys.  Near (-1, 1, -1, 1), where f is about 7.88, the gradient vanishes at a saddle point
that slows methods without second derivatives down.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS38")
    x = m.variable("x", 4, lower=-10, upper=10, start=[-3, -1, -3, -1])
    first = 100 * (x[1] - x[0] ** 2) ** 2 + (1 - x[0]) ** 2
    second = 90 * (x[3] - x[2] ** 2) ** 2 + (1 - x[2]) ** 2
    coupling = 10.1 * ((x[1] - 1) ** 2 + (x[3] - 1) ** 2) + 19.8 * (x[1] - 1) * (x[3] - 1)
    m.minimize(first + second + coupling)
    return m


CASE = Case(
    name="HS38",
    build=build,
    optimum=0.0,
    start_objective=19192.0,
    solutions=(Solution((1.0, 1.0, 1.0, 1.0), 0.0),),
    classification="PBR-T1-4",
    source="Hock and Schittkowski (1981), problem 38; Colville; Himmelblau",
    tags=frozenset({"hs", "bounds", "nonconvex"}),
)
