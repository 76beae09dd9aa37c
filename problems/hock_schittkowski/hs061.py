"""HS61: a quadratic on the intersection of two parabolic cylinders.

    minimise    4 x1² + 2 x2² + 2 x3² - 33 x1 + 16 x2 - 24 x3
    subject to  3 x1 - 2 x2² - 7 = 0
                4 x1 - x3² - 11  = 0

Source          Hock and Schittkowski (1981), problem 61, p. 83; Fletcher and Lill.
Classification  QQR-P1-1: quadratic objective, quadratic constraints, regular, solution known numerically.
Start           (0, 0, 0), infeasible, f = 0.
Solution        (5.32677, -2.11900, 3.21046), f = -143.6461422.

At the start both constraint gradients are multiples of (1, 0, 0): they are linearly dependent and the first
linearisation has no solution.  Without x1 the equations are the hyperbola 8 x2² - 3 x3² = 5; the solution lies on the
branch with x2 < 0, and the start on neither side; the best point
of the other branch is a local minimum with f = -81.9190961.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS61")
    x = m.variable("x", 3, start=[0, 0, 0])
    m.minimize(4 * x[0] ** 2 + 2 * x[1] ** 2 + 2 * x[2] ** 2 - 33 * x[0] + 16 * x[1] - 24 * x[2])
    m.subject_to(3 * x[0] - 2 * x[1] ** 2 - 7 == 0, name="first cylinder")
    m.subject_to(4 * x[0] - x[2] ** 2 - 11 == 0, name="second cylinder")
    return m


CASE = Case(
    name="HS61",
    build=build,
    optimum=-143.6461421978,
    start_objective=0.0,
    solutions=(
        Solution((5.326770135564, -2.118998632219, 3.210464225351), -143.6461421978),
        Solution((4.291221356573, 1.713718773562, 2.48291873131), -81.91909609463, note="local"),
    ),
    classification="QQR-P1-1",
    source="Hock and Schittkowski (1981), problem 61, p. 83; Fletcher and Lill",
    tags=frozenset({"hs", "equality", "quadratic", "nonconvex", "degenerate"}),
    note="The constraint gradients are linearly dependent at the start: the first linearisation is inconsistent.",
)
