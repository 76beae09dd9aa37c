"""A plate capacitor: an area in m², a film in m that is nanometres thick.

Capacitance C = ε A/d with ε = 3.45·10⁻¹¹ F/m, field strength V/d with V = 5 V:

    minimise    A + 10⁶ d                       cost
    subject to  3.45·10⁻¹¹ A/d = 10⁻⁶           capacitance, F
                5/d <= 5·10⁸                    field, V/m
                10⁻⁴ <= A <= 1,  10⁻⁹ <= d <= 10⁻⁶

The field limit gives d = 10⁻⁸ m, the capacitance A = d/3.45·10⁻⁵ = 2.898551·10⁻⁴ m², and f = 0.01 + A.

Source: constructed; SI units throughout, as the handbook says.
"""

from __future__ import annotations

import sqp
from sqp.algorithm.stop import StopReason
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case, Solution
from sqp_problems.diagnosis import Diagnosis, culprits

AREA = 1e-8 * 1e-6 / 3.45e-11


def build() -> sqp.Model:
    m = sqp.Model("plate capacitor")
    area = m.variable("area", lower=1e-4, upper=1, start=0.01, unit="m²")
    film = m.variable("film", lower=1e-9, upper=1e-6, start=1e-7, unit="m")
    m.minimize(area + 1e6 * film)
    m.subject_to(3.45e-11 * area / film == 1e-6, name="capacitance")
    m.subject_to(5 / film <= 5e8, name="field")
    return m


CASE = Case(
    name="metres_and_nanometres",
    build=build,
    optimum=0.01 + AREA,
    start_objective=0.11,
    solutions=(Solution((AREA, 1e-8), 0.01 + AREA),),
    classification="LOR2-MN-2-2",
    source="constructed",
    tags=frozenset({"misscaled", "equality", "inequality", "bounds", "nonconvex"}),
    diagnosis=Diagnosis((StopReason.CONVERGED,), culprits(Trouble.BADLY_SCALED_VARIABLE, {"film"})),
    note="An absolute feasibility tolerance of 1e-6 would accept any capacitance at all.",
)
