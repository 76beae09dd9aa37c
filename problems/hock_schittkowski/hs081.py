"""HS81: HS80 with a term in the objective that vanishes on the feasible set.

    minimise    exp(x1 x2 x3 x4 x5) - (x1³ + x2³ + 1)² / 2
    subject to  x1² + x2² + x3² + x4² + x5² - 10 = 0
                x2 x3 - 5 x4 x5                  = 0
                x1³ + x2³ + 1                    = 0
                -2.3 <= x1, x2 <= 2.3,  -3.2 <= x3, x4, x5 <= 3.2

Source          Hock and Schittkowski (1981), problem 81, p. 101; Powell.
Classification  GPR-P1-2: general objective, polynomial constraints, regular, solution known numerically.
Start           (-2, 2, 2, -1, -1), infeasible, f = -0.4996645.
Solution        (-1.717142, 1.595709, 1.827248, -0.7636474, -0.7636390), f = 0.0539498478; no bound is active.

The added term has zero gradient where the third equation holds, so solution and multipliers are those of HS80.  But it
makes the Hessian of the Lagrangian indefinite across the constraints: only the reduced Hessian is positive definite.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS81")
    limit = [2.3, 2.3, 3.2, 3.2, 3.2]
    x = m.variable("x", 5, lower=[-v for v in limit], upper=limit, start=[-2, 2, 2, -1, -1])
    cubes = x[0] ** 3 + x[1] ** 3 + 1
    m.minimize(sqp.exp(x[0] * x[1] * x[2] * x[3] * x[4]) - 0.5 * cubes**2)
    m.subject_to(sqp.dot(x, x) - 10 == 0, name="sphere")
    m.subject_to(x[1] * x[2] - 5 * x[3] * x[4] == 0, name="products")
    m.subject_to(cubes == 0, name="cubes")
    return m


CASE = Case(
    name="HS81",
    build=build,
    optimum=0.05394984777027,
    start_objective=-0.4996645373721,
    solutions=(
        Solution(
            (-1.717143570394, 1.595709690184, 1.827245752927, -0.7636430781841, -0.7636430781841),
            0.05394984777027,
        ),
        Solution(
            (-0.6990507561019, -0.8699517730572, -2.789923374978, -0.6967207168953, -0.6967207168953),
            0.4388512199428,
            note="local",
        ),
    ),
    classification="GPR-P1-2",
    source="Hock and Schittkowski (1981), problem 81, p. 101; Powell",
    tags=frozenset({"hs", "bounds", "equality", "nonconvex"}),
)
