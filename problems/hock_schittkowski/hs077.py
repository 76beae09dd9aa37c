"""HS77: a sum of even powers with two curved equations.

    minimise    (x1 - 1)² + (x1 - x2)² + (x3 - 1)² + (x4 - 1)⁴ + (x5 - 1)⁶
    subject to  x1² x4 + sin(x4 - x5) - 2√2 = 0
                x2 + x3⁴ x4² - 8 - √2       = 0

Source          Hock and Schittkowski (1981), problem 77, p. 97; Betts; Miele et al.
Classification  PGR-P1-3: polynomial objective, general constraints, regular, solution known numerically.
Start           (2, 2, 2, 2, 2), infeasible, f = 4.
Solution        (1.166172, 1.182111, 1.380257, 1.506036, 0.6109203), f = 0.24150513.

The equations have several branches (the signs of x1 and x3); each has a local minimum of its own.
"""

from math import sqrt

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS77")
    x = m.variable("x", 5, start=2)
    x1, x2, x3, x4, x5 = (x[i] for i in range(5))
    m.minimize((x1 - 1) ** 2 + (x1 - x2) ** 2 + (x3 - 1) ** 2 + (x4 - 1) ** 4 + (x5 - 1) ** 6)
    m.subject_to(x1**2 * x4 + sqp.sin(x4 - x5) - 2 * sqrt(2) == 0, name="sine")
    m.subject_to(x2 + x3**4 * x4**2 - 8 - sqrt(2) == 0, name="power")
    return m


CASE = Case(
    name="HS77",
    build=build,
    optimum=0.2415051287902,
    start_objective=4.0,
    solutions=(
        Solution((1.166172189709, 1.182111388803, 1.380257043145, 1.506036273623, 0.6109201960431), 0.2415051287902),
        Solution(
            (-1.028722228884, -1.017213944954, 1.354512327713, 1.760378063827, 0.4531256330365),
            4.602561512118,
            note="local",
        ),
        Solution(
            (1.088999504628, 1.177732956985, -1.281405466919, 1.747823986058, 0.8911813266186),
            5.533357278641,
            note="local",
        ),
        Solution(
            (-0.986846538458, -0.9142209682132, -1.302895945438, 1.89320562143, 0.4975710232734),
            9.9087601967,
            note="local",
        ),
    ),
    classification="PGR-P1-3",
    source="Hock and Schittkowski (1981), problem 77, p. 97; Betts; Miele et al.",
    tags=frozenset({"hs", "equality", "nonconvex"}),
)
