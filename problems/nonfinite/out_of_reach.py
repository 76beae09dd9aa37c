"""Inverse kinematics of a two-link arm outside its reach: an arc cosine of more than one.

Links of length 1 and 0.8; the hand at (u, v) needs the elbow angle acos((u² + v² - 1.64)/1.6):

    minimise    (u - 1.5)² + (v - 1)²
    subject to  θ = acos((u² + v² - 1.64)/1.6)        elbow
                0.1 <= θ <= 3

At the start, the target (1.5, 1), the argument is 1.0063.

Source: constructed; robotics.
"""

from __future__ import annotations

import math

import sqp
from sqp.algorithm.stop import PointKind, StopReason
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case
from sqp_problems.diagnosis import Diagnosis, culprits


def build() -> sqp.Model:
    m = sqp.Model("out of reach")
    u, v = m.variable("u", start=1.5, unit="m"), m.variable("v", start=1, unit="m")
    angle = m.variable("angle", lower=0.1, upper=3, start=1, unit="rad")
    m.minimize((u - 1.5) ** 2 + (v - 1) ** 2)
    m.subject_to(angle == sqp.acos((u**2 + v**2 - 1.64) / 1.6), name="elbow")
    return m


CASE = Case(
    name="out_of_reach",
    build=build,
    optimum=math.nan,
    start_objective=0.0,
    solutions=(),
    classification="QOR2-MN-3-1",
    source="constructed",
    tags=frozenset({"nonfinite", "at-start", "equality", "bounds"}),
    expected=PointKind.UNKNOWN,
    diagnosis=Diagnosis((StopReason.EVALUATION_FAILED,), culprits(Trouble.NOT_FINITE, {"elbow"})),
)
