"""HS91: HS88 with n = 5: heating a rod with a control that switches.

    minimise    x1² + ... + x5²
    subject to  ∫₀¹ ( Σ_j α_j(s) ρ_j(x) - k0(s) )² ds <= 0.0001
                -10 <= xi <= 10

with α_j, ρ_j and k0 as in HS88.

Source          Hock and Schittkowski (1981), problem 91, p. 107; Schittkowski.
Classification  QGR-P1-4: quadratic objective, general constraints, regular, solution known numerically.
Start           (0.5, -0.5, 0.5, -0.5, 0.5), infeasible, f = 1.25.
Solution        (0.7018929, 0, 0.8133308, 0.4566137, 0), f = 1.36265681 as published.

With x2 = x3 = x5 = 0 switches coincide and the problem is HS88.  The published solution is another point of the circle
x1² + x3² = 1.154161 with x2 = 0.
"""

import sqp
from sqp_problems.case import Case, Solution
from sqp_problems.hock_schittkowski.hs088 import switched_heating


def build() -> sqp.Model:
    return switched_heating("HS91", n=5)


CASE = Case(
    name="HS91",
    build=build,
    optimum=1.36265681489,
    start_objective=1.25,
    solutions=(
        Solution(
            (1.074318731203, 0.0, 0.0, -0.4566137083747, 0.0),
            1.36265681489,
            note="one point of a circle of solutions",
        ),
    ),
    classification="QGR-P1-4",
    source="Hock and Schittkowski (1981), problem 91, p. 107; Schittkowski",
    tags=frozenset({"hs", "bounds", "inequality", "quadratic", "nonconvex", "degenerate"}),
)
