"""An objective of 10¹².

    minimise    10¹² (x1 x4 (x1 + x2 + x3) + x3)
    subject to  x1 x2 x3 x4 >= 25                        product
                x1² + x2² + x3² + x4² = 40               sphere
                1 <= x <= 5

The solution is that of HS71 with f = 17.0140172891·10¹².  Stationarity to 10⁻⁸ would be twenty digits of the
gradient: what counts is the gradient relative to the multipliers.

Source: Hock and Schittkowski (1981), problem 71, objective multiplied.
"""

from __future__ import annotations

import sqp
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case
from sqp_problems.diagnosis import Diagnosis, culprits

BEST = (1.0, 4.742999644, 3.821149984, 1.379408294)


def build() -> sqp.Model:
    m = sqp.Model("huge objective")
    x = m.variable("x", 4, lower=1, upper=5, start=[1, 5, 5, 1])
    m.minimize(1e12 * (x[0] * x[3] * (x[0] + x[1] + x[2]) + x[2]))
    m.subject_to(x[0] * x[1] * x[2] * x[3] >= 25, name="product")
    m.subject_to(sqp.sum(x**2) == 40, name="sphere")
    return m


CASE = Case(
    name="huge_objective",
    build=build,
    optimum=17.0140172891e12,
    start_objective=16000000000000.0,
    solutions=(),
    classification="OOR2-AN-4-2",
    source="Hock and Schittkowski (1981), problem 71, objective multiplied",
    tags=frozenset({"misscaled", "equality", "inequality", "bounds", "nonconvex"}),
    diagnosis=Diagnosis(culprits=culprits(Trouble.BADLY_SCALED_OBJECTIVE, {"objective"})),
)
