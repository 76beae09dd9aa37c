"""HS67: Colville's alkylation plant with its material balances solved inside.

    minimise    5.04 x1 + 0.035 x2 + 10 x3 + 3.36 y3 - 0.063 y2 y5
    subject to  0 <= y2 <= 5000    0 <= y3 <= 2000    85 <= y4 <= 93     90 <= y5 <= 95
                3 <= y6 <= 12      0.01 <= y7 <= 4    145 <= y8 <= 162
                10⁻⁵ <= x1 <= 2000,  10⁻⁵ <= x2 <= 16000,  10⁻⁵ <= x3 <= 120

    where       y3 = 1.22 y2 - x1                           y5 = 86.35 + 1.098 y6 - 0.038 y6² + 0.325 (y4 - 89)
                y6 = (x2 + y3) / x1                         y8 = 3 y5 - 133
                y2 = 0.01 x1 (112 + 13.167 y6 - 0.6667 y6²) y7 = 35.82 - 0.222 y8
                                                            y4 = 98000 x3 / (y2 y7 + 1000 x3)

Variables: x1 olefin feed, x2 isobutane recycle, x3 acid (thousands of pounds a day); y2 alkylate yield, y3 isobutane
make-up, y4 acid strength, y5 octane number, y6 external isobutane-to-olefin ratio, y7 acid dilution, y8 performance
number.  The objective is the daily cost minus the value of the alkylate.

Source          Hock and Schittkowski (1981), problem 67, p. 89; Colville; Himmelblau.
Classification  GGI-P1-1: general objective and constraints, irregular, solution known numerically.
Start           (1745, 12000, 110), feasible, f = -868.6357 (published -868.6458).
Solution        (1728.371, 16000, 98.13618), f = -1162.026980 (published -1162.036507).

In the book y2 (from y3, y6) and y4 (from y5, y7, y8) are found by repeated substitution from y2 = 1.6 x1 and y4 = 93,
stopped when two iterates differ by no more than 10⁻³ and 10⁻⁴: a function with jumps of that size, hence the "I".  Both
fixed points are roots of quadratics, so here they are written down exactly and the functions are smooth:

* y2 = x1 (1 + y6 - x2/x1) / 1.22 turns the third line into a y6² + b y6 - (0.3664 + x2/x1) = 0 with a, b > 0, which
  has exactly one positive root;
* y7 = q - 0.21645 y4, with q independent of y4, turns the last line into
  0.21645 y2 y4² - (y2 q + 1000 x3) y4 + 98000 x3 = 0.  For every y6 > 0, q > 21.8, so that the discriminant is
  positive, and the substitution converges to the smaller root.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS67")
    x = m.variable("x", 3, lower=1e-5, upper=[2000, 16000, 120], start=[1745, 12000, 110])
    x1, x2, x3 = (x[i] for i in range(3))

    a, b = 0.01 * 0.6667 * 1.22, 1 - 0.01 * 13.167 * 1.22
    y6 = (-b + sqp.sqrt(b**2 + 4 * a * (0.3664 + x2 / x1))) / (2 * a)
    y2 = 0.01 * x1 * (112 + 13.167 * y6 - 0.6667 * y6**2)
    y3 = 1.22 * y2 - x1

    octane_without_acid = 86.35 + 1.098 * y6 - 0.038 * y6**2 - 0.325 * 89
    q = 35.82 + 0.222 * 133 - 0.666 * octane_without_acid
    total = y2 * q + 1000 * x3
    y4 = 2 * 98000 * x3 / (total + sqp.sqrt(total**2 - 4 * 0.21645 * 98000 * x3 * y2))
    y5 = octane_without_acid + 0.325 * y4
    y8 = 3 * y5 - 133
    y7 = 35.82 - 0.222 * y8

    m.minimize(5.04 * x1 + 0.035 * x2 + 10 * x3 + 3.36 * y3 - 0.063 * y2 * y5)
    m.subject_to(sqp.between(0, y2, 5000), name="alkylate yield")
    m.subject_to(sqp.between(0, y3, 2000), name="isobutane make-up")
    m.subject_to(sqp.between(85, y4, 93), name="acid strength")
    m.subject_to(sqp.between(90, y5, 95), name="octane number")
    m.subject_to(sqp.between(3, y6, 12), name="isobutane-to-olefin ratio")
    m.subject_to(sqp.between(0.01, y7, 4), name="acid dilution")
    m.subject_to(sqp.between(145, y8, 162), name="performance number")
    return m


CASE = Case(
    name="HS67",
    build=build,
    optimum=-1162.02698006,
    start_objective=-868.6356872778,
    solutions=(Solution((1728.371443241, 16000.0, 98.13617652301), -1162.02698006),),
    classification="GGI-P1-1",
    source="Hock and Schittkowski (1981), problem 67, p. 89; Colville; Himmelblau",
    tags=frozenset({"hs", "bounds", "inequality", "nonconvex"}),
    note="The inner fixed points are solved exactly; the book iterates to 1e-3 and 1e-4, which moves f by about 0.01.",
)
