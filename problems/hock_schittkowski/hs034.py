"""HS34: a linear objective under nested exponentials.

    minimise    -x1
    subject to  x2 - exp(x1) >= 0
                x3 - exp(x2) >= 0
                0 <= x1 <= 100
                0 <= x2 <= 100
                0 <= x3 <= 10

Source          Hock and Schittkowski (1981), problem 34; Eckhardt.
Classification  LGR-T1-1: linear objective, general constraints, regular, solution known exactly.
Start           (0, 1.05, 2.9), feasible, f = 0.
Solution        (ln ln 10, ln 10, 10), f = -ln ln 10; both constraints and the upper bound on x3 are active.

The box allows exp(exp(100)), which overflows: a long step needs safeguards.
"""

from math import log

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS34")
    x = m.variable("x", 3, lower=0, upper=[100, 100, 10], start=[0, 1.05, 2.9])
    m.minimize(-x[0])
    m.subject_to(x[1] - sqp.exp(x[0]) >= 0, name="inner exponential")
    m.subject_to(x[2] - sqp.exp(x[1]) >= 0, name="outer exponential")
    return m


CASE = Case(
    name="HS34",
    build=build,
    optimum=-log(log(10)),
    start_objective=0.0,
    solutions=(Solution((log(log(10)), log(10), 10.0), -log(log(10))),),
    classification="LGR-T1-1",
    source="Hock and Schittkowski (1981), problem 34; Eckhardt",
    tags=frozenset({"hs", "bounds", "inequality"}),
)
