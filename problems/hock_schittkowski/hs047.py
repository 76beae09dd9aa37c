"""HS47: a cubic term that undercuts the published solution.

    minimise    (x1 - x2)² + (x2 - x3)³ + (x3 - x4)⁴ + (x4 - x5)⁴
    subject to  x1 + x2² + x3³ - 3 = 0
                x2 - x3² + x4 - 1  = 0
                x1 x5 - 1          = 0

Source          Hock and Schittkowski (1981), problem 47; Huang and Aggerwal; Miele et al.
Classification  PPR-T1-3: polynomial objective, polynomial constraints, regular, solution known exactly.
Start           (2, √2, -1, 2 - √2, 1/2), feasible, f = 20.738.
Published       (1, 1, 1, 1, 1), f = 0.
Solution        near (0.677, 0.726, 1.215, 1.751, 1.477), f = -0.0267141827.

The published point is stationary with zero multipliers, but no minimum: along (1, 1, -1, -3, -1), tangent to all three
constraints, the cubic term is the first that counts, and it changes sign.  Methods that follow curvature converge to it
slowly from one side or pass it on the other.
"""

from math import sqrt

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS47")
    x = m.variable("x", 5, start=[2, sqrt(2), -1, 2 - sqrt(2), 0.5])
    x1, x2, x3, x4, x5 = (x[i] for i in range(5))
    m.minimize((x1 - x2) ** 2 + (x2 - x3) ** 3 + (x3 - x4) ** 4 + (x4 - x5) ** 4)
    m.subject_to(x1 + x2**2 + x3**3 - 3 == 0, name="first")
    m.subject_to(x2 - x3**2 + x4 - 1 == 0, name="second")
    m.subject_to(x1 * x5 - 1 == 0, name="third")
    return m


CASE = Case(
    name="HS47",
    build=build,
    optimum=-0.0267141827,
    start_objective=20.738077488610624,
    solutions=(
        Solution(
            (0.6770043948666403, 0.726089472652032, 1.2154912142370975, 1.7513294192355415, 1.4770952856177322),
            -0.02671418269394085,
        ),
        Solution((1.0, 1.0, 1.0, 1.0, 1.0), 0.0, note="published: stationary, but no minimum"),
        Solution(
            (-0.8536561885892402, 1.8020606734308056, 0.8463434706920999, -0.085763403047656, -1.1714317934631375),
            10.069910284134782,
            note="local",
        ),
        Solution(
            (-1.7572105038124062, -2.179055648270806, 0.20744434992083, 3.222088806584882, -0.5690837824099171),
            275.7619735453456,
            note="local",
        ),
    ),
    classification="PPR-T1-3",
    source="Hock and Schittkowski (1981), problem 47; Huang and Aggerwal; Miele et al.",
    tags=frozenset({"hs", "equality", "nonconvex", "degenerate"}),
    note="The published optimum 0 at (1, 1, 1, 1, 1) is a stationary point, but no minimum.",
)
