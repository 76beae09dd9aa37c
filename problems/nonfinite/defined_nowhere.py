"""An objective without a value at any point.

    minimise    log(-1 - x²) + y²
    subject to  x + y >= 1        line
                -5 <= x <= 5

Source: constructed; a sign error.  No start and no bound would help.
"""

from __future__ import annotations

import math

import sqp
from sqp.algorithm.stop import PointKind, StopReason
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case
from sqp_problems.diagnosis import Diagnosis, culprits


def build() -> sqp.Model:
    m = sqp.Model("defined nowhere")
    x, y = m.variable("x", lower=-5, upper=5, start=1), m.variable("y", start=1)
    m.minimize(sqp.log(-1 - x**2) + y**2)
    m.subject_to(x + y >= 1, name="line")
    return m


CASE = Case(
    name="defined_nowhere",
    build=build,
    optimum=math.nan,
    start_objective=math.nan,
    solutions=(),
    classification="OLR2-AN-2-1",
    source="constructed",
    tags=frozenset({"nonfinite", "at-start", "inequality", "linear", "bounds"}),
    expected=PointKind.UNKNOWN,
    diagnosis=Diagnosis((StopReason.EVALUATION_FAILED,), culprits(Trouble.NOT_FINITE, {"objective"})),
)
