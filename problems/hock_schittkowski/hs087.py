"""HS87: Colville's electrical network, with prices that jump with the power.

    minimise    f1(x1) + f2(x2)
    subject to  x1 = 300 - x3 x4 cos(b - x6) / a + c x3² cos(e) / a
                x2 =     - x3 x4 cos(b + x6) / a + c x4² cos(e) / a
                x5 =     - x3 x4 sin(b + x6) / a + c x4² sin(e) / a
                0  = 200 - x3 x4 sin(b - x6) / a + c x3² sin(e) / a
                0 <= x1 <= 400,      0 <= x2 <= 1000,        340 <= x3 <= 420
                340 <= x4 <= 420,    -1000 <= x5 <= 1000,    0 <= x6 <= 0.5236

    where       f1(x1) = 30 x1 below 300, 31 x1 from there on
                f2(x2) = 28 x2 below 100, 29 x2 below 200, 30 x2 from there on
                a = 131.078, b = 1.48477, c = 0.90798, e = 1.47588

Source          Hock and Schittkowski (1981), problem 87, p. 106; Colville; Himmelblau.
Classification  GGI-P1-3: general objective and constraints, irregular, solution known numerically.
Start           (390, 1000, 419.5, 340.5, 198.175, 0.5), infeasible, f = 42090.
Solution        (107.8119, 196.3186, 373.8307, 420, 21.30713, 0.153292), f = 8927.5977; x4 <= 420 is active.

x1 and x2 are powers, x3 and x4 voltages, x5 a reactive power, x6 an angle.  The objective is discontinuous at x1 = 300,
x2 = 100 and x2 = 200, but smooth around the solution.

Misprints of the book: b = 1.48577 and x5 <= 10000 in place of Himmelblau's b = 1.48477 and x5 <= 1000, and a decimal
point in the solution, x5 = 213.0713.  The published solution satisfies the equations with b = 1.48477 only; it is used
here.  The AMPL version makes f1 and f2 continuous, which lowers the optimum by 100 to 8827.5977.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS87")
    x = m.variable(
        "x",
        6,
        lower=[0, 0, 340, 340, -1000, 0],
        upper=[400, 1000, 420, 420, 1000, 0.5236],
        start=[390, 1000, 419.5, 340.5, 198.175, 0.5],
    )
    x1, x2, x3, x4, x5, x6 = (x[i] for i in range(6))
    a, b, c, e = 131.078, 1.48477, 0.90798, 1.47588

    first_price = sqp.if_else(x1 < 300, 30, 31)
    second_price = sqp.if_else(x2 < 100, 28, sqp.if_else(x2 < 200, 29, 30))
    m.minimize(first_price * x1 + second_price * x2)
    m.subject_to(x1 == 300 - x3 * x4 * sqp.cos(b - x6) / a + c * x3**2 * sqp.cos(e) / a, name="first power")
    m.subject_to(x2 == -x3 * x4 * sqp.cos(b + x6) / a + c * x4**2 * sqp.cos(e) / a, name="second power")
    m.subject_to(x5 == -x3 * x4 * sqp.sin(b + x6) / a + c * x4**2 * sqp.sin(e) / a, name="reactive power")
    m.subject_to(200 - x3 * x4 * sqp.sin(b - x6) / a + c * x3**2 * sqp.sin(e) / a == 0, name="reactive balance")
    return m


CASE = Case(
    name="HS87",
    build=build,
    optimum=8927.597735498,
    start_objective=42090.0,
    solutions=(
        Solution(
            (107.8119108435, 196.3186348343, 373.8307251782, 420.0, 21.30714199731, 0.1532919773451),
            8927.597735498,
        ),
    ),
    classification="GGI-P1-3",
    source="Hock and Schittkowski (1981), problem 87, p. 106; Colville; Himmelblau",
    tags=frozenset({"hs", "bounds", "equality", "nonconvex"}),
    note="Discontinuous objective; the book misprints b as 1.48577 and the x5 of its solution.",
)
