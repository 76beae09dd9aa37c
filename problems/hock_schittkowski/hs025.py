"""HS25: a curve with three parameters fitted to exact data.

    minimise    Σ fi(x)²,  i = 1 ... 99
    where       fi(x) = -i/100 + exp(-(ui - x2)^x3 / x1)
                ui    = 25 + (-50 ln(i/100))^(2/3)
    subject to  0.1 <= x1 <= 100
                0   <= x2 <= 25.6
                0   <= x3 <= 5

Source          Hock and Schittkowski (1981), problem 25; Holzman; Himmelblau.
Classification  SBR-T1-1: sum of squares, bounds only, regular, solution known exactly.
Start           (100, 12.5, 3), feasible, f = 32.835.
Solution        (50, 25, 1.5), f = 0: the data lie on the curve.

At the start (ui - x2)^x3 / x1 is above 20 in every term, so all exponentials are nearly zero and the gradient is below
10⁻⁶: most solvers rightly report a stationary point at once.  Only a start near the solution shows the fit.
"""

from math import log

import sqp
from sqp_problems.case import Case, Solution

LEVELS = [i / 100 for i in range(1, 100)]
SPEEDS = [25 + (-50 * log(level)) ** (2 / 3) for level in LEVELS]


def build() -> sqp.Model:
    m = sqp.Model("HS25")
    x = m.variable("x", 3, lower=[0.1, 0, 0], upper=[100, 25.6, 5], start=[100, 12.5, 3])
    residuals = [sqp.exp(-((u - x[1]) ** x[2]) / x[0]) - level for u, level in zip(SPEEDS, LEVELS, strict=True)]
    m.minimize(sum(r**2 for r in residuals))
    return m


CASE = Case(
    name="HS25",
    build=build,
    optimum=0.0,
    start_objective=32.8349999996636,
    solutions=(
        Solution((50.0, 25.0, 1.5), 0.0),
        Solution((100.0, 12.5, 3.0), 32.8349999996636, note="the start: a plateau, stationary to rounding"),
    ),
    classification="SBR-T1-1",
    source="Hock and Schittkowski (1981), problem 25; Holzman; Himmelblau",
    tags=frozenset({"hs", "bounds", "least-squares", "nonconvex"}),
    note="The objective is flat at the start; stopping there is a correct answer to the usual tolerances.",
)
