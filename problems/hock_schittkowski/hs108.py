"""HS108: the hexagon of largest area whose diameter does not exceed one.

    minimise    -½ (x1 x4 - x2 x3 + x3 x9 - x5 x9 + x5 x8 - x6 x7)
    subject to  1 - x3² - x4²                   >= 0        1 - (x3 - x5)² - (x4 - x6)²   >= 0
                1 - x9²                         >= 0        1 - (x3 - x7)² - (x4 - x8)²   >= 0
                1 - x5² - x6²                   >= 0        1 - x7² - (x8 - x9)²          >= 0
                1 - x1² - (x2 - x9)²            >= 0        x1 x4 - x2 x3                 >= 0
                1 - (x1 - x5)² - (x2 - x6)²     >= 0        x3 x9                         >= 0
                1 - (x1 - x7)² - (x2 - x8)²     >= 0        -x5 x9                        >= 0
                                                            x5 x8 - x6 x7                 >= 0
                0 <= x9

Source          Hock and Schittkowski (1981), problem 108, p. 117; Himmelblau; Pearson.
Classification  QQR-P1-6: quadratic objective, quadratic constraints, regular, solution known numerically.
Start           (1, ..., 1), infeasible, f = 0.
Solution        (0.8841292, 0.4672425, 0.03742076, 0.9992996, 0.8841292, 0.4672425, 0.03742076, 0.9992996, 0),
                f = -√3/2 = -0.8660254038.

The published solution is degenerate: two pairs of corners coincide, x9 is at its bound and nine constraints are active.
The whole figure can be turned, so it is one point of a curve of solutions.

From the published start a method may well end at a local minimum, the pentagon-like figure with f = -0.6749814429.
"""

from math import inf, sqrt

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS108")
    x = m.variable("x", 9, lower=[-inf] * 8 + [0], start=1)
    x1, x2, x3, x4, x5, x6, x7, x8, x9 = (x[i] for i in range(9))
    m.minimize(-0.5 * (x1 * x4 - x2 * x3 + x3 * x9 - x5 * x9 + x5 * x8 - x6 * x7))
    distances = (
        x3**2 + x4**2,
        x9**2,
        x5**2 + x6**2,
        x1**2 + (x2 - x9) ** 2,
        (x1 - x5) ** 2 + (x2 - x6) ** 2,
        (x1 - x7) ** 2 + (x2 - x8) ** 2,
        (x3 - x5) ** 2 + (x4 - x6) ** 2,
        (x3 - x7) ** 2 + (x4 - x8) ** 2,
        x7**2 + (x8 - x9) ** 2,
    )
    for i, squared in enumerate(distances, start=1):
        m.subject_to(1 - squared >= 0, name=f"distance {i}")
    areas = (x1 * x4 - x2 * x3, x3 * x9, -x5 * x9, x5 * x8 - x6 * x7)
    for i, area in enumerate(areas, start=1):
        m.subject_to(area >= 0, name=f"area {i}")
    return m


CASE = Case(
    name="HS108",
    build=build,
    optimum=-sqrt(3) / 2,
    start_objective=0.0,
    solutions=(
        Solution(
            (
                0.884129216724,
                0.467242472529,
                0.03742075742484,
                0.9992995981755,
                0.884129216724,
                0.467242472529,
                0.03742075742484,
                0.9992995981755,
                0.0,
            ),
            -sqrt(3) / 2,
            note="one point of a curve of solutions",
        ),
        Solution(
            (
                0.3437714530257,
                0.06094665322751,
                0.5,
                0.5976493037324,
                -0.5,
                0.5976493037324,
                -0.3437714530257,
                0.06094665322751,
                1.0,
            ),
            -0.6749814429301,
            note="local",
        ),
    ),
    classification="QQR-P1-6",
    source="Hock and Schittkowski (1981), problem 108, p. 117; Himmelblau; Pearson",
    tags=frozenset({"hs", "bounds", "inequality", "quadratic", "nonconvex", "degenerate"}),
    note="Several local optima, and curves of solutions: the figure can be turned and corners can coincide.",
)
