"""HS57: a decay curve with two parameters fitted to 44 measurements.

    minimise    Σ fi(x)²,  i = 1 ... 44
    where       fi(x) = bi - x1 - (0.49 - x1) exp(-x2 (ai - 8))
    subject to  0.49 x2 - x1 x2 - 0.09 >= 0
                0.4 <= x1
                -4  <= x2

Source          Hock and Schittkowski (1981), problem 57; Betts; Gould.
Classification  SQR-P1-1: sum of squares, quadratic constraints, regular, solution not known exactly.
Start           (0.42, 5), feasible, f = 0.0307986.
Solution        (0.419952675, 1.284845629), f = 0.02845966972; the constraint is active.

The data bi, several for each ai, fall from 0.49 at ai = 8 to a plateau.  As x2 grows all exponentials vanish except
those at ai = 8, and f flattens out at 0.0306476 with x1 = 0.4219: the start is near that valley, and a solver that runs
out along it ends at a point which is stationary to rounding.
"""

from math import inf

import sqp
from sqp_problems.case import Case, Solution

MEASURED = {  # ai: all bi measured there
    8: (0.49, 0.49), 10: (0.48, 0.47, 0.48, 0.47), 12: (0.46, 0.46, 0.45, 0.43),
    14: (0.45, 0.43, 0.43), 16: (0.44, 0.43, 0.43), 18: (0.46, 0.45), 20: (0.42, 0.42, 0.43),
    22: (0.41, 0.41, 0.40), 24: (0.42, 0.40, 0.40), 26: (0.41, 0.40, 0.41), 28: (0.41, 0.40),
    30: (0.40, 0.40, 0.38), 32: (0.41, 0.40), 34: (0.40,), 36: (0.41, 0.38), 38: (0.40, 0.40),
    40: (0.39,), 42: (0.39,),
}  # fmt: skip


def build() -> sqp.Model:
    m = sqp.Model("HS57")
    x = m.variable("x", 2, lower=[0.4, -4], upper=inf, start=[0.42, 5])
    curve = {a: x[0] + (0.49 - x[0]) * sqp.exp(-x[1] * (a - 8)) for a in MEASURED}
    m.minimize(sum((b - curve[a]) ** 2 for a, values in MEASURED.items() for b in values))
    m.subject_to(0.49 * x[1] - x[0] * x[1] - 0.09 >= 0, name="hyperbola")
    return m


CASE = Case(
    name="HS57",
    build=build,
    optimum=0.02845966972,
    start_objective=0.03079860168793386,
    solutions=(
        Solution((0.41995265075780125, 1.2848451936248437), 0.028459669722986695),
        Solution((0.4219047619047619, 60.0), 0.030647619047619028, note="a plateau, stationary to rounding"),
    ),
    classification="SQR-P1-1",
    source="Hock and Schittkowski (1981), problem 57; Betts; Gould",
    tags=frozenset({"hs", "bounds", "inequality", "least-squares", "nonconvex"}),
    note="From the start a solver may end on the plateau at large x2, f = 0.0306476, stationary to rounding.",
)
