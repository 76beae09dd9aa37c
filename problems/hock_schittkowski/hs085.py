"""HS85: the net profit of a wood-pulp plant; seventeen outputs computed one after the other.

    minimise    -5.843e-7 y17 + 1.17e-4 y14 + 2.358e-5 y13 + 1.502e-6 y16 + 0.0321 y12 + 0.004324 y5
                + 1e-4 c15 / c16 + 37.48 y2 / c12 + 0.1365
    subject to  1.5 x2 - x3                  >= 0
                y4 - 0.28/0.72 y5            >= 0
                21 - 3496 y2 / c12           >= 0
                62212 / c17 - 110.6 - y1     >= 0
                213.1 <= y1 <= 405.23,  a_i <= y_i <= b_i, i = 2..17
                704.4148 <= x1 <= 906.3855,  68.6 <= x2 <= 288.88,  0 <= x3 <= 134.75
                193 <= x4 <= 287.0966,       25 <= x5 <= 84.1988

    where       y1  = x2 + x3 + 41.6                           c1  = 0.024 x4 - 4.62
                y2  = 12.5 / c1 + 12                           c2  = (0.0003535 x1 + 0.5311) x1 + 0.08705 y2 x1
                y3  = c2 / c3                                  c3  = 0.052 x1 + 78 + 0.002377 y2 x1
                y4  = 19 y3                                    c4  = 0.04782 (x1 - y3) + 0.1956 (x1 - y3)² / x2
                                                                     + 0.6376 y4 + 1.594 y3
                                                               c5  = 100 x2
                                                               c6  = x1 - y3 - y4
                y5  = c6 c7                                    c7  = 0.95 - c4 / c5
                y6  = x1 - y5 - y4 - y3                        c8  = 0.995 (y4 + y5)
                y7  = c8 / y1
                y8  = c8 / 3798                                c9  = y7 - 0.0663 y7 / y8 - 0.3153
                y9  = 96.82 / c9 + 0.321 y1
                y10 = 1.29 y5 + 1.258 y4 + 2.29 y3 + 1.71 y6
                y11 = 1.71 x1 - 0.452 y4 + 0.58 y3             c10 = 12.3 / 752.3
                                                               c11 = 1.75 y2 (0.995 x1)
                y12 = c10 x1 + c11 / c12                       c12 = 0.995 y10 + 1998
                y13 = c12 - 1.75 y2
                y14 = 3623 + 64.4 x2 + 58.4 x3                 c13 = 0.995 y10 + 60.8 x2 + 48 x4
                      + 146312 / (y9 + x5)                           - 0.1121 y14 - 5095
                y15 = y13 / c13                                c14 = 2324 y10 - 28740000 y2
                y16 = 148000 - 331000 y15 + 40 y13             c15 = y13 / y15 - y13 / 0.52
                      - 61 y15 y13                             c16 = 1.104 - 0.72 y15
                y17 = 14130000 - 1328 y10 - 531 y11            c17 = y9 + x5
                      + c14 / c12

Source          Hock and Schittkowski (1981), problem 85, p. 104; Barness; Carroll; Himmelblau (1972), problem 11.
Classification  GGI-P1-2: general objective and constraints, irregular, solution known numerically.
Start           (900, 80, 115, 267, 27), infeasible, f = -0.93939688.
Solution        (705.1745, 68.6, 102.9, 282.3249, 37.58412), f = -1.90515526; feed, steam, air, y1 >= 213.1,
                y16 <= 140000 and x2 >= 68.6 are active.

x2 = 68.6 and x3 = 1.5 x2 give y1 = 213.1, exactly its lower bound: at the solution three constraints in x2 and x3
alone are active, and six in all for five variables, so that the multipliers are not unique.  The published optimum
-1.90513375 belongs to a point that stays 7·10⁻⁵ inside the active constraints.  Some collections have 0.00423 in
place of 0.004324; the published value belongs to the latter.
"""

import sqp
from sqp_problems.case import Case, Solution

# Bounds of y2, ..., y17.
LOWER = (
    17.505, 11.275, 214.228, 7.458, 0.961, 1.612, 0.146, 107.99,
    922.693, 926.832, 18.766, 1072.163, 8961.448, 0.063, 71084.33, 2802713,
)  # fmt: skip
UPPER = (
    1053.6667, 35.03, 665.585, 584.463, 265.916, 7.046, 0.222, 273.366,
    1286.105, 1444.046, 537.141, 3247.039, 26844.086, 0.386, 140000, 12146108,
)  # fmt: skip


