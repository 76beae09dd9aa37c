"""HS114: the alkylation plant of Bracken and McCormick.

    minimise    5.04 x1 + 0.035 x2 + 10 x3 + 3.36 x5 - 0.063 x4 x7
    subject to  g1 = 35.82 - 0.222 x10 - b x9                                >= 0
                g2 = -133 + 3 x7 - a x10                                     >= 0
                g3 = -g1 + x9 (1/b - b)                                      >= 0
                g4 = -g2 + (1/a - a) x10                                     >= 0
                g5 = 1.12 x1 + 0.13167 x1 x8 - 0.00667 x1 x8² - a x4         >= 0
                g6 = 57.425 + 1.098 x8 - 0.038 x8² + 0.325 x6 - a x7         >= 0
                g7 = -g5 + (1/a - a) x4                                      >= 0
                g8 = -g6 + (1/a - a) x7                                      >= 0
                1.22 x4 - x1 - x5                                             = 0
                98000 x3 / (x4 x9 + 1000 x3) - x6                             = 0
                (x2 + x5) / x1 - x8                                           = 0
                0.00001 <= x1 <= 2000,  0.00001 <= x2 <= 16000,  0.00001 <= x3 <= 120,  0.00001 <= x4 <= 5000
                0.00001 <= x5 <= 2000,  85 <= x6 <= 93,  90 <= x7 <= 95,  3 <= x8 <= 12,  1.2 <= x9 <= 4
                145 <= x10 <= 162

    where       a = 0.99, b = 0.9

The plant of HS67: x1 olefin feed, x2 isobutane recycle, x3 acid, x4 alkylate, x5 isobutane make-up, x6 acid strength,
x7 octane number, x8 isobutane-to-olefin ratio, x9 acid dilution, x10 performance number.  The regressions need hold
only within a factor a or b either way: pairs such as g5, g7 say a x4 <= (regression) <= x4/a.

Source          Hock and Schittkowski (1981), problem 114, p. 123; Bracken and McCormick.
Classification  QGR-P1-6: quadratic objective, general constraints, regular, solution known numerically.
Start           (1745, 12000, 110, 3048, 1974, 89.2, 92.8, 8, 3.6, 145), infeasible, f = -872.3872.
Solution        (1698.096, 15818.73, 54.10228, 3031.226, 2000, 90.11537, 95, 10.49336, 1.561636, 153.53535),
                f = -1768.80696.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS114")
    x = m.variable(
        "x",
        10,
        lower=[1e-5, 1e-5, 1e-5, 1e-5, 1e-5, 85, 90, 3, 1.2, 145],
        upper=[2000, 16000, 120, 5000, 2000, 93, 95, 12, 4, 162],
        start=[1745, 12000, 110, 3048, 1974, 89.2, 92.8, 8, 3.6, 145],
    )
    x1, x2, x3, x4, x5, x6, x7, x8, x9, x10 = (x[i] for i in range(10))
    a, b = 0.99, 0.9

    m.minimize(5.04 * x1 + 0.035 * x2 + 10 * x3 + 3.36 * x5 - 0.063 * x4 * x7)
    g1 = 35.82 - 0.222 * x10 - b * x9
    g2 = -133 + 3 * x7 - a * x10
    g5 = 1.12 * x1 + 0.13167 * x1 * x8 - 0.00667 * x1 * x8**2 - a * x4
    g6 = 57.425 + 1.098 * x8 - 0.038 * x8**2 + 0.325 * x6 - a * x7
    m.subject_to(g1 >= 0, name="acid dilution from below")
    m.subject_to(-g1 + x9 * (1 / b - b) >= 0, name="acid dilution from above")
    m.subject_to(g2 >= 0, name="performance number from below")
    m.subject_to(-g2 + (1 / a - a) * x10 >= 0, name="performance number from above")
    m.subject_to(g5 >= 0, name="alkylate from below")
    m.subject_to(-g5 + (1 / a - a) * x4 >= 0, name="alkylate from above")
    m.subject_to(g6 >= 0, name="octane number from below")
    m.subject_to(-g6 + (1 / a - a) * x7 >= 0, name="octane number from above")
    m.subject_to(1.22 * x4 - x1 - x5 == 0, name="isobutane balance")
    m.subject_to(98000 * x3 / (x4 * x9 + 1000 * x3) - x6 == 0, name="acid balance")
    m.subject_to((x2 + x5) / x1 - x8 == 0, name="isobutane-to-olefin ratio")
    return m


CASE = Case(
    name="HS114",
    build=build,
    optimum=-1768.806963716,
    start_objective=-872.3872,
    solutions=(
        Solution(
            (
                1698.094765189,
                15818.61492418,
                54.10268233325,
                3031.225217368,
                2000.0,
                90.11542219899,
                95.0,
                10.49329830671,
                1.561636363636,
                153.5353535354,
            ),
            -1768.806963716,
        ),
    ),
    classification="QGR-P1-6",
    source="Hock and Schittkowski (1981), problem 114, p. 123; Bracken and McCormick",
    tags=frozenset({"hs", "bounds", "equality", "inequality", "quadratic", "nonconvex"}),
)
