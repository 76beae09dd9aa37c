"""HS118: a production schedule for three plants over five periods.

    minimise    Σ_{k=0..4} ( 2.3 x_{3k+1} + 0.0001 x_{3k+1}² + 1.7 x_{3k+2} + 0.0001 x_{3k+2}²
                             + 2.2 x_{3k+3} + 0.00015 x_{3k+3}² )
    subject to  -7 <= x_{3j+1} - x_{3j-2} <= 6
                -7 <= x_{3j+2} - x_{3j-1} <= 7        j = 1..4
                -7 <= x_{3j+3} - x_{3j}   <= 6
                x1 + x2 + x3    >= 60       x4 + x5 + x6    >= 50       x7 + x8 + x9 >= 70
                x10 + x11 + x12 >= 85       x13 + x14 + x15 >= 100
                8 <= x1 <= 21,  43 <= x2 <= 57,  3 <= x3 <= 16
                0 <= x_{3k+1} <= 90,  0 <= x_{3k+2} <= 120,  0 <= x_{3k+3} <= 60,        k = 1..4

Plant i makes x_{3k+i} in period k; from one period to the next it can change by little only.

Source          Hock and Schittkowski (1981), problem 118, p. 126; Bartholomew-Biggs.
Classification  QLR-P1-2: quadratic objective, linear constraints, regular, solution known numerically.
Start           (20, 55, 15, 20, 60, 20, 20, 60, 20, 20, 60, 20, 20, 60, 20), feasible, f = 942.71625.
Solution        (8, 49, 3, 1, 56, 0, 1, 63, 6, 3, 70, 12, 5, 77, 18), f = 664.82045; a vertex.

A convex quadratic program that is nearly linear; the solution has integer components.
"""

import sqp
from sqp_problems.case import Case, Solution

DEMAND = (60, 50, 70, 85, 100)


def build() -> sqp.Model:
    m = sqp.Model("HS118")
    x = m.variable(
        "x",
        15,
        lower=[8, 43, 3] + [0] * 12,
        upper=[21, 57, 16] + [90, 120, 60] * 4,
        start=[20, 55, 15] + [20, 60, 20] * 4,
    )
    first, second, third = x[0::3], x[1::3], x[2::3]
    m.minimize(
        sqp.sum(2.3 * first + 0.0001 * first**2 + 1.7 * second + 0.0001 * second**2)
        + sqp.sum(2.2 * third + 0.00015 * third**2)
    )
    m.subject_to(sqp.between(-7, first[1:] - first[:-1], 6), name="change of plant 1")
    m.subject_to(sqp.between(-7, second[1:] - second[:-1], 7), name="change of plant 2")
    m.subject_to(sqp.between(-7, third[1:] - third[:-1], 6), name="change of plant 3")
    for period, demand in enumerate(DEMAND):
        m.subject_to(first[period] + second[period] + third[period] >= demand, name=f"demand {period + 1}")
    return m


CASE = Case(
    name="HS118",
    build=build,
    optimum=664.82045,
    start_objective=942.71625,
    solutions=(Solution((8, 49, 3, 1, 56, 0, 1, 63, 6, 3, 70, 12, 5, 77, 18), 664.82045),),
    classification="QLR-P1-2",
    source="Hock and Schittkowski (1981), problem 118, p. 126; Bartholomew-Biggs",
    tags=frozenset({"hs", "bounds", "inequality", "linear", "quadratic"}),
)
