"""HS78: a product of five variables on a curved surface.

    minimise    x1 x2 x3 x4 x5
    subject to  x1² + x2² + x3² + x4² + x5² - 10 = 0
                x2 x3 - 5 x4 x5                  = 0
                x1³ + x2³ + 1                    = 0

Source          Hock and Schittkowski (1981), problem 78, p. 98; Asaadi; Powell.
Classification  PPR-P1-4: polynomial objective and constraints, regular, solution known numerically.
Start           (-2, 1.5, 2, -1, -1), infeasible, f = -6.
Solution        (-1.717142, 1.595708, 1.827248, -0.7636429, -0.7636435), f = -2.91970041.

Changing the signs of x4 and x5 changes nothing, and with the sign of x3 that of x4 or of x5 can be changed: every
solution has three mirror images.  There is a further local minimum with f = -0.8235948301.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS78")
    x = m.variable("x", 5, start=[-2, 1.5, 2, -1, -1])
    m.minimize(x[0] * x[1] * x[2] * x[3] * x[4])
    m.subject_to(sqp.dot(x, x) - 10 == 0, name="sphere")
    m.subject_to(x[1] * x[2] - 5 * x[3] * x[4] == 0, name="products")
    m.subject_to(x[0] ** 3 + x[1] ** 3 + 1 == 0, name="cubes")
    return m


CASE = Case(
    name="HS78",
    build=build,
    optimum=-2.919700408964,
    start_objective=-6.0,
    solutions=(
        Solution(
            (-1.717143570394, 1.595709690184, 1.827245752927, -0.7636430781841, -0.7636430781841),
            -2.919700408964,
        ),
        Solution(
            (-0.6990507561019, -0.8699517730572, -2.789923374978, 0.6967207168953, 0.6967207168953),
            -0.823594830085,
            note="local",
        ),
    ),
    classification="PPR-P1-4",
    source="Hock and Schittkowski (1981), problem 78, p. 98; Asaadi; Powell",
    tags=frozenset({"hs", "equality", "nonconvex"}),
)
