"""Compound interest over a time that nobody limits.

    maximise    exp(0.05 t) - s²
    subject to  t - s >= 1        later
                0 <= t

The objective passes every limit long before exp overflows, at 0.05 t = 709.

Source: constructed; exponential growth, from a maximisation.
"""

from __future__ import annotations

import math

import sqp
from sqp.algorithm.stop import PointKind, StopReason
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case
from sqp_problems.diagnosis import Diagnosis, culprits


def build() -> sqp.Model:
    m = sqp.Model("compound interest")
    t, s = m.variable("t", lower=0, start=10), m.variable("s", start=1)
    m.maximize(sqp.exp(0.05 * t) - s**2)
    m.subject_to(t - s >= 1, name="later")
    return m


CASE = Case(
    name="compound_interest",
    build=build,
    optimum=math.inf,
    start_objective=0.6487212707,
    solutions=(),
    classification="OLR2-AN-2-1",
    source="constructed",
    tags=frozenset({"unbounded", "inequality", "linear", "bounds", "nonconvex"}),
    expected=PointKind.UNBOUNDED,
    diagnosis=Diagnosis((StopReason.UNBOUNDED,), culprits(Trouble.UNBOUNDED, {"t"})),
)
