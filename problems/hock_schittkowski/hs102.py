"""HS102: HS101 with another exponent of x7 in the objective: a geometric program.

    minimise    f(x) = 10 x1 x2⁻¹ x4² x6⁻³ x7ᵃ + 15 x1⁻¹ x2⁻² x3 x4 x5⁻¹ x7^(-1/2)
                       + 20 x1⁻² x2 x4⁻¹ x5⁻² x6 + 25 x1² x2² x3⁻¹ x5^(1/2) x6⁻² x7,   a = 0.125
    subject to  the constraints and bounds of HS101

Source          Hock and Schittkowski (1981), problem 102, p. 112; Beck and Ecker; Dembo.
Classification  PPR-P1-9: generalized polynomials, regular, solution known numerically.
Start           (6, 6, 6, 6, 6, 6, 6), infeasible, f = 2206.889.
Solution        (3.896253, 0.8093588, 2.664386, 4.300913, 0.8535549, 1.095287, 0.02731046), f = 911.880571.
"""

import sqp
from sqp_problems.case import Case, Solution
from sqp_problems.hock_schittkowski.hs101 import posynomials


def build() -> sqp.Model:
    return posynomials("HS102", a=0.125)


CASE = Case(
    name="HS102",
    build=build,
    optimum=911.8805714301,
    start_objective=2206.888520227,
    solutions=(
        Solution(
            (
                3.89625319107,
                0.8093587601054,
                2.664385993775,
                4.300912874794,
                0.8535549352486,
                1.095287444576,
                0.02731045965772,
            ),
            911.8805714301,
        ),
    ),
    classification="PPR-P1-9",
    source="Hock and Schittkowski (1981), problem 102, p. 112; Beck and Ecker; Dembo",
    tags=frozenset({"hs", "bounds", "inequality", "nonconvex"}),
)
