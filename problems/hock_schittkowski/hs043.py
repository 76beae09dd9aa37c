"""HS43: the problem of Rosen and Suzuki.

    minimise    x1² + x2² + 2 x3² + x4² - 5 x1 - 5 x2 - 21 x3 + 7 x4
    subject to   8 - x1² -   x2² - x3² -   x4² - x1 + x2 - x3 + x4 >= 0
                10 - x1² - 2 x2² - x3² - 2 x4² + x1           + x4 >= 0
                 5 - 2 x1² - x2² - x3²       - 2 x1 + x2      + x4 >= 0

Source          Hock and Schittkowski (1981), problem 43; Betts; Charalambous; Gould; Sheela.
Classification  QQR-T1-11: quadratic objective, quadratic constraints, regular, solution known exactly.
Start           (0, 0, 0, 0), feasible, f = 0.
Solution        (0, 1, 2, -1), f = -44; the first and the third constraint are active.

Convex, with integers as its solution: for decades the first example on which a new method was tried.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS43")
    x = m.variable("x", 4, start=[0, 0, 0, 0])
    x1, x2, x3, x4 = (x[i] for i in range(4))
    m.minimize(x1**2 + x2**2 + 2 * x3**2 + x4**2 - 5 * x1 - 5 * x2 - 21 * x3 + 7 * x4)
    m.subject_to(8 - x1**2 - x2**2 - x3**2 - x4**2 - x1 + x2 - x3 + x4 >= 0, name="first ball")
    m.subject_to(10 - x1**2 - 2 * x2**2 - x3**2 - 2 * x4**2 + x1 + x4 >= 0, name="second ball")
    m.subject_to(5 - 2 * x1**2 - x2**2 - x3**2 - 2 * x1 + x2 + x4 >= 0, name="third ball")
    return m


CASE = Case(
    name="HS43",
    build=build,
    optimum=-44.0,
    start_objective=0.0,
    solutions=(Solution((0.0, 1.0, 2.0, -1.0), -44.0),),
    classification="QQR-T1-11",
    source="Hock and Schittkowski (1981), problem 43; Betts; Charalambous; Gould; Sheela",
    tags=frozenset({"hs", "inequality"}),
)
