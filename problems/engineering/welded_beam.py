r"""Welded beam: the cheapest fillet weld and bar that carry a tip load.

A bar of length L = 14 in is welded to a wall and loaded by P = 6000 lb at its free end.  Choose the weld size h, the
weld length l, the bar height t and the bar thickness b (all in inches) so that material and labour cost least:

    minimise    1.10471 h² l + 0.04811 t b (L + l)                                               dollars
    subject to  τ(h, l, t)  <= 13 600 psi      shear in the weld, τ² = τ'² + τ'τ'' l/R + τ''²
                6 P L / (b t²)  <= 30 000 psi   bending of the bar
                h <= b                          the weld is no thicker than the bar
                0.10471 h² + 0.04811 t b (L + l) <= 5
                4 P L³ / (E t³ b) <= 0.25 in    tip deflection
                P <= P_c(t, b)                  buckling of the bar
                0.125 <= h,   0.1 <= l, t <= 10,   h, b <= 2

where τ' = P/(√2 h l), τ'' = M R/J, M = P (L + l/2), R² = l²/4 + (h+t)²/4, J = 2 √2 h l (l²/12 + (h+t)²/4) and
P_c = 4.013 E √(t² b⁶/36) / L² · (1 − t/(2L) √(E/(4G))).

Source: K. M. Ragsdell and D. T. Phillips, ASME J. Engineering for Industry 98 (1976) 1021-1025, in the form with the
polar moment of inertia and bounds of C. A. Coello Coello, Computers in Industry 41 (2000) 113-127, whose readers
report 1.724852.
"""

from __future__ import annotations

from math import sqrt

import sqp
from sqp_problems.case import Case, Solution

LOAD = 6000.0  # lb
OVERHANG = 14.0  # in
YOUNG = 30e6  # psi
SHEAR_MODULUS = 12e6  # psi
SHEAR_LIMIT = 13_600.0  # psi
BENDING_LIMIT = 30_000.0  # psi
DEFLECTION_LIMIT = 0.25  # in


def build() -> sqp.Model:
    """The model with the start h, l, t, b = 0.4, 6, 9, 0.5."""
    m = sqp.Model("welded beam")
    h = m.variable("weld_size", lower=0.125, upper=2, start=0.4, unit="in")
    l = m.variable("weld_length", lower=0.1, upper=10, start=6, unit="in")  # noqa: E741
    t = m.variable("bar_height", lower=0.1, upper=10, start=9, unit="in")
    b = m.variable("bar_thickness", lower=0.1, upper=2, start=0.5, unit="in")

    radius = sqp.sqrt(l**2 / 4 + ((h + t) / 2) ** 2)
    polar_inertia = 2 * sqrt(2) * h * l * (l**2 / 12 + ((h + t) / 2) ** 2)
    direct = LOAD / (sqrt(2) * h * l)
    torsion = LOAD * (OVERHANG + l / 2) * radius / polar_inertia
    shear = sqp.sqrt(direct**2 + direct * torsion * l / radius + torsion**2)
    bending = 6 * LOAD * OVERHANG / (b * t**2)
    deflection = 4 * LOAD * OVERHANG**3 / (YOUNG * t**3 * b)
    slenderness = t / (2 * OVERHANG) * sqrt(YOUNG / (4 * SHEAR_MODULUS))
    buckling_load = 4.013 * YOUNG * t * b**3 / (6 * OVERHANG**2) * (1 - slenderness)

    m.minimize(1.10471 * h**2 * l + 0.04811 * t * b * (OVERHANG + l))
    m.subject_to(shear / SHEAR_LIMIT <= 1, name="weld shear")
    m.subject_to(bending / BENDING_LIMIT <= 1, name="bending")
    m.subject_to(h <= b, name="weld no thicker than bar")
    m.subject_to(0.10471 * h**2 + 0.04811 * t * b * (OVERHANG + l) <= 5, name="material")
    m.subject_to(deflection / DEFLECTION_LIMIT <= 1, name="deflection")
    m.subject_to(buckling_load / LOAD >= 1, name="buckling")
    return m


CASE = Case(
    name="welded_beam",
    build=build,
    optimum=1.7248523085974,
    start_objective=5.3904216,
    solutions=(Solution((0.2057296397861, 3.470488665628, 9.036623910358, 0.2057296397861), 1.7248523085974),),
    classification="OOR2-MN-4-6",
    source="Ragsdell and Phillips 1976; Coello Coello 2000",
    tags=frozenset({"engineering", "inequality", "nonconvex"}),
)
