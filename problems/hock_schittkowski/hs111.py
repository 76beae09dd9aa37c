"""HS111: HS112 in logarithms: the chemical equilibrium of ten compounds.

    minimise    Σ_{j=1..10} exp(xj) ( c_j + xj - ln Σ_k exp(xk) )
    subject to  exp(x1) + 2 exp(x2) + 2 exp(x3) + exp(x6) + exp(x10) - 2      = 0
                exp(x4) + 2 exp(x5) + exp(x6) + exp(x7) - 1                   = 0
                exp(x3) + exp(x7) + exp(x8) + 2 exp(x9) + exp(x10) - 1        = 0
                -100 <= xj <= 100

    where       c = (-6.089, -17.164, -34.054, -5.914, -24.721, -14.986, -24.1, -10.708, -26.662, -22.179)

exp(xj) is the number of moles of compound j, f the free energy; the equations count the atoms of three elements.

Source          Hock and Schittkowski (1981), problem 111, p. 120; Bracken and McCormick; Himmelblau; White.
Classification  GGR-P1-4: general objective and constraints, regular, solution known numerically.
Start           (-2.3, ..., -2.3), infeasible, f = -21.01454.
Solution        (-3.202312, -1.912367, -0.2444267, -6.561177, -0.723098, -7.274232, -3.597237, -4.020317, -3.288377,
                -2.334372), f = -47.76109086 (published -47.76109026); no bound is active.

The substitution turns the convex problem HS112 into a nonconvex one.
"""

import numpy as np

import sqp
from sqp_problems.case import Case, Solution
from sqp_problems.hock_schittkowski.hs112 import ATOMS, FREE_ENERGY, TOTAL


def build() -> sqp.Model:
    m = sqp.Model("HS111")
    x = m.variable("x", 10, lower=-100, upper=100, start=-2.3)
    moles = sqp.exp(x)
    m.minimize(sqp.dot(moles, np.array(FREE_ENERGY) + x - sqp.log(sqp.sum(moles))))
    m.subject_to(np.array(ATOMS) @ moles == np.array(TOTAL), name="atoms")
    return m


CASE = Case(
    name="HS111",
    build=build,
    optimum=-47.76109085937,
    start_objective=-21.01453947524,
    solutions=(
        Solution(
            (
                -3.202311588551,
                -1.912366597081,
                -0.2444267477504,
                -6.561177271658,
                -0.7230979632953,
                -7.274232280188,
                -3.597237422328,
                -4.020316730691,
                -3.28837688136,
                -2.334371739221,
            ),
            -47.76109085937,
        ),
        Solution(
            (
                -3.229493566643,
                -1.959069722053,
                -0.236840929892,
                -6.565716438651,
                -0.7245154660681,
                -7.29829259406,
                -3.54748764649,
                -100.0,
                -3.187459826911,
                -2.307264774482,
            ),
            -47.74272254608,
            note="local: without the eighth substance, for the derivative of exp(x8) vanishes far out",
        ),
    ),
    classification="GGR-P1-4",
    source="Hock and Schittkowski (1981), problem 111, p. 120; Bracken and McCormick; Himmelblau; White",
    tags=frozenset({"hs", "bounds", "equality", "nonconvex"}),
)
