"""HS89: HS88 with n = 3: heating a rod with a control that switches.

    minimise    x1² + ... + x3²
    subject to  ∫₀¹ ( Σ_j α_j(s) ρ_j(x) - k0(s) )² ds <= 0.0001
                -10 <= xi <= 10

with α_j, ρ_j and k0 as in HS88.

Source          Hock and Schittkowski (1981), problem 89, p. 107; Schittkowski.
Classification  QGR-P1-2: quadratic objective, general constraints, regular, solution known numerically.
Start           (0.5, -0.5, 0.5), infeasible, f = 0.75.
Solution        (1.074319, -0.4566137, 0), f = 1.36265681 as published.

For n = 3 a solution of HS88 followed by x3 = 0 is one of HS89.  At x3 = 0 all derivatives with respect to x3 vanish: a
method that starts there stays.
"""

import sqp
from sqp_problems.case import Case, Solution
from sqp_problems.hock_schittkowski.hs088 import switched_heating


def build() -> sqp.Model:
    return switched_heating("HS89", n=3)


CASE = Case(
    name="HS89",
    build=build,
    optimum=1.36265681489,
    start_objective=0.75,
    solutions=(Solution((1.074318731203, -0.4566137083747, 0.0), 1.36265681489),),
    classification="QGR-P1-2",
    source="Hock and Schittkowski (1981), problem 89, p. 107; Schittkowski",
    tags=frozenset({"hs", "bounds", "inequality", "quadratic", "nonconvex", "degenerate"}),
)
