"""A constraint moved into the objective with a penalty of 10⁸.

    minimise    (x - 2)² + (y + 1)² + 10⁸ (x² + y² - 1)²

The Hessian has condition 10⁸ on a curved valley.  On the ray to (2, -1), with r = √(x² + y²), the optimality
condition is (r - √5) + 2·10⁸ r (r² - 1) = 0, so r = 1 + 3.09·10⁻⁹.

Source: constructed; the classical penalty method stopped late.
"""

from __future__ import annotations

import sqp
from sqp_problems.case import Case


def build() -> sqp.Model:
    m = sqp.Model("penalty valley")
    x, y = m.variable("x", start=-0.5), m.variable("y", start=1)
    m.minimize((x - 2) ** 2 + (y + 1) ** 2 + 1e8 * (x**2 + y**2 - 1) ** 2)
    return m


CASE = Case(
    name="penalty_valley",
    build=build,
    optimum=1.52786404118076,
    start_objective=6250010.25,
    solutions=(),
    classification="OUR2-AN-2-0",
    source="constructed",
    tags=frozenset({"misscaled", "unconstrained", "nonconvex"}),
    note="Rounding leaves a gradient of some 1e-8 at the solution.",
)
