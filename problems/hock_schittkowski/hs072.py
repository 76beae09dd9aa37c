"""HS72: the cheapest sample sizes of a stratified survey.

    minimise    1 + x1 + x2 + x3 + x4
    subject to  0.0401   - 4/x1    - 2.25/x2 - 1/x3    - 0.25/x4 >= 0
                0.010085 - 0.16/x1 - 0.36/x2 - 0.64/x3 - 0.64/x4 >= 0
                0.001 <= xi <= (5 - i) 10⁵

Source          Hock and Schittkowski (1981), problem 72, p. 93; Bracken and McCormick.
Classification  LPR-P1-1: linear objective, generalized polynomial constraints, regular, solution known numerically.
Start           (1, 1, 1, 1), infeasible, f = 5.
Solution        (193.4071, 179.5475, 185.0186, 168.7062), f = 727.679358 (published 727.67937);
                both constraints are active.

The problem is convex.  As in HS64 the start lies where the reciprocals are steep, and Newton steps on the constraints
only about double x.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS72")
    x = m.variable("x", 4, lower=0.001, upper=[4e5, 3e5, 2e5, 1e5], start=[1, 1, 1, 1])
    m.minimize(1 + x[0] + x[1] + x[2] + x[3])
    m.subject_to(0.0401 - 4 / x[0] - 2.25 / x[1] - 1 / x[2] - 0.25 / x[3] >= 0, name="first variance")
    m.subject_to(0.010085 - 0.16 / x[0] - 0.36 / x[1] - 0.64 / x[2] - 0.64 / x[3] >= 0, name="second variance")
    return m


CASE = Case(
    name="HS72",
    build=build,
    optimum=727.6793577896,
    start_objective=5.0,
    solutions=(Solution((193.4074272719, 179.5470760323, 185.0180633582, 168.7067911272), 727.6793577896),),
    classification="LPR-P1-1",
    source="Hock and Schittkowski (1981), problem 72, p. 93; Bracken and McCormick",
    tags=frozenset({"hs", "bounds", "inequality"}),
)
