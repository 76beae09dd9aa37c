r"""Tension/compression spring: the lightest coil that meets limits on deflection, shear stress and surge frequency.

Wire diameter d and mean coil diameter D in inches, number of active coils N (continuous):

    minimise    (N + 2) D d²                                         proportional to the weight, in³
    subject to  D³ N / (71 785 d⁴) >= 1                              deflection under the load
                (4D² − dD) / (12 566 (D d³ − d⁴)) + 1/(5108 d²) <= 1 shear stress
                140.45 d / (D² N) >= 1                               surge frequency
                (D + d) / 1.5 <= 1                                   outer diameter
                0.05 <= d <= 2,  0.25 <= D <= 1.3,  2 <= N <= 15

Deflection and stress are active; the problem is small and badly scaled, as the constraints vary like d⁻⁴.

Source: A. D. Belegundu, A Study of Mathematical Programming Methods for Structural Optimization, Ph.D. thesis,
University of Iowa (1982); J. S. Arora, Introduction to Optimum Design (1989), section 1.2 of the examples.  Best known
value 0.0126652328.
"""

from __future__ import annotations

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    """The model with the start d, D, N = 0.1, 0.5, 10."""
    m = sqp.Model("tension/compression spring")
    d = m.variable("wire_diameter", lower=0.05, upper=2, start=0.1, scale=0.1, unit="in")
    D = m.variable("coil_diameter", lower=0.25, upper=1.3, start=0.5, unit="in")
    N = m.variable("active_coils", lower=2, upper=15, start=10, scale=10)

    m.minimize((N + 2) * D * d**2)
    m.subject_to(D**3 * N / (71_785 * d**4) >= 1, name="deflection")
    m.subject_to((4 * D**2 - d * D) / (12_566 * (D * d**3 - d**4)) + 1 / (5108 * d**2) <= 1, name="shear stress")
    m.subject_to(140.45 * d / (D**2 * N) >= 1, name="surge frequency")
    m.subject_to((D + d) / 1.5 <= 1, name="outer diameter")
    return m


CASE = Case(
    name="spring",
    build=build,
    optimum=0.012665232788319,
    start_objective=0.06,
    solutions=(Solution((0.05168906108276, 0.3567177397994, 11.28896575161), 0.012665232788319),),
    classification="OOR2-MN-3-4",
    source="Belegundu 1982; Arora 1989",
    tags=frozenset({"engineering", "inequality", "nonconvex"}),
)
