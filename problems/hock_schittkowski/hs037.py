"""HS37: Rosenbrock's post office parcel.

    minimise    -x1 x2 x3
    subject to  72 - x1 - 2 x2 - 2 x3 >= 0
                x1 + 2 x2 + 2 x3      >= 0
                0 <= x1, x2, x3 <= 42

Source          Hock and Schittkowski (1981), problem 37; Betts; Box.
Classification  PLR-T1-3: polynomial objective, linear constraints, regular, solution known exactly.
Start           (10, 10, 10), feasible, f = -1000.
Solution        (24, 12, 12), f = -3456; the first constraint is active.

The volume of a parcel with a limit on length plus girth.  The second constraint follows from the bounds.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS37")
    x = m.variable("x", 3, lower=0, upper=42, start=[10, 10, 10])
    m.minimize(-x[0] * x[1] * x[2])
    m.subject_to(72 - x[0] - 2 * x[1] - 2 * x[2] >= 0, name="length and girth")
    m.subject_to(x[0] + 2 * x[1] + 2 * x[2] >= 0, name="redundant")
    return m


CASE = Case(
    name="HS37",
    build=build,
    optimum=-3456.0,
    start_objective=-1000.0,
    solutions=(Solution((24.0, 12.0, 12.0), -3456.0),),
    classification="PLR-T1-3",
    source="Hock and Schittkowski (1981), problem 37; Betts; Box",
    tags=frozenset({"hs", "bounds", "inequality", "linear", "nonconvex"}),
)
