"""A solution at which the objective ends with an infinite slope.

    minimise    √x + (y - 1)²
    subject to  x + y >= 0        harmless
                0 <= x

At the solution (0, 1) the derivative of the root is infinite: there is no Karush-Kuhn-Tucker point, though the
minimum is attained.  An honest solver gets as near as it can and names the gradient.

Source: constructed; concave costs, economies of scale.
"""

from __future__ import annotations

import sqp
from sqp.algorithm.stop import PointKind, StopReason
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case, Solution
from sqp_problems.diagnosis import Diagnosis, culprits


def build() -> sqp.Model:
    m = sqp.Model("infinite slope")
    x, y = m.variable("x", lower=0, start=1), m.variable("y", start=0)
    m.minimize(sqp.sqrt(x) + (y - 1) ** 2)
    m.subject_to(x + y >= 0, name="harmless")
    return m


CASE = Case(
    name="infinite_slope",
    build=build,
    optimum=0.0,
    start_objective=2.0,
    solutions=(Solution((0.0, 1.0), 0.0, note="the gradient is infinite"),),
    classification="OLI2-AN-2-1",
    source="constructed",
    tags=frozenset({"nonfinite", "at-solution", "inequality", "linear", "bounds", "nonconvex"}),
    expected=PointKind.FEASIBLE,
    diagnosis=Diagnosis((StopReason.EVALUATION_FAILED,), culprits(Trouble.NOT_FINITE, {"gradient", "x"})),
)
