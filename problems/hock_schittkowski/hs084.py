"""HS84: the profit of a processing plant, bilinear and badly scaled.

    minimise    -p0(x)
    subject to  0 <= p1(x) <= 294000
                0 <= p2(x) <= 294000
                0 <= p3(x) <= 277200
                0 <= x1 <= 1000,  1.2 <= x2 <= 2.4,  20 <= x3 <= 60,  9 <= x4 <= 9.3,  6.5 <= x5 <= 7

    where       p_k(x) = b_k + x1 (c_k1 + c_k2 x2 + c_k3 x3 + c_k4 x4 + c_k5 x5), and b_k, c_k is row k of

                k = 0   -24345  -8720288.849  150512.5253  -156.6950325  476470.3222  729482.8271
                k = 1        0  -145421.4020  2931.1506    -40.427932      5106.192    15711.36
                k = 2        0  -155011.1084  4360.53352    12.9492344    10236.884    13176.786
                k = 3        0  -326669.5104  7390.68412   -27.8986976    16643.076    30988.146

Source          Hock and Schittkowski (1981), problem 84, p. 103; Betts; Box; Himmelblau.
Classification  QQR-P1-5: quadratic objective, quadratic constraints, regular, solution known numerically.
Start           (2.52, 2, 37.5, 9.25, 6.8), feasible, f = -2351243.5.
Solution        (4.537431, 2.4, 60, 9.3, 7), f = -5280335.133; a vertex: four upper bounds and p3 at its limit.

The value of x1 follows from p3 = 277200; the objective is of the size 10⁶ and its gradient of 10⁶ per unit of x1.
"""

import sqp
from sqp_problems.case import Case, Solution

PROFIT = (-24345, -8720288.849, 150512.5253, -156.6950325, 476470.3222, 729482.8271)
FIRST = (0, -145421.402, 2931.1506, -40.427932, 5106.192, 15711.36)
SECOND = (0, -155011.1084, 4360.53352, 12.9492344, 10236.884, 13176.786)
THIRD = (0, -326669.5104, 7390.68412, -27.8986976, 16643.076, 30988.146)


def build() -> sqp.Model:
    m = sqp.Model("HS84")
    x = m.variable("x", 5, lower=[0, 1.2, 20, 9, 6.5], upper=[1000, 2.4, 60, 9.3, 7], start=[2.52, 2, 37.5, 9.25, 6.8])

    def p(row):
        constant, c1, c2, c3, c4, c5 = row
        return constant + x[0] * (c1 + c2 * x[1] + c3 * x[2] + c4 * x[3] + c5 * x[4])

    m.minimize(-p(PROFIT))
    m.subject_to(sqp.between(0, p(FIRST), 294000), name="first product")
    m.subject_to(sqp.between(0, p(SECOND), 294000), name="second product")
    m.subject_to(sqp.between(0, p(THIRD), 277200), name="third product")
    return m


CASE = Case(
    name="HS84",
    build=build,
    optimum=-5280335.133215,
    start_objective=-2351243.483128,
    solutions=(Solution((4.537430974655, 2.4, 60.0, 9.3, 7.0), -5280335.133215),),
    classification="QQR-P1-5",
    source="Hock and Schittkowski (1981), problem 84, p. 103; Betts; Box; Himmelblau",
    tags=frozenset({"hs", "bounds", "inequality", "quadratic", "nonconvex"}),
)
