"""HS93: the cheapest transformer of given power and losses.

    minimise    0.0204 x1 x4 (x1 + x2 + x3) + 0.0187 x2 x3 (x1 + 1.57 x2 + x4)
                + 0.0607 x1 x4 x5² (x1 + x2 + x3) + 0.0437 x2 x3 x6² (x1 + 1.57 x2 + x4)
    subject to  0.001 x1 x2 x3 x4 x5 x6 - 2.07 >= 0
                1 - 0.00062 x1 x4 x5² (x1 + x2 + x3) - 0.00058 x2 x3 x6² (x1 + 1.57 x2 + x4) >= 0
                0 <= xi

Source          Hock and Schittkowski (1981), problem 93, p. 108; Bartholomew-Biggs.
Classification  PPR-P1-6: polynomial objective and constraints, regular, solution known numerically.
Start           (5.54, 4.4, 12.02, 11.82, 0.702, 0.852), feasible, f = 137.0664.
Solution        (5.332666, 4.656744, 10.43299, 12.08230, 0.7526074, 0.8786508), f = 135.075963 (published
                135.075961); both constraints are active.

x1..x4 are dimensions of core and winding, x5 and x6 the magnetic flux and the current density.  The book has x >= 0;
at x = 0 the gradient of the first constraint vanishes.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS93")
    x = m.variable("x", 6, lower=0, start=[5.54, 4.4, 12.02, 11.82, 0.702, 0.852])
    x1, x2, x3, x4, x5, x6 = (x[i] for i in range(6))
    core = x1 * x4 * (x1 + x2 + x3)
    winding = x2 * x3 * (x1 + 1.57 * x2 + x4)
    m.minimize(0.0204 * core + 0.0187 * winding + 0.0607 * core * x5**2 + 0.0437 * winding * x6**2)
    m.subject_to(0.001 * x1 * x2 * x3 * x4 * x5 * x6 - 2.07 >= 0, name="power")
    m.subject_to(1 - 0.00062 * core * x5**2 - 0.00058 * winding * x6**2 >= 0, name="losses")
    return m


CASE = Case(
    name="HS93",
    build=build,
    optimum=135.0759628292,
    start_objective=137.066437189,
    solutions=(
        Solution(
            (5.332666335529, 4.656744059172, 10.43299194047, 12.08230634006, 0.7526074362238, 0.8786508746591),
            135.0759628292,
        ),
    ),
    classification="PPR-P1-6",
    source="Hock and Schittkowski (1981), problem 93, p. 108; Bartholomew-Biggs",
    tags=frozenset({"hs", "bounds", "inequality", "nonconvex"}),
)
