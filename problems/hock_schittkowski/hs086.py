"""HS86: Colville's first problem, a cubic on a polyhedron (the Shell primal problem).

    minimise    eᵀx + xᵀC x + Σ d_j x_j³
    subject to  A x >= b
                0 <= x

with x in R⁵, ten constraints and the data below.  HS117 is its dual.

Source          Hock and Schittkowski (1981), problem 86, p. 105; Colville; Himmelblau; Murtagh and Sargent.
Classification  PLR-P1-1: polynomial objective, linear constraints, regular, solution known numerically.
Start           (0, 0, 0, 0, 1), feasible, f = 20.
Solution        (0.3, 0.33346761, 0.4, 0.42831010, 0.22396487), f = -32.34867897.

At the solution four constraints are active (rows 3, 5, 6 and 9 of A x >= b), and no bound.  C is positive definite and
x >= 0, so the problem is convex.
"""

import numpy as np

import sqp
from sqp_problems.case import Case, Solution

A = np.array([
    [-16, 2, 0, 1, 0],
    [0, -2, 0, 0.4, 2],
    [-3.5, 0, 2, 0, 0],
    [0, -2, 0, -4, -1],
    [0, -9, -2, 1, -2.8],
    [2, 0, -4, 0, 0],
    [-1, -1, -1, -1, -1],
    [-1, -2, -3, -2, -1],
    [1, 2, 3, 4, 5],
    [1, 1, 1, 1, 1],
])  # fmt: skip
B = np.array([-40, -2, -0.25, -4, -4, -1, -40, -60, 5, 1])
C = np.array([
    [30, -20, -10, 32, -10],
    [-20, 39, -6, -31, 32],
    [-10, -6, 10, -6, -10],
    [32, -31, -6, 39, -20],
    [-10, 32, -10, -20, 30],
])  # fmt: skip
D = np.array([4, 8, 10, 6, 2])
E = np.array([-15, -27, -36, -18, -12])


def build() -> sqp.Model:
    m = sqp.Model("HS86")
    x = m.variable("x", 5, lower=0, start=[0, 0, 0, 0, 1])
    m.minimize(sqp.dot(E, x) + sqp.dot(x, C @ x) + sqp.dot(D, x**3))
    m.subject_to(A @ x >= B, name="polyhedron")
    return m


CASE = Case(
    name="HS86",
    build=build,
    optimum=-32.34867896572,
    start_objective=20.0,
    solutions=(Solution((0.3, 0.3334676065346, 0.4, 0.4283101047817, 0.2239648735608), -32.34867896572),),
    classification="PLR-P1-1",
    source="Hock and Schittkowski (1981), problem 86, p. 105; Colville; Himmelblau; Murtagh and Sargent",
    tags=frozenset({"hs", "bounds", "inequality", "linear"}),
)
