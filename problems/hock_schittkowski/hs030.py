"""HS30: a bound that touches a cylinder at the solution.

    minimise    x1² + x2² + x3²
    subject to  x1² + x2² - 1 >= 0
                  1 <= x1 <= 10
                -10 <= x2, x3 <= 10

Source          Hock and Schittkowski (1981), problem 30; Betts.
Classification  QQR-T1-8: quadratic objective, quadratic constraints, regular, solution known exactly.
Start           (1, 1, 1), feasible, f = 3.
Solution        (1, 0, 0), f = 1; the cylinder and the lower bound on x1 are active.

The two active gradients are parallel there: the multipliers of cylinder and bound are not unique.  Whatever satisfies
the bound also satisfies the cylinder.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS30")
    x = m.variable("x", 3, lower=[1, -10, -10], upper=10, start=[1, 1, 1])
    m.minimize(x[0] ** 2 + x[1] ** 2 + x[2] ** 2)
    m.subject_to(x[0] ** 2 + x[1] ** 2 - 1 >= 0, name="cylinder")
    return m


CASE = Case(
    name="HS30",
    build=build,
    optimum=1.0,
    start_objective=3.0,
    solutions=(Solution((1.0, 0.0, 0.0), 1.0),),
    classification="QQR-T1-8",
    source="Hock and Schittkowski (1981), problem 30; Betts",
    tags=frozenset({"hs", "bounds", "inequality", "least-squares", "degenerate"}),
    note="Active gradients are linearly dependent at the solution; multipliers are not unique.",
)
