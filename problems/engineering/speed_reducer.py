r"""Speed reducer: the lightest gear box between an aircraft engine and its propeller.

Face width b, module of the teeth m, number of pinion teeth z (continuous), lengths l₁, l₂ of the shafts between
bearings and their diameters d₁, d₂; all lengths in cm.

    minimise  0.7854 b m² (3.3333 z² + 14.9334 z − 43.0934) − 1.508 b (d₁² + d₂²)
              + 7.4777 (d₁³ + d₂³) + 0.7854 (l₁ d₁² + l₂ d₂²)                                     weight
    subject to
        27 / (b m² z) <= 1                                          bending stress of the teeth
        397.5 / (b m² z²) <= 1                                      surface stress
        1.93 l₁³ / (m z d₁⁴) <= 1,   1.93 l₂³ / (m z d₂⁴) <= 1      deflection of the shafts
        √((745 l₁/(m z))² + 16.9e6) / (110 d₁³) <= 1                stress of shaft 1
        √((745 l₂/(m z))² + 157.5e6) / (85 d₂³) <= 1                stress of shaft 2
        m z <= 40,   5 m <= b <= 12 m                               space, proportions
        1.5 d₁ + 1.9 <= l₁,   1.1 d₂ + 1.9 <= l₂                    room for the bearings
        2.6 <= b <= 3.6, 0.7 <= m <= 0.8, 17 <= z <= 28, 7.3 <= l₁, l₂ <= 8.3, 2.9 <= d₁ <= 3.9, 5 <= d₂ <= 5.5

Source: J. Golinski, J. Mechanisms 5 (1970) 287-309; constants and bounds of E. Mezura-Montes and C. A. Coello
Coello (2005).  Best known value 2994.47107 (2996.35 when l₂ >= 7.8 is asked for).
"""

from __future__ import annotations

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    """The model, started from the middle of the bounds, rounded."""
    m = sqp.Model("speed reducer")
    width = m.variable("face_width", lower=2.6, upper=3.6, start=3.1, unit="cm")
    module = m.variable("module", lower=0.7, upper=0.8, start=0.75, unit="cm")
    teeth = m.variable("pinion_teeth", lower=17, upper=28, start=22, scale=20)
    length = m.variable("shaft_length", 2, lower=7.3, upper=8.3, start=7.8, unit="cm")
    diameter = m.variable("shaft_diameter", 2, lower=[2.9, 5.0], upper=[3.9, 5.5], start=[3.4, 5.25], unit="cm")
    (l1, l2), (d1, d2) = (length[0], length[1]), (diameter[0], diameter[1])

    m.minimize(
        0.7854 * width * module**2 * (3.3333 * teeth**2 + 14.9334 * teeth - 43.0934)
        - 1.508 * width * (d1**2 + d2**2)
        + 7.4777 * (d1**3 + d2**3)
        + 0.7854 * (l1 * d1**2 + l2 * d2**2)
    )
    m.subject_to(27 / (width * module**2 * teeth) <= 1, name="tooth bending")
    m.subject_to(397.5 / (width * module**2 * teeth**2) <= 1, name="tooth surface")
    m.subject_to(1.93 * l1**3 / (module * teeth * d1**4) <= 1, name="deflection 1")
    m.subject_to(1.93 * l2**3 / (module * teeth * d2**4) <= 1, name="deflection 2")
    m.subject_to(sqp.sqrt((745 * l1 / (module * teeth)) ** 2 + 16.9e6) / (110 * d1**3) <= 1, name="shaft stress 1")
    m.subject_to(sqp.sqrt((745 * l2 / (module * teeth)) ** 2 + 157.5e6) / (85 * d2**3) <= 1, name="shaft stress 2")
    m.subject_to(module * teeth / 40 <= 1, name="space")
    m.subject_to(5 * module <= width, name="slimmest gear")
    m.subject_to(width <= 12 * module, name="widest gear")
    m.subject_to(1.5 * d1 + 1.9 <= l1, name="bearing 1")
    m.subject_to(1.1 * d2 + 1.9 <= l2, name="bearing 2")
    return m


CASE = Case(
    name="speed_reducer",
    build=build,
    optimum=2994.4710661468,
    start_objective=4033.1575718,
    solutions=(Solution((3.5, 0.7, 17.0, 7.3, 7.715319911478, 3.350214666096, 5.28665446498), 2994.4710661468),),
    classification="OOR2-MN-7-11",
    source="Golinski 1970; Mezura-Montes and Coello Coello 2005 (teeth continuous)",
    tags=frozenset({"engineering", "inequality", "nonconvex"}),
)
