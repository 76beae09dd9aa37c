r"""Three-bar truss: the lightest symmetric truss under one oblique load.

Three bars hang from a wall and meet where the load P = 2 kN/cm² (as a stress times unit area) pulls at 45°.  Outer
bars have the area A₁ and length √2 l, the middle bar A₂ and length l = 100 cm; the stress limit is σ = 2 kN/cm².

    minimise    (2 √2 A₁ + A₂) l
    subject to  P (√2 A₁ + A₂) / (√2 A₁² + 2 A₁ A₂) <= σ        bar in the direction of the load
                P A₂ / (√2 A₁² + 2 A₁ A₂)          <= σ         bar across
                P / (A₁ + √2 A₂)                   <= σ         middle bar
                0 <= A₁, A₂ <= 1

The denominators vanish at A₁ = A₂ = 0, inside the bounds: a full step may have to be refused there.

Source: H. Nowacki, in: Computer Applications in the Automation of Shipyard Operation and Ship Design (1974) 327-338,
after L. A. Schmit (1960).  Best known value 263.895843.
"""

from __future__ import annotations

from math import sqrt

import sqp
from sqp_problems.case import Case, Solution

LENGTH = 100.0  # cm
LOAD = 2.0  # kN/cm² times unit area
STRESS_LIMIT = 2.0  # kN/cm²


def build() -> sqp.Model:
    """The model, started from equal areas of 0.5 cm²."""
    m = sqp.Model("three-bar truss")
    outer = m.variable("outer_area", lower=0, upper=1, start=0.5, unit="cm²")
    middle = m.variable("middle_area", lower=0, upper=1, start=0.5, unit="cm²")

    common = sqrt(2) * outer**2 + 2 * outer * middle
    m.minimize((2 * sqrt(2) * outer + middle) * LENGTH)
    m.subject_to(LOAD * (sqrt(2) * outer + middle) / common <= STRESS_LIMIT, name="stress along the load")
    m.subject_to(LOAD * middle / common <= STRESS_LIMIT, name="stress across the load")
    m.subject_to(LOAD / (outer + sqrt(2) * middle) <= STRESS_LIMIT, name="stress of the middle bar")
    return m


CASE = Case(
    name="three_bar_truss",
    build=build,
    optimum=263.89584337647,
    start_objective=191.421356237,
    solutions=(Solution((0.7886751345948, 0.4082482904639), 263.89584337647),),
    classification="LOR2-MN-2-3",
    source="Nowacki 1974",
    tags=frozenset({"engineering", "inequality", "nonconvex"}),
)
