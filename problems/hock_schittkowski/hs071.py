"""HS71: a box of given volume and diagonal, everybody's first nonlinear program.

    minimise    x1 x4 (x1 + x2 + x3) + x3
    subject to  x1 x2 x3 x4             >= 25
                x1² + x2² + x3² + x4²    = 40
                1 <= xi <= 5

Source          Hock and Schittkowski (1981), problem 71, p. 92; Bartholomew-Biggs.
Classification  PPR-P1-3: polynomial objective and constraints, regular, solution known numerically.
Start           (1, 5, 5, 1), infeasible, f = 16.
Solution        (1, 4.742999, 3.821150, 1.379408), f = 17.0140173; x1 >= 1 and the product are active.

Two vertices are local minima, with f = 27.1464 at x2 = 5 and f = 32.9444 at x4 = 5.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS71")
    x = m.variable("x", 4, lower=1, upper=5, start=[1, 5, 5, 1])
    m.minimize(x[0] * x[3] * (x[0] + x[1] + x[2]) + x[2])
    m.subject_to(x[0] * x[1] * x[2] * x[3] >= 25, name="product")
    m.subject_to(sqp.dot(x, x) == 40, name="sphere")
    return m


CASE = Case(
    name="HS71",
    build=build,
    optimum=17.01401728916,
    start_objective=16.0,
    solutions=(
        Solution((1.0, 4.742999637264, 3.821149984185, 1.379408293173), 17.01401728916),
        Solution((1.0, 5.0, 1.449489742783, 3.449489742783), 27.14642819948, note="local"),
        Solution((1.0, 1.449489742783, 3.449489742783, 5.0), 32.94438717061, note="local"),
    ),
    classification="PPR-P1-3",
    source="Hock and Schittkowski (1981), problem 71, p. 92; Bartholomew-Biggs",
    tags=frozenset({"hs", "bounds", "equality", "inequality", "nonconvex"}),
)
