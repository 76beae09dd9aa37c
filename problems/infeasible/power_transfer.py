"""A load beyond what its line can carry: the power-flow equations beyond voltage collapse.

A line of reactance X = 0.5 feeds a load bus with voltage e + jf from a bus held at voltage 1 (all per unit):

    minimise    (e - 1)² + f²
    subject to  -f / X = 0.8                          active power
                (e - e² - f²) / X = 0.4               reactive power
                0.3 <= e² + f² <= 1.2                  voltage

The active power fixes f = -0.4, and the reactive power then asks for e² - e + 0.36 = 0, whose discriminant is 1 - 1.44.
Either of the powers alone could be delivered: {active power, reactive power} is the smallest conflict.

Source: constructed; the two-bus example of every text on voltage stability.
"""

from __future__ import annotations

import math

import sqp
from sqp.algorithm.stop import PointKind
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case
from sqp_problems.diagnosis import INFEASIBLE, Diagnosis, culprits

REACTANCE = 0.5


def build() -> sqp.Model:
    m = sqp.Model("power transfer")
    e, f = m.variable("e", start=1, unit="p.u."), m.variable("f", start=0, unit="p.u.")
    m.minimize((e - 1) ** 2 + f**2)
    m.subject_to(-f / REACTANCE == 0.8, name="active power")
    m.subject_to((e - e**2 - f**2) / REACTANCE == 0.4, name="reactive power")
    m.subject_to(sqp.between(0.3, e**2 + f**2, 1.2), name="voltage")
    return m


CASE = Case(
    name="power_transfer",
    build=build,
    optimum=math.nan,
    start_objective=0.0,
    solutions=(),
    classification="QQR2-MN-2-3",
    source="constructed",
    tags=frozenset({"infeasible", "equality", "inequality", "quadratic", "nonconvex"}),
    expected=PointKind.INFEASIBLE_STATIONARY,
    diagnosis=Diagnosis(INFEASIBLE, culprits(Trouble.CONFLICT, {"active power", "reactive power"})),
)
