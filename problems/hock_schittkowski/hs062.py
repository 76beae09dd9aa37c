"""HS62: how to share the mass of a rocket among three stages, logarithms on a simplex.

    minimise    -32.174 ( 255 ln((x1 + x2 + x3 + 0.03) / (0.09 x1 + x2 + x3 + 0.03))
                        + 280 ln((x2 + x3 + 0.03) / (0.07 x2 + x3 + 0.03))
                        + 290 ln((x3 + 0.03) / (0.13 x3 + 0.03)) )
    subject to  x1 + x2 + x3 = 1
                0 <= xi <= 1

Source          Hock and Schittkowski (1981), problem 62, p. 84; Betts; Picket.
Classification  GLR-P1-1: general objective, linear constraints, regular, solution known numerically.
Start           (0.7, 0.2, 0.1), feasible, f = -25698.3.
Solution        (0.6178127, 0.3282022, 0.0539851), f = -26272.51448; no bound is active.

The numbers are those of a rocket: 32.174 ft/s² times specific impulses of 255, 280 and 290 s makes each term the
velocity gained by one stage.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS62")
    x = m.variable("x", 3, lower=0, upper=1, start=[0.7, 0.2, 0.1])
    x1, x2, x3 = (x[i] for i in range(3))
    first = sqp.log((x1 + x2 + x3 + 0.03) / (0.09 * x1 + x2 + x3 + 0.03))
    second = sqp.log((x2 + x3 + 0.03) / (0.07 * x2 + x3 + 0.03))
    third = sqp.log((x3 + 0.03) / (0.13 * x3 + 0.03))
    m.minimize(-32.174 * (255 * first + 280 * second + 290 * third))
    m.subject_to(x1 + x2 + x3 == 1, name="total")
    return m


CASE = Case(
    name="HS62",
    build=build,
    optimum=-26272.51448732,
    start_objective=-25698.3009303,
    solutions=(Solution((0.6178126908127, 0.3282022231197, 0.05398508606764), -26272.51448732),),
    classification="GLR-P1-1",
    source="Hock and Schittkowski (1981), problem 62, p. 84; Betts; Picket",
    tags=frozenset({"hs", "bounds", "equality", "linear", "nonconvex"}),
)
