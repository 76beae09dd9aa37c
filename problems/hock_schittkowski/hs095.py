"""HS95: the cheapest sources under four bilinear limits; HS96-HS98 differ in the right-hand side b.

    minimise    4.3 x1 + 31.8 x2 + 63.3 x3 + 15.8 x4 + 68.5 x5 + 4.7 x6
    subject to  17.1 x1 + 38.2 x2 + 204.2 x3 + 212.3 x4 + 623.4 x5 + 1495.5 x6
                    - 169 x1 x3 - 3580 x3 x5 - 3810 x4 x5 - 18500 x4 x6 - 24300 x5 x6 >= b1
                17.9 x1 + 36.8 x2 + 113.9 x3 + 169.7 x4 + 337.8 x5 + 1385.2 x6
                    - 139 x1 x3 - 2450 x4 x5 - 16600 x4 x6 - 17200 x5 x6              >= b2
                -273 x2 - 70 x4 - 819 x5 + 26000 x4 x5                                >= b3
                159.9 x1 - 311 x2 + 587 x4 + 391 x5 + 2198 x6 - 14000 x1 x6           >= b4
                0 <= x1 <= 0.31,   0 <= x2 <= 0.046,  0 <= x3 <= 0.068
                0 <= x4 <= 0.042,  0 <= x5 <= 0.028,  0 <= x6 <= 0.0134

    where       b = (4.97, -1.88, -29.08, -78.02)

Source          Hock and Schittkowski (1981), problem 95, p. 109; Himmelblau; Holzman.
Classification  LQR-P1-1: linear objective, quadratic constraints, regular, solution known numerically.
Start           (0, 0, 0, 0, 0, 0), infeasible, f = 0.
Solution        (0, 0, 0, 0, 0, 0.00332330), f = 0.01561953 (published 0.01561952);
                a vertex: the first constraint and five lower bounds.
"""

import sqp
from sqp_problems.case import Case, Solution


def bilinear_sources(name: str, b: tuple[float, float, float, float]) -> sqp.Model:
    """Model of HS95-HS98 with right-hand side b."""
    m = sqp.Model(name)
    x = m.variable("x", 6, lower=0, upper=[0.31, 0.046, 0.068, 0.042, 0.028, 0.0134], start=0)
    x1, x2, x3, x4, x5, x6 = (x[i] for i in range(6))
    m.minimize(4.3 * x1 + 31.8 * x2 + 63.3 * x3 + 15.8 * x4 + 68.5 * x5 + 4.7 * x6)
    first = 17.1 * x1 + 38.2 * x2 + 204.2 * x3 + 212.3 * x4 + 623.4 * x5 + 1495.5 * x6
    first -= 169 * x1 * x3 + 3580 * x3 * x5 + 3810 * x4 * x5 + 18500 * x4 * x6 + 24300 * x5 * x6
    second = 17.9 * x1 + 36.8 * x2 + 113.9 * x3 + 169.7 * x4 + 337.8 * x5 + 1385.2 * x6
    second -= 139 * x1 * x3 + 2450 * x4 * x5 + 16600 * x4 * x6 + 17200 * x5 * x6
    third = -273 * x2 - 70 * x4 - 819 * x5 + 26000 * x4 * x5
    fourth = 159.9 * x1 - 311 * x2 + 587 * x4 + 391 * x5 + 2198 * x6 - 14000 * x1 * x6
    m.subject_to(first >= b[0], name="first limit")
    m.subject_to(second >= b[1], name="second limit")
    m.subject_to(third >= b[2], name="third limit")
    m.subject_to(fourth >= b[3], name="fourth limit")
    return m


def build() -> sqp.Model:
    return bilinear_sources("HS95", b=(4.97, -1.88, -29.08, -78.02))


CASE = Case(
    name="HS95",
    build=build,
    optimum=0.01561952524239,
    start_objective=0.0,
    solutions=(Solution((0.0, 0.0, 0.0, 0.0, 0.0, 0.003323303243063), 0.01561952524239),),
    classification="LQR-P1-1",
    source="Hock and Schittkowski (1981), problem 95, p. 109; Himmelblau; Holzman",
    tags=frozenset({"hs", "bounds", "inequality", "nonconvex"}),
)
