"""HS54: the densest point of a normal distribution on a plane, in badly scaled variables.

    minimise    -exp(-h(x) / 2)
    where       h(x) = (u² + 2 ρ u v + v²) / (1 - ρ²) + Σ ((xi - μi) / σi)²,  i = 3 ... 6
                u = (x1 - μ1) / σ1,  v = (x2 - μ2) / σ2,  ρ = 0.2
                μ = (10⁴,    1, 2·10⁶, 10, 10⁻³,   10⁸)
                σ = (8·10³,  1, 7·10⁶, 50, 0.05, 5·10⁸)
    subject to  x1 + 4000 x2 - 17600 = 0
                0   <= x1 <= 2·10⁴       0  <= x4 <= 20
                -10 <= x2 <= 10          -1 <= x5 <= 1
                0   <= x3 <= 10⁷         0  <= x6 <= 2·10⁸

Source          Hock and Schittkowski (1981), problem 54; Betts (1977), problem 11.7; Picket.
Classification  GLR-T1-2: general objective, linear constraints, regular, solution known exactly.
Start           (6·10³, 1.5, 4·10⁶, 2, 3·10⁻³, 5·10⁷), infeasible, f = -0.7651.
Solution        (91600/7, 79/70, 2·10⁶, 10, 10⁻³, 10⁸), f = -exp(-27/280); no bound is active.

The formula printed in the book is not the one its values belong to (CUTE's remark on the problem says so, too); the
density above, Betts' problem, reproduces both the published f at the start and the published optimum.  In these units
the gradient is below 10⁻⁶ in x3 and x6 everywhere, so an absolute test of it says nothing about them: scale by σ.
"""

from math import exp

import sqp
from sqp_problems.case import Case, Solution

MEAN = (1e4, 1.0, 2e6, 10.0, 1e-3, 1e8)
DEVIATION = (8e3, 1.0, 7e6, 50.0, 0.05, 5e8)
CORRELATION = 0.2


def build() -> sqp.Model:
    m = sqp.Model("HS54")
    x = m.variable(
        "x", 6, lower=[0, -10, 0, 0, -1, 0], upper=[2e4, 10, 1e7, 20, 1, 2e8], start=[6e3, 1.5, 4e6, 2, 3e-3, 5e7]
    )
    u, v, *others = ((x[i] - MEAN[i]) / DEVIATION[i] for i in range(6))
    correlated = (u**2 + 2 * CORRELATION * u * v + v**2) / (1 - CORRELATION**2)
    m.minimize(-sqp.exp(-(correlated + sum(w**2 for w in others)) / 2))
    m.subject_to(x[0] + 4000 * x[1] - 17600 == 0, name="plane")
    return m


CASE = Case(
    name="HS54",
    build=build,
    optimum=-exp(-27 / 280),
    start_objective=-0.7650992921913101,
    solutions=(Solution((91600 / 7, 79 / 70, 2e6, 10.0, 1e-3, 1e8), -exp(-27 / 280)),),
    classification="GLR-T1-2",
    source="Hock and Schittkowski (1981), problem 54; Betts (1977), problem 11.7; Picket",
    tags=frozenset({"hs", "bounds", "equality", "linear", "nonconvex"}),
    note="Formula corrected; badly scaled: the unscaled gradient in x3 and x6 is tiny everywhere.",
)
