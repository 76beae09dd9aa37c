"""HS103: HS101 with another exponent of x7 in the objective: a geometric program.

    minimise    f(x) = 10 x1 x2⁻¹ x4² x6⁻³ x7ᵃ + 15 x1⁻¹ x2⁻² x3 x4 x5⁻¹ x7^(-1/2)
                       + 20 x1⁻² x2 x4⁻¹ x5⁻² x6 + 25 x1² x2² x3⁻¹ x5^(1/2) x6⁻² x7,   a = 0.5
    subject to  the constraints and bounds of HS101

Source          Hock and Schittkowski (1981), problem 103, p. 112; Beck and Ecker; Dembo.
Classification  PPR-P1-10: generalized polynomials, regular, solution known numerically.
Start           (6, 6, 6, 6, 6, 6, 6), infeasible, f = 2208.886.
Solution        (4.394105, 0.8544687, 2.843230, 3.399979, 0.7229261, 0.8704064, 0.02463883), f = 543.667958.
"""

import sqp
from sqp_problems.case import Case, Solution
from sqp_problems.hock_schittkowski.hs101 import posynomials


def build() -> sqp.Model:
    return posynomials("HS103", a=0.5)


CASE = Case(
    name="HS103",
    build=build,
    optimum=543.6679584663,
    start_objective=2208.885947456,
    solutions=(
        Solution(
            (
                4.394104510526,
                0.8544687387974,
                2.843230313951,
                3.399978667687,
                0.7229261330073,
                0.8704063818045,
                0.02463882632723,
            ),
            543.6679584663,
        ),
    ),
    classification="PPR-P1-10",
    source="Hock and Schittkowski (1981), problem 103, p. 112; Beck and Ecker; Dembo",
    tags=frozenset({"hs", "bounds", "inequality", "nonconvex"}),
)
