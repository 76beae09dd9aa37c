"""A function that is 0/0 exactly at its maximum.

    maximise    sin(x)/x - y²
    subject to  -3 <= x <= 3

sin(x)/x has the limit 1 at 0, but evaluated there it is NaN.  Near the gap everything is smooth.

Source: constructed; single-slit diffraction.
"""

from __future__ import annotations

import sqp
from sqp.algorithm.stop import StopReason
from sqp_problems.case import Case
from sqp_problems.diagnosis import Diagnosis


def build() -> sqp.Model:
    m = sqp.Model("removable gap")
    x, y = m.variable("x", lower=-3, upper=3, start=1), m.variable("y", start=1)
    m.maximize(sqp.sin(x) / x - y**2)
    return m


CASE = Case(
    name="removable_gap",
    build=build,
    optimum=1.0,
    start_objective=-0.158529015192,
    solutions=(),
    classification="OBI2-AN-2-0",
    source="constructed",
    tags=frozenset({"nonfinite", "at-solution", "bounds"}),
    diagnosis=Diagnosis((StopReason.CONVERGED,)),
    note="The solution (0, 0) itself cannot be evaluated.",
)
