"""A two-bar truss under five times its load: no section on the list carries it.

The two bars of section a (cm²) span 2s (m); the tip is 1 m above the supports.

    minimise    a √(1 + s²)                                        weight
    subject to  0.62 √(1 + s²) (8/a + 1/(a s)) <= 1                stress 1
                0.62 √(1 + s²) (8/a - 1/(a s)) <= 1                stress 2
                0.2 <= a <= 4,  0.1 <= s <= 1.6

With the factor 0.124 of the published problem the optimum is 1.51 at a = 1.41, s = 0.38.  Under five times that load
the stress ratio of bar 1 is at least 1.73 at the largest section, whatever the span: the limit contradicts the bounds
by itself.  Bar 2 could carry its share at a small span.

Source: K. Svanberg, The method of moving asymptotes, Int. J. Numer. Methods Eng. 24 (1987) 359-373, the two-bar truss,
with the load multiplied by five.
"""

from __future__ import annotations

import math

import sqp
from sqp.algorithm.stop import PointKind
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case
from sqp_problems.diagnosis import INFEASIBLE, Diagnosis, culprits

LOAD = 5 * 0.124


def build() -> sqp.Model:
    m = sqp.Model("overloaded truss")
    area = m.variable("area", lower=0.2, upper=4, start=1.5, unit="cm²")
    span = m.variable("span", lower=0.1, upper=1.6, start=0.5, unit="m")
    length = sqp.sqrt(1 + span**2)
    m.minimize(area * length)
    m.subject_to(LOAD * length * (8 / area + 1 / (area * span)) <= 1, name="stress 1")
    m.subject_to(LOAD * length * (8 / area - 1 / (area * span)) <= 1, name="stress 2")
    return m


CASE = Case(
    name="overloaded_truss",
    build=build,
    optimum=math.nan,
    start_objective=1.67705098312,
    solutions=(),
    classification="OOR2-MN-2-2",
    source="Svanberg 1987, five times the load",
    tags=frozenset({"infeasible", "inequality", "bounds", "nonconvex"}),
    expected=PointKind.INFEASIBLE_STATIONARY,
    diagnosis=Diagnosis(INFEASIBLE, culprits(Trouble.CONFLICT, {"stress 1"})),
)
