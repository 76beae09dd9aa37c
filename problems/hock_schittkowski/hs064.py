"""HS64: three order quantities under one capacity, nearly singular at the lower bounds.

    minimise    5 x1 + 50000/x1 + 20 x2 + 72000/x2 + 10 x3 + 144000/x3
    subject to  1 - 4/x1 - 32/x2 - 120/x3 >= 0
                10⁻⁵ <= xi

Source          Hock and Schittkowski (1981), problem 64, p. 86; Best.
Classification  PPR-P1-2: generalized polynomials, regular, solution known numerically.
Start           (1, 1, 1), infeasible, f = 266035.
Solution        (108.7347, 85.1261, 204.3247), f = 6299.842428; the constraint is active.

The problem is convex.  Where the reciprocals are large the linearised constraint asks for steps that are far too
short: from the start an SQP method roughly doubles x at each iteration.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS64")
    x = m.variable("x", 3, lower=1e-5, start=[1, 1, 1])
    m.minimize(5 * x[0] + 50000 / x[0] + 20 * x[1] + 72000 / x[1] + 10 * x[2] + 144000 / x[2])
    m.subject_to(1 - 4 / x[0] - 32 / x[1] - 120 / x[2] >= 0, name="capacity")
    return m


CASE = Case(
    name="HS64",
    build=build,
    optimum=6299.842427922,
    start_objective=266035.0,
    solutions=(Solution((108.7347049109, 85.12621279089, 204.3245966126), 6299.842427922),),
    classification="PPR-P1-2",
    source="Hock and Schittkowski (1981), problem 64, p. 86; Best",
    tags=frozenset({"hs", "bounds", "inequality"}),
)