def plant(x1, x2, x3, x4, x5):
    """The outputs y1, ..., y17 and the intermediate quantities c12, c15, c16, c17."""
    y1 = x2 + x3 + 41.6
    c1 = 0.024 * x4 - 4.62
    y2 = 12.5 / c1 + 12
    c2 = (0.0003535 * x1 + 0.5311) * x1 + 0.08705 * y2 * x1
    c3 = 0.052 * x1 + 78 + 0.002377 * y2 * x1
    y3 = c2 / c3
    y4 = 19 * y3
    c4 = 0.04782 * (x1 - y3) + 0.1956 * (x1 - y3) ** 2 / x2 + 0.6376 * y4 + 1.594 * y3
    c5 = 100 * x2
    c6 = x1 - y3 - y4
    c7 = 0.95 - c4 / c5
    y5 = c6 * c7
    y6 = x1 - y5 - y4 - y3
    c8 = 0.995 * (y4 + y5)
    y7 = c8 / y1
    y8 = c8 / 3798
    c9 = y7 - 0.0663 * y7 / y8 - 0.3153
    y9 = 96.82 / c9 + 0.321 * y1
    y10 = 1.29 * y5 + 1.258 * y4 + 2.29 * y3 + 1.71 * y6
    y11 = 1.71 * x1 - 0.452 * y4 + 0.58 * y3
    c10 = 12.3 / 752.3
    c11 = 1.75 * y2 * (0.995 * x1)
    c12 = 0.995 * y10 + 1998
    y12 = c10 * x1 + c11 / c12
    y13 = c12 - 1.75 * y2
    y14 = 3623 + 64.4 * x2 + 58.4 * x3 + 146312 / (y9 + x5)
    c13 = 0.995 * y10 + 60.8 * x2 + 48 * x4 - 0.1121 * y14 - 5095
    y15 = y13 / c13
    y16 = 148000 - 331000 * y15 + 40 * y13 - 61 * y15 * y13
    c14 = 2324 * y10 - 28740000 * y2
    y17 = 14130000 - 1328 * y10 - 531 * y11 + c14 / c12
    c15 = y13 / y15 - y13 / 0.52
    c16 = 1.104 - 0.72 * y15
    c17 = y9 + x5
    y = (y1, y2, y3, y4, y5, y6, y7, y8, y9, y10, y11, y12, y13, y14, y15, y16, y17)
    return y, c12, c15, c16, c17


def build() -> sqp.Model:
    m = sqp.Model("HS85")
    x = m.variable(
        "x",
        5,
        lower=[704.4148, 68.6, 0, 193, 25],
        upper=[906.3855, 288.88, 134.75, 287.0966, 84.1988],
        start=[900, 80, 115, 267, 27],
    )
    y, c12, c15, c16, c17 = plant(*(x[i] for i in range(5)))
    y1, y2, y4, y5, y12, y13, y14, y16, y17 = (y[i - 1] for i in (1, 2, 4, 5, 12, 13, 14, 16, 17))
    m.minimize(
        -5.843e-7 * y17 + 1.17e-4 * y14 + 2.358e-5 * y13 + 1.502e-6 * y16 + 0.0321 * y12 + 0.004324 * y5
        + 1e-4 * c15 / c16 + 37.48 * y2 / c12 + 0.1365
    )  # fmt: skip
    m.subject_to(1.5 * x[1] - x[2] >= 0, name="feed")
    m.subject_to(y4 - 0.28 / 0.72 * y5 >= 0, name="organics")
    m.subject_to(21 - 3496 * y2 / c12 >= 0, name="steam")
    m.subject_to(62212 / c17 - 110.6 - y1 >= 0, name="air")
    m.subject_to(sqp.between(213.1, y1, 405.23), name="y1")
    for i, (lower, output, upper) in enumerate(zip(LOWER, y[1:], UPPER, strict=True), start=2):
        m.subject_to(sqp.between(lower, output, upper), name=f"y{i}")
    return m


CASE = Case(
    name="HS85",
    build=build,
    optimum=-1.905155258535,
    start_objective=-0.9393968794311,
    solutions=(Solution((705.1745370701, 68.6, 102.9, 282.3249315937, 37.58411642581), -1.905155258535),),
    classification="GGI-P1-2",
    source="Hock and Schittkowski (1981), problem 85, p. 104; Barness; Carroll; Himmelblau (1972), problem 11",
    tags=frozenset({"hs", "bounds", "inequality", "nonconvex"}),
    note="The published optimum -1.90513375 belongs to a point strictly inside its active constraints.",
)
