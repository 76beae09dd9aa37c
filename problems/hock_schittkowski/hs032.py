"""HS32: a quadratic on a simplex cut by a cubic, solved in a vertex.

    minimise    (x1 + 3 x2 + x3)² + 4 (x1 - x2)²
    subject to  6 x2 + 4 x3 - x1³ - 3 >= 0
                1 - x1 - x2 - x3 = 0
                0 <= x1, x2, x3

Source          Hock and Schittkowski (1981), problem 32; Evtushenko.
Classification  QPR-T1-2: quadratic objective, polynomial constraints, regular, solution known exactly.
Start           (0.1, 0.7, 0.2), feasible, f = 7.2.
Solution        (0, 0, 1), f = 1; the equality and the bounds on x1 and x2 are active.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS32")
    x = m.variable("x", 3, lower=0, start=[0.1, 0.7, 0.2])
    m.minimize((x[0] + 3 * x[1] + x[2]) ** 2 + 4 * (x[0] - x[1]) ** 2)
    m.subject_to(6 * x[1] + 4 * x[2] - x[0] ** 3 - 3 >= 0, name="cubic")
    m.subject_to(1 - x[0] - x[1] - x[2] == 0, name="simplex")
    return m


CASE = Case(
    name="HS32",
    build=build,
    optimum=1.0,
    start_objective=7.2,
    solutions=(Solution((0.0, 0.0, 1.0), 1.0),),
    classification="QPR-T1-2",
    source="Hock and Schittkowski (1981), problem 32; Evtushenko",
    tags=frozenset({"hs", "bounds", "equality", "inequality", "least-squares"}),
)
