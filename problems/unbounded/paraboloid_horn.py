"""Down inside a paraboloid, with a nonlinear inequality and a free variable.

    minimise    -z + x² + y²
    subject to  z >= x² + y²          inside
                x y >= 1              away from the axis

Any x, y with x y >= 1 allow every larger z.

Source: constructed; unbounded in one variable of a nonlinearly constrained problem.
"""

from __future__ import annotations

import math

import sqp
from sqp.algorithm.stop import PointKind, StopReason
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case
from sqp_problems.diagnosis import Diagnosis, culprits


def build() -> sqp.Model:
    m = sqp.Model("paraboloid horn")
    x, y, z = m.variable("x", start=2), m.variable("y", start=2), m.variable("z", start=0)
    m.minimize(-z + x**2 + y**2)
    m.subject_to(z >= x**2 + y**2, name="inside")
    m.subject_to(x * y >= 1, name="away from the axis")
    return m


CASE = Case(
    name="paraboloid_horn",
    build=build,
    optimum=-math.inf,
    start_objective=8.0,
    solutions=(),
    classification="QQR2-AN-3-2",
    source="constructed",
    tags=frozenset({"unbounded", "inequality", "quadratic", "nonconvex"}),
    expected=PointKind.UNBOUNDED,
    diagnosis=Diagnosis((StopReason.UNBOUNDED,), culprits(Trouble.UNBOUNDED, {"z"})),
)
