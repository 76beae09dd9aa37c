"""A linear program in cents, euros and millions.

    maximise    10⁶ m + 50 e + 0.02 c                        profit, euro
    subject to  2·10⁶ m + 90 e + 0.05 c <= 10⁷               credit, euro
                m + 10⁻⁴ e <= 4                              plants
                e + 10⁻⁵ c <= 30000                          staff
                0 <= m, 0 <= e, 0 <= c <= 10⁸

The columns differ by eight powers of ten.  At the solution ``plants``, ``staff`` and the bound on c are active; see
``BEST``.

Source: constructed; a business plan.
"""

from __future__ import annotations

import sqp
from sqp.algorithm.stop import StopReason
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case, Solution
from sqp_problems.diagnosis import Diagnosis, culprits

BEST = (4.0, 0.0, 4e7)


def build() -> sqp.Model:
    m = sqp.Model("cents and millions")
    plants, staff = m.variable("plants", lower=0, start=1), m.variable("staff", lower=0, start=1)
    coupons = m.variable("coupons", lower=0, upper=1e8, start=1)
    m.maximize(1e6 * plants + 50 * staff + 0.02 * coupons)
    m.subject_to(2e6 * plants + 90 * staff + 0.05 * coupons <= 1e7, name="credit")
    m.subject_to(plants + 1e-4 * staff <= 4, name="sites")
    m.subject_to(staff + 1e-5 * coupons <= 30000, name="people")
    return m


CASE = Case(
    name="cents_and_millions",
    build=build,
    optimum=4.8e6,
    start_objective=1000050.02,
    solutions=(Solution(BEST, 4.8e6),),
    classification="LLR2-MN-3-3",
    source="constructed",
    tags=frozenset({"misscaled", "inequality", "linear", "bounds"}),
    diagnosis=Diagnosis((StopReason.CONVERGED,), culprits(Trouble.BADLY_SCALED_CONSTRAINT, {"credit"})),
)
