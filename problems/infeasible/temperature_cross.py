"""A counter-current heat exchanger whose cold stream should leave hotter than the approach temperature allows.

Hot water enters at 90 °C with 1.5 kW/K, cold water at 20 °C with 1.0 kW/K; duty Q in kW, area A in m², U = 0.8 kW/(m²
K), outlet temperatures H and C, D the mean temperature difference in Chen's approximation.

    minimise    A
    subject to  Q = 1.5 (90 - H)                         hot balance
                Q = C - 20                               cold balance
                Q <= 0.8 A D                             transfer
                D³ = (90-C)(H-20)((90-C)+(H-20))/2       mean difference
                90 - C >= 3                              hot end approach
                H - 20 >= 3                              cold end approach
                Q >= 68                                  duty
                A <= 1000,  1 <= D

The duty needs C = 88 °C, two degrees below the entering hot water, where three are asked for.  Each of the other rows
can be met by itself.  The conflict is {cold balance, hot end approach, duty}.

Source: constructed after the textbook exchanger; J. J. J. Chen, Chem. Eng. Sci. 42 (1987) 2488-2489, for the mean.
"""

from __future__ import annotations

import math

import sqp
from sqp.algorithm.stop import PointKind
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case
from sqp_problems.diagnosis import INFEASIBLE, Diagnosis, culprits


def build() -> sqp.Model:
    m = sqp.Model("temperature cross")
    area = m.variable("area", lower=0, upper=1000, start=5, unit="m²")
    duty = m.variable("duty", start=50, unit="kW")
    hot = m.variable("hot_outlet", start=60, unit="°C")
    cold = m.variable("cold_outlet", start=60, unit="°C")
    mean = m.variable("mean_difference", lower=1, start=30, unit="K")

    m.minimize(area)
    m.subject_to(duty == 1.5 * (90 - hot), name="hot balance")
    m.subject_to(duty == cold - 20, name="cold balance")
    m.subject_to(duty <= 0.8 * area * mean, name="transfer")
    at_hot_end, at_cold_end = 90 - cold, hot - 20
    m.subject_to(mean**3 == at_hot_end * at_cold_end * (at_hot_end + at_cold_end) / 2, name="mean difference")
    m.subject_to(at_hot_end >= 3, name="hot end approach")
    m.subject_to(at_cold_end >= 3, name="cold end approach")
    m.subject_to(duty >= 68, name="required duty")
    return m


CASE = Case(
    name="temperature_cross",
    build=build,
    optimum=math.nan,
    start_objective=5.0,
    solutions=(),
    classification="LOR2-MN-5-7",
    source="constructed",
    tags=frozenset({"infeasible", "equality", "inequality", "bounds", "nonconvex"}),
    expected=PointKind.INFEASIBLE_STATIONARY,
    diagnosis=Diagnosis(
        INFEASIBLE,
        culprits(Trouble.CONFLICT, {"cold balance", "hot end approach", "required duty"}),
    ),
)
