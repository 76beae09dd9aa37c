"""HS35: Beale's convex quadratic program.

    minimise    9 - 8 x1 - 6 x2 - 4 x3 + 2 x1² + 2 x2² + x3² + 2 x1 x2 + 2 x1 x3
    subject to  3 - x1 - x2 - 2 x3 >= 0
                0 <= x1, x2, x3

Source          Hock and Schittkowski (1981), problem 35; Asaadi; Charalambous; Dimitru; Sheela.
Classification  QLR-T1-3: quadratic objective, linear constraints, regular, solution known exactly.
Start           (1/2, 1/2, 1/2), feasible, f = 2.25.
Solution        (4/3, 7/9, 4/9), f = 1/9; the constraint is active.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS35")
    x = m.variable("x", 3, lower=0, start=[0.5, 0.5, 0.5])
    linear = 9 - 8 * x[0] - 6 * x[1] - 4 * x[2]
    squares = 2 * x[0] ** 2 + 2 * x[1] ** 2 + x[2] ** 2
    m.minimize(linear + squares + 2 * x[0] * x[1] + 2 * x[0] * x[2])
    m.subject_to(3 - x[0] - x[1] - 2 * x[2] >= 0, name="half space")
    return m


CASE = Case(
    name="HS35",
    build=build,
    optimum=1 / 9,
    start_objective=2.25,
    solutions=(Solution((4 / 3, 7 / 9, 4 / 9), 1 / 9),),
    classification="QLR-T1-3",
    source="Hock and Schittkowski (1981), problem 35; Asaadi; Charalambous; Dimitru; Sheela",
    tags=frozenset({"hs", "bounds", "inequality", "linear", "quadratic"}),
)
