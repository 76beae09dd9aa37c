"""HS119: Colville's seventh problem, products of quadratics under eight linear equations.

    minimise    Σ_{i=1..16} Σ_{j=1..16} a_ij (x_i² + x_i + 1) (x_j² + x_j + 1)
    subject to  Σ_{j=1..16} b_ij x_j - c_i = 0,        i = 1..8
                0 <= xi <= 5

    where       a_ii = 1 for all i, and further a_ij = 1 for the pairs (i, j) in PAIRS below, all others being zero

Source          Hock and Schittkowski (1981), problem 119, p. 127; Colville; Himmelblau.
Classification  PLR-P1-2: polynomial objective, linear constraints, regular, solution known numerically.
Start           (10, ..., 10), outside the bounds, f = 566766.
Solution        (0.03984735, 0.7919832, 0.2028703, 0.8443579, 1.269906, 0.9347387, 1.681962, 0.1553009, 1.567870, 0, 0,
                0, 0.6602041, 0, 0.6742559, 0), f = 244.899698; five lower bounds are active.
"""

import numpy as np

import sqp
from sqp_problems.case import Case, Solution

PAIRS = (
    (1, 4), (1, 7), (1, 8), (1, 16), (2, 3), (2, 7), (2, 10), (3, 7), (3, 9), (3, 10),
    (3, 14), (4, 7), (4, 11), (4, 15), (5, 6), (5, 10), (5, 12), (5, 16), (6, 8), (6, 15),
    (7, 11), (7, 13), (8, 10), (8, 15), (9, 12), (9, 16), (10, 14), (11, 13), (12, 14), (13, 14),
)  # fmt: skip
A = np.eye(16)
for i, j in PAIRS:
    A[i - 1, j - 1] = 1

# The columns 9-16 of b are the unit matrix, except for b_79 = -0.36.
B = np.hstack([
    np.array([
        [0.22, 0.20, 0.19, 0.25, 0.15, 0.11, 0.12, 0.13],
        [-1.46, 0, -1.30, 1.82, -1.15, 0, 0.80, 0],
        [1.29, -0.89, 0, 0, -1.16, -0.96, 0, -0.49],
        [-1.10, -1.06, 0.95, -0.54, 0, -1.78, -0.41, 0],
        [0, 0, 0, -1.43, 1.51, 0.59, -0.33, -0.43],
        [0, -1.72, -0.33, 0, 1.62, 1.24, 0.21, -0.26],
        [1.12, 0, 0, 0.31, 0, 0, 1.12, 0],
        [0, 0.45, 0.26, -1.10, 0.58, 0, -1.03, 0.10],
    ]),
    np.eye(8),
])  # fmt: skip
B[6, 8] = -0.36
C = np.array([2.5, 1.1, -3.1, -3.5, 1.3, 2.1, 2.3, -1.5])


def build() -> sqp.Model:
    m = sqp.Model("HS119")
    x = m.variable("x", 16, lower=0, upper=5, start=10)
    quadratic = x**2 + x + 1
    m.minimize(sqp.dot(quadratic, A @ quadratic))
    m.subject_to(B @ x == C, name="balances")
    return m


CASE = Case(
    name="HS119",
    build=build,
    optimum=244.8996975168,
    start_objective=566766.0,
    solutions=(
        Solution(
            (
                0.03984735141112,
                0.7919831556884,
                0.202870330251,
                0.8443579163657,
                1.269906452867,
                0.9347387078246,
                1.681961969247,
                0.1553008773896,
                1.567870333552,
                0.0,
                0.0,
                0.0,
                0.660204066087,
                0.0,
                0.6742559268683,
                0.0,
            ),
            244.8996975168,
        ),
    ),
    classification="PLR-P1-2",
    source="Hock and Schittkowski (1981), problem 119, p. 127; Colville; Himmelblau",
    tags=frozenset({"hs", "bounds", "equality", "linear", "nonconvex"}),
)
