"""A transfer orbit in SI units: the gravitational parameter is 4·10¹⁴.

From a circular orbit at r1 = 7·10⁶ m to one at r2 = 4.2·10⁷ m by two tangential impulses; speeds after and before
them are v1 and v2, in m/s:

    minimise    (v1 - √(μ/r1)) + (√(μ/r2) - v2)                  total impulse
    subject to  v1²/2 - μ/r1 = v2²/2 - μ/r2                      energy, m²/s²
                r1 v1 = r2 v2                                    momentum, m²/s
                0 <= v1, v2 <= 20000

The closed form is v1 = √(2 μ r2/(r1 (r1 + r2))), v2 = v1 r1/r2.

Source: W. Hohmann, Die Erreichbarkeit der Himmelskörper (1925); any text on astrodynamics.
"""

from __future__ import annotations

import math

import sqp
from sqp.algorithm.stop import StopReason
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case, Solution
from sqp_problems.diagnosis import Diagnosis, culprits

MU, LOW, HIGH = 3.986004418e14, 7e6, 4.2e7
AFTER = math.sqrt(2 * MU * HIGH / (LOW * (LOW + HIGH)))
BEFORE = AFTER * LOW / HIGH
IMPULSE = AFTER - math.sqrt(MU / LOW) + math.sqrt(MU / HIGH) - BEFORE


def build() -> sqp.Model:
    m = sqp.Model("Hohmann transfer")
    v1 = m.variable("speed_after", lower=0, upper=20000, start=8000, unit="m/s")
    v2 = m.variable("speed_before", lower=0, upper=20000, start=3000, unit="m/s")
    m.minimize(v1 - math.sqrt(MU / LOW) + math.sqrt(MU / HIGH) - v2)
    m.subject_to(v1**2 / 2 - MU / LOW == v2**2 / 2 - MU / HIGH, name="energy")
    m.subject_to(LOW * v1 == HIGH * v2, name="momentum")
    return m


CASE = Case(
    name="hohmann_transfer",
    build=build,
    optimum=IMPULSE,
    start_objective=534.610065328,
    solutions=(Solution((AFTER, BEFORE), IMPULSE),),
    classification="LQR2-MN-2-2",
    source="Hohmann 1925",
    tags=frozenset({"misscaled", "equality", "bounds", "quadratic", "nonconvex"}),
    diagnosis=Diagnosis((StopReason.CONVERGED,), culprits(Trouble.BADLY_SCALED_CONSTRAINT, {"momentum"})),
)
