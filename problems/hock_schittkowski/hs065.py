"""HS65: a convex quadratic in a ball.

    minimise    (x1 - x2)² + (x1 + x2 - 10)² / 9 + (x3 - 5)²
    subject to  48 - x1² - x2² - x3² >= 0
                -4.5 <= x1 <= 4.5
                -4.5 <= x2 <= 4.5
                -5   <= x3 <= 5

Source          Hock and Schittkowski (1981), problem 65, p. 87; Murtagh and Sargent.
Classification  QQR-P1-3: quadratic objective, quadratic constraints, regular, solution known numerically.
Start           (-5, 5, 0), infeasible, f = 136.1111.
Solution        (3.650461821, 3.650461821, 4.620417), f = 0.9535288567; the ball is active.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS65")
    x = m.variable("x", 3, lower=[-4.5, -4.5, -5], upper=[4.5, 4.5, 5], start=[-5, 5, 0])
    m.minimize((x[0] - x[1]) ** 2 + (x[0] + x[1] - 10) ** 2 / 9 + (x[2] - 5) ** 2)
    m.subject_to(48 - x[0] ** 2 - x[1] ** 2 - x[2] ** 2 >= 0, name="ball")
    return m


CASE = Case(
    name="HS65",
    build=build,
    optimum=0.9535288568048,
    start_objective=100 + 100 / 9 + 25,
    solutions=(Solution((3.650461725213, 3.650461725213, 4.62041755532), 0.9535288568048),),
    classification="QQR-P1-3",
    source="Hock and Schittkowski (1981), problem 65, p. 87; Murtagh and Sargent",
    tags=frozenset({"hs", "bounds", "inequality", "quadratic", "least-squares"}),
)
