"""HS73: the cheapest cattle feed that contains enough protein with probability 0.95.

    minimise    24.55 x1 + 26.75 x2 + 39 x3 + 40.50 x4
    subject to  2.3 x1 + 5.6 x2 + 11.1 x3 + 1.3 x4 - 5 >= 0
                12 x1 + 11.9 x2 + 41.8 x3 + 52.1 x4 - 21
                    - 1.645 (0.28 x1² + 0.19 x2² + 20.5 x3² + 0.62 x4²)^½ >= 0
                x1 + x2 + x3 + x4 - 1 = 0
                0 <= xi

The fractions are barley, oats, sesame flakes and groundnut meal.  The protein content of each is normally distributed;
1.645 standard deviations are a probability of 0.95.

Source          Hock and Schittkowski (1981), problem 73, p. 94; Biggs; Bracken and McCormick.
Classification  LGI-P1-1: linear objective, general constraints, irregular, solution known numerically.
Start           (1, 1, 1, 1), infeasible, f = 130.8.
Solution        (0.6355216, 0, 0.3127019, 0.05177655), f = 29.894378; the bound on x2 and all constraints are active.

The problem is convex: the second constraint is a second-order cone.  It is not differentiable at x = 0, which is the
reason for the letter I.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS73")
    x = m.variable("x", 4, lower=0, start=[1, 1, 1, 1])
    m.minimize(24.55 * x[0] + 26.75 * x[1] + 39 * x[2] + 40.5 * x[3])
    m.subject_to(2.3 * x[0] + 5.6 * x[1] + 11.1 * x[2] + 1.3 * x[3] - 5 >= 0, name="fat")
    deviation = sqp.sqrt(0.28 * x[0] ** 2 + 0.19 * x[1] ** 2 + 20.5 * x[2] ** 2 + 0.62 * x[3] ** 2)
    m.subject_to(12 * x[0] + 11.9 * x[1] + 41.8 * x[2] + 52.1 * x[3] - 21 - 1.645 * deviation >= 0, name="protein")
    m.subject_to(x[0] + x[1] + x[2] + x[3] - 1 == 0, name="total")
    return m


CASE = Case(
    name="HS73",
    build=build,
    optimum=29.89437815914,
    start_objective=130.8,
    solutions=(Solution((0.6355215686351, 0.0, 0.3127018807515, 0.05177655061341), 29.89437815914),),
    classification="LGI-P1-1",
    source="Hock and Schittkowski (1981), problem 73, p. 94; Biggs; Bracken and McCormick",
    tags=frozenset({"hs", "bounds", "equality", "inequality"}),
)
