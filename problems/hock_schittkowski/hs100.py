"""HS100: Wong's first problem, powers up to six under four curved constraints.

    minimise    (x1 - 10)² + 5 (x2 - 12)² + x3⁴ + 3 (x4 - 11)² + 10 x5⁶ + 7 x6² + x7⁴ - 4 x6 x7 - 10 x6 - 8 x7
    subject to  127 - 2 x1² - 3 x2⁴ - x3 - 4 x4² - 5 x5            >= 0
                282 - 7 x1 - 3 x2 - 10 x3² - x4 + x5               >= 0
                196 - 23 x1 - x2² - 6 x6² + 8 x7                   >= 0
                -4 x1² - x2² + 3 x1 x2 - 2 x3² - 5 x6 + 11 x7      >= 0

Source          Hock and Schittkowski (1981), problem 100, p. 111; Asaadi; Charalambous; Wong.
Classification  PPR-P1-7: polynomial objective and constraints, regular, solution known numerically.
Start           (1, 2, 0, 4, 0, 1, 1), feasible, f = 714.
Solution        (2.330499, 1.951372, -0.4775414, 4.365726, -0.6244870, 1.038131, 1.594227), f = 680.6300573;
                the first and the last constraint are active.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS100")
    x = m.variable("x", 7, start=[1, 2, 0, 4, 0, 1, 1])
    x1, x2, x3, x4, x5, x6, x7 = (x[i] for i in range(7))
    m.minimize(
        (x1 - 10) ** 2 + 5 * (x2 - 12) ** 2 + x3**4 + 3 * (x4 - 11) ** 2 + 10 * x5**6
        + 7 * x6**2 + x7**4 - 4 * x6 * x7 - 10 * x6 - 8 * x7
    )  # fmt: skip
    m.subject_to(127 - 2 * x1**2 - 3 * x2**4 - x3 - 4 * x4**2 - 5 * x5 >= 0, name="quartic")
    m.subject_to(282 - 7 * x1 - 3 * x2 - 10 * x3**2 - x4 + x5 >= 0, name="first quadratic")
    m.subject_to(196 - 23 * x1 - x2**2 - 6 * x6**2 + 8 * x7 >= 0, name="second quadratic")
    m.subject_to(-4 * x1**2 - x2**2 + 3 * x1 * x2 - 2 * x3**2 - 5 * x6 + 11 * x7 >= 0, name="third quadratic")
    return m


CASE = Case(
    name="HS100",
    build=build,
    optimum=680.6300573744,
    start_objective=714.0,
    solutions=(
        Solution(
            (
                2.33049937288,
                1.951372372897,
                -0.4775413923889,
                4.365726233656,
                -0.6244869705268,
                1.038131018608,
                1.594226711612,
            ),
            680.6300573744,
        ),
    ),
    classification="PPR-P1-7",
    source="Hock and Schittkowski (1981), problem 100, p. 111; Asaadi; Charalambous; Wong",
    tags=frozenset({"hs", "inequality"}),
)
