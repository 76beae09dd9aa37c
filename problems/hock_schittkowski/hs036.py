"""HS36: Rosenbrock's post office parcel with tight bounds.

    minimise    -x1 x2 x3
    subject to  72 - x1 - 2 x2 - 2 x3 >= 0
                0 <= x1 <= 20
                0 <= x2 <= 11
                0 <= x3 <= 42

Source          Hock and Schittkowski (1981), problem 36; Biggs.
Classification  PLR-T1-2: polynomial objective, linear constraints, regular, solution known exactly.
Start           (10, 10, 10), feasible, f = -1000.
Solution        (20, 11, 15), f = -3300; the constraint and the upper bounds on x1 and x2 are active.

The volume of a parcel with a limit on length plus girth: the solution is a vertex.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS36")
    x = m.variable("x", 3, lower=0, upper=[20, 11, 42], start=[10, 10, 10])
    m.minimize(-x[0] * x[1] * x[2])
    m.subject_to(72 - x[0] - 2 * x[1] - 2 * x[2] >= 0, name="length and girth")
    return m


CASE = Case(
    name="HS36",
    build=build,
    optimum=-3300.0,
    start_objective=-1000.0,
    solutions=(Solution((20.0, 11.0, 15.0), -3300.0),),
    classification="PLR-T1-2",
    source="Hock and Schittkowski (1981), problem 36; Biggs",
    tags=frozenset({"hs", "bounds", "inequality", "linear", "nonconvex"}),
)
