"""HS112: the chemical equilibrium of ten compounds.

    minimise    Σ_{j=1..10} xj ( c_j + ln(xj / (x1 + ... + x10)) )
    subject to  x1 + 2 x2 + 2 x3 + x6 + x10 - 2     = 0
                x4 + 2 x5 + x6 + x7 - 1             = 0
                x3 + x7 + x8 + 2 x9 + x10 - 1       = 0
                10⁻⁶ <= xj

    where       c = (-6.089, -17.164, -34.054, -5.914, -24.721, -14.986, -24.1, -10.708, -26.662, -22.179)

xj is the number of moles of compound j, f the free energy; the equations count the atoms of three elements.

Source          Hock and Schittkowski (1981), problem 112, p. 121; Bracken and McCormick; Himmelblau; White.
Classification  GLR-P1-3: general objective, linear constraints, regular, solution known numerically.
Start           (0.1, ..., 0.1), infeasible, f = -20.96028.
Solution        (0.04066809, 0.1477304, 0.7831534, 0.00141422, 0.4852466, 0.0006931721, 0.02739931, 0.01794728,
                0.03731437, 0.09687132), f = -47.76109; no bound is active.

The problem is convex.  The published solution (0.01773548, 0.08200180, 0.8825646, 0.0007233256, 0.4907851,
0.0004335469, 0.01727298, 0.007765639, 0.01984929, 0.05269826) with f = -47.707579 satisfies the equations but is not
optimal; HS111, the same problem in logarithms, has the right optimum in the book.
"""

import numpy as np

import sqp
from sqp_problems.case import Case, Solution

FREE_ENERGY = (-6.089, -17.164, -34.054, -5.914, -24.721, -14.986, -24.1, -10.708, -26.662, -22.179)
ATOMS = (
    (1, 2, 2, 0, 0, 1, 0, 0, 0, 1),
    (0, 0, 0, 1, 2, 1, 1, 0, 0, 0),
    (0, 0, 1, 0, 0, 0, 1, 1, 2, 1),
)
TOTAL = (2, 1, 1)


def build() -> sqp.Model:
    m = sqp.Model("HS112")
    x = m.variable("x", 10, lower=1e-6, start=0.1)
    m.minimize(sqp.dot(x, np.array(FREE_ENERGY) + sqp.log(x / sqp.sum(x))))
    m.subject_to(np.array(ATOMS) @ x == np.array(TOTAL), name="atoms")
    return m


CASE = Case(
    name="HS112",
    build=build,
    optimum=-47.76109085937,
    start_objective=-20.96028509299,
    solutions=(
        Solution(
            (
                0.04066808735569,
                0.1477303543408,
                0.7831533540092,
                0.00141421980903,
                0.4852466486993,
                0.0006931720784211,
                0.027399310714,
                0.01794727958493,
                0.03731436591303,
                0.09687132386578,
            ),
            -47.76109085937,
        ),
    ),
    classification="GLR-P1-3",
    source="Hock and Schittkowski (1981), problem 112, p. 121; Bracken and McCormick; Himmelblau; White",
    tags=frozenset({"hs", "bounds", "equality", "linear"}),
    note="The published optimum -47.707579 is wrong; the problem is convex and its optimum that of HS111.",
)
