"""HS4: a cubic on a quadrant, with its solution in the corner.

    minimise    (x1 + 1)³ / 3 + x2
    subject to  1 <= x1
                0 <= x2

Source          Hock and Schittkowski (1981), problem 4; Asaadi.
Classification  PBR-T1-3: polynomial objective, bounds only, regular, solution known exactly.
Start           (1.125, 0.125), feasible, f = 3.323568.
Solution        (1, 0), f = 8/3; both bounds are active.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS4")
    x = m.variable("x", 2, lower=[1, 0], start=[1.125, 0.125])
    m.minimize((x[0] + 1) ** 3 / 3 + x[1])
    return m


CASE = Case(
    name="HS4",
    build=build,
    optimum=8 / 3,
    start_objective=2.125**3 / 3 + 0.125,
    solutions=(Solution((1.0, 0.0), 8 / 3),),
    classification="PBR-T1-3",
    source="Hock and Schittkowski (1981), problem 4; Asaadi",
    tags=frozenset({"hs", "bounds"}),
)
