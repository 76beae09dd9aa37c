"""HS105: three normal distributions fitted to 235 measurements by maximum likelihood.

    minimise    -Σ_{i=1..235} ln( (a_i(x) + b_i(x) + c_i(x)) / √(2π) )
    subject to  1 - x1 - x2 >= 0
                0.001 <= x1, x2 <= 0.499
                100 <= x3 <= 180,  130 <= x4 <= 210,  170 <= x5 <= 240,  5 <= x6, x7, x8 <= 25

    where       a_i = x1/x6 exp(-(y_i - x3)² / (2 x6²))
                b_i = x2/x7 exp(-(y_i - x4)² / (2 x7²))
                c_i = (1 - x1 - x2)/x8 exp(-(y_i - x5)² / (2 x8²))

x1 and x2 are the shares of the first two groups, x3, x4, x5 the means and x6, x7, x8 the standard deviations; the
measurements y_i, tallied below with the number of times that each occurs, are systolic blood pressures.

Source          Hock and Schittkowski (1981), problem 105, p. 114; Bracken and McCormick.
Classification  GLR-P1-2: general objective, linear constraints, regular, solution known numerically.
Start           (0.1, 0.2, 100, 125, 175, 11.2, 13.2, 15.8), below the bound of x4, f = 1297.669.
Solution        (0.3971112, 0.4270404, 130.8965, 163.8948, 218.6846, 12.15907, 16.61630, 20.01920), f = 1138.410664
                (published 1138.416240); nothing is active.

The published point is not quite stationary: the exact optimum is lower by 0.0056, with parameters that differ in the
second digit, for the likelihood is flat.  Other local minima, f = 1139.5479 and f = 1151.4826, lie at bounds.

Other collections have 250 in place of the last two measurements, 260, and an optimum near 1136.4; only 260 gives the
book's objective at the book's solution.
"""

from math import pi, sqrt

import numpy as np

import sqp
from sqp_problems.case import Case, Solution

TALLY = (
    (95, 1), (105, 1), (110, 4), (115, 4), (120, 15), (125, 15), (130, 15), (135, 13), (140, 21), (145, 12),
    (150, 17), (155, 4), (160, 20), (165, 8), (170, 17), (175, 8), (180, 6), (185, 6), (190, 7), (195, 4),
    (200, 3), (205, 3), (210, 8), (215, 1), (220, 6), (230, 5), (235, 1), (240, 7), (245, 1), (260, 2),
)  # fmt: skip
PRESSURE, COUNT = np.array(TALLY).T


def build() -> sqp.Model:
    m = sqp.Model("HS105")
    x = m.variable(
        "x",
        8,
        lower=[0.001, 0.001, 100, 130, 170, 5, 5, 5],
        upper=[0.499, 0.499, 180, 210, 240, 25, 25, 25],
        start=[0.1, 0.2, 100, 125, 175, 11.2, 13.2, 15.8],
    )
    x1, x2, x3, x4, x5, x6, x7, x8 = (x[i] for i in range(8))

    def group(share, mean, deviation):
        return share / deviation * sqp.exp(-((PRESSURE - mean) ** 2) / (2 * deviation**2))

    density = (group(x1, x3, x6) + group(x2, x4, x7) + group(1 - x1 - x2, x5, x8)) / sqrt(2 * pi)
    m.minimize(-sqp.dot(COUNT, sqp.log(density)))
    m.subject_to(1 - x1 - x2 >= 0, name="third share")
    return m


CASE = Case(
    name="HS105",
    build=build,
    optimum=1138.410663672,
    start_objective=1297.669321324,
    solutions=(
        Solution(
            (
                0.3971113207486,
                0.4270396426388,
                130.8964826043,
                163.8948025235,
                218.684615323,
                12.15906620774,
                16.61630167696,
                20.01920206541,
            ),
            1138.410663672,
        ),
        Solution(
            (0.499, 0.2293167736302, 134.6304863155, 210.0, 170.0, 13.71903756957, 24.50844465477, 11.67066903055),
            1139.547871097,
            note="local",
        ),
        Solution(
            (0.001, 0.499, 100.0, 137.0509278332, 188.3945536148, 6.521259628431, 15.50301559225, 25.0),
            1151.48263347,
            note="local",
        ),
    ),
    classification="GLR-P1-2",
    source="Hock and Schittkowski (1981), problem 105, p. 114; Bracken and McCormick",
    tags=frozenset({"hs", "bounds", "inequality", "linear", "nonconvex"}),
)
