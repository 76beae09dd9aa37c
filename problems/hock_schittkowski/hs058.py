"""HS58: Rosenbrock's valley outside a circle; not in the book, but in Schittkowski's programs.

    minimise    100 (x2 - x1²)² + (1 - x1)²
    subject to  x2² - x1      >= 0
                x1² - x2      >= 0
                x1² + x2² - 1 >= 0
                -2 <= x1 <= 1/2

Source          Schittkowski, 306 Test Problems for Nonlinear Programming with Optimal Solutions (2008), TP58.
Classification  none: the book of 1981 has no problem 58; this one has the form of problems 15 to 17 and 20.
Start           (-2, 1), feasible, f = 909.
Solution        (-√t, t) with t = (√5 - 1)/2, f = (1 + √t)²; the second constraint and the circle are active.

The published f = 3.19033354957 belongs to a point that violates the constraints by 10⁻⁶; feasible is 3.19033674426.
"""

from math import inf, sqrt

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS58")
    x = m.variable("x", 2, lower=[-2, -inf], upper=[0.5, inf], start=[-2, 1])
    m.minimize(100 * (x[1] - x[0] ** 2) ** 2 + (1 - x[0]) ** 2)
    m.subject_to(x[1] ** 2 - x[0] >= 0, name="lying parabola")
    m.subject_to(x[0] ** 2 - x[1] >= 0, name="standing parabola")
    m.subject_to(x[0] ** 2 + x[1] ** 2 - 1 >= 0, name="circle")
    return m


T = (sqrt(5) - 1) / 2

CASE = Case(
    name="HS58",
    build=build,
    optimum=(1 + sqrt(T)) ** 2,
    start_objective=909.0,
    solutions=(
        Solution((-sqrt(T), T), (1 + sqrt(T)) ** 2),
        Solution((0.009900990169667915, -0.9999509839955457), 100.99009900987745, note="local"),
    ),
    classification="",
    source="Schittkowski, 306 Test Problems for Nonlinear Programming (2008), TP58",
    tags=frozenset({"hs", "bounds", "inequality", "least-squares", "nonconvex"}),
    note="Not in the book of 1981, which has no problem 58.",
)
