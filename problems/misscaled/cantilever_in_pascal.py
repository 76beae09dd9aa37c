"""A cantilever with forces in N, lengths in mm and stresses in Pa.

Width b and height h in mm, tip load 1000 N, length 500 mm, steel with E = 2.1·10¹¹ Pa:

    minimise    b h                                                   section, mm²
    subject to  6·1000·0.5/((10⁻³ b)(10⁻³ h)²) <= 1.6·10⁸            stress, Pa
                4·1000·0.5³/(2.1·10¹¹ (10⁻³ b)(10⁻³ h)³) <= 10⁻³      deflection, m
                h <= 8 b                                              slenderness
                1 <= b <= 100,  1 <= h <= 500

``slenderness`` and ``deflection`` are active at the solution: b h³ = 500/0.00021 mm⁴ with h = 8b.

Source: constructed; the mixture of units of a drawing office.
"""

from __future__ import annotations

import sqp
from sqp.algorithm.stop import StopReason
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case, Solution
from sqp_problems.diagnosis import Diagnosis, culprits

WIDTH = (4 * 1000 * 0.125 / (2.1e11 * 1e-3) * 1e12 / 512) ** 0.25


def build() -> sqp.Model:
    m = sqp.Model("cantilever in pascal")
    b = m.variable("width", lower=1, upper=100, start=50, unit="mm")
    h = m.variable("height", lower=1, upper=500, start=100, unit="mm")
    m.minimize(b * h)
    m.subject_to(6 * 1000 * 0.5 / (1e-3 * b * (1e-3 * h) ** 2) <= 1.6e8, name="stress")
    m.subject_to(4 * 1000 * 0.5**3 / (2.1e11 * 1e-3 * b * (1e-3 * h) ** 3) <= 1e-3, name="deflection")
    m.subject_to(h <= 8 * b, name="slenderness")
    return m


CASE = Case(
    name="cantilever_in_pascal",
    build=build,
    optimum=8 * WIDTH**2,
    start_objective=5000.0,
    solutions=(Solution((WIDTH, 8 * WIDTH), 8 * WIDTH**2),),
    classification="QOR2-MN-2-3",
    source="constructed",
    tags=frozenset({"misscaled", "inequality", "bounds", "nonconvex"}),
    diagnosis=Diagnosis((StopReason.CONVERGED,), culprits(Trouble.BADLY_SCALED_CONSTRAINT, {"stress"})),
)
