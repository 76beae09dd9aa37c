"""HS83: Colville's third problem, a bilinear process model between narrow limits.

    minimise    5.3578547 x3² + 0.8356891 x1 x5 + 37.293239 x1 - 40792.141
    subject to   0 <= a1 + a2 x2 x5 + a3 x1 x4 - a4 x3 x5          <= 92
                90 <= a5 + a6 x2 x5 + a7 x1 x2 + a8 x3²            <= 110
                20 <= a9 + a10 x3 x5 + a11 x1 x3 + a12 x3 x4       <= 25
                78 <= x1 <= 102,  33 <= x2 <= 45,  27 <= x3, x4, x5 <= 45

    where       a1  85.334407    a2  0.0056858    a3  0.0006262    a4  0.0022053
                a5  80.51249     a6  0.0071317    a7  0.0029955    a8  0.0021813
                a9   9.300961   a10  0.0047026   a11  0.0012547   a12  0.0019085

Source          Hock and Schittkowski (1981), problem 83, p. 102; Colville; Dembo; Himmelblau.
Classification  QQR-P1-4: quadratic objective, quadratic constraints, regular, solution known numerically.
Start           (78, 33, 27, 27, 27), infeasible, f = -32217.43.
Solution        (78, 33, 29.99526, 45, 36.77581), f = -30665.53867; a vertex of three bounds and two constraints.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS83")
    x = m.variable("x", 5, lower=[78, 33, 27, 27, 27], upper=[102, 45, 45, 45, 45], start=[78, 33, 27, 27, 27])
    x1, x2, x3, x4, x5 = (x[i] for i in range(5))
    m.minimize(5.3578547 * x3**2 + 0.8356891 * x1 * x5 + 37.293239 * x1 - 40792.141)
    first = 85.334407 + 0.0056858 * x2 * x5 + 0.0006262 * x1 * x4 - 0.0022053 * x3 * x5
    second = 80.51249 + 0.0071317 * x2 * x5 + 0.0029955 * x1 * x2 + 0.0021813 * x3**2
    third = 9.300961 + 0.0047026 * x3 * x5 + 0.0012547 * x1 * x3 + 0.0019085 * x3 * x4
    m.subject_to(sqp.between(0, first, 92), name="first range")
    m.subject_to(sqp.between(90, second, 110), name="second range")
    m.subject_to(sqp.between(20, third, 25), name="third range")
    return m


CASE = Case(
    name="HS83",
    build=build,
    optimum=-30665.53867178,
    start_objective=-32217.4310371,
    solutions=(Solution((78.0, 33.0, 29.99525602568, 45.0, 36.77581290579), -30665.53867178),),
    classification="QQR-P1-4",
    source="Hock and Schittkowski (1981), problem 83, p. 102; Colville; Dembo; Himmelblau",
    tags=frozenset({"hs", "bounds", "inequality", "quadratic", "nonconvex"}),
)
