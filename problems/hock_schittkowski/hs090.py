"""HS90: HS88 with n = 4: heating a rod with a control that switches.

    minimise    x1² + ... + x4²
    subject to  ∫₀¹ ( Σ_j α_j(s) ρ_j(x) - k0(s) )² ds <= 0.0001
                -10 <= xi <= 10

with α_j, ρ_j and k0 as in HS88.

Source          Hock and Schittkowski (1981), problem 90, p. 107; Schittkowski.
Classification  QGR-P1-3: quadratic objective, general constraints, regular, solution known numerically.
Start           (0.5, -0.5, 0.5, -0.5), infeasible, f = 1.0.
Solution        (0.7084794, 0.0000238, 0.8075999, -0.4566137), f = 1.36265681 as published.

With x2 = x3 = 0 two switches coincide and the problem is HS88.  The same f is reached whenever x2 = 0 and
x1² + x3² = 1.154161: the published solution is another point of this circle.
"""

import sqp
from sqp_problems.case import Case, Solution
from sqp_problems.hock_schittkowski.hs088 import switched_heating


def build() -> sqp.Model:
    return switched_heating("HS90", n=4)


CASE = Case(
    name="HS90",
    build=build,
    optimum=1.36265681489,
    start_objective=1.0,
    solutions=(
        Solution(
            (1.074318731203, 0.0, 0.0, -0.4566137083747),
            1.36265681489,
            note="one point of a circle of solutions",
        ),
    ),
    classification="QGR-P1-3",
    source="Hock and Schittkowski (1981), problem 90, p. 107; Schittkowski",
    tags=frozenset({"hs", "bounds", "inequality", "quadratic", "nonconvex", "degenerate"}),
)
