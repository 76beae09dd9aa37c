r"""Heat-exchanger network: three exchangers in series with the least total area.

A cold stream of heat capacity flow W = 10⁵ Btu/(h °F) is heated from 100 to 500 °F by three hot streams of the same W,
entering at 300, 400 and 600 °F.  Unknown are the areas A_i (ft²), the cold stream's temperatures T_1, T_2 between the
exchangers and the hot streams' outlet temperatures S_1, S_2, S_3 (°F).  Since all flows are equal, the temperature
difference is the same everywhere along an exchanger and no logarithmic mean is needed:

    minimise    A_1 + A_2 + A_3
    subject to  T_i − T_{i−1} <= H_i − S_i               the cold stream gains no more than the hot one loses
                W (H_i − S_i) <= U_i A_i (S_i − T_{i−1})    the area is large enough
                100 <= A_1 <= 10⁴, 1000 <= A_2, A_3 <= 10⁴, 10 <= T, S <= 1000

with T_0 = 100, T_3 = 500, H = (300, 400, 600) °F and U = (120, 80, 40) Btu/(h ft² °F).  The bilinear area rows make it
nonconvex, areas of thousands beside temperatures of hundreds badly scaled, and its Lagrangian is indefinite at the
solution; all six rows hold there with equality.

Source: M. Avriel and A. C. Williams, J. Engineering Mathematics 5 (1971) 187-194.  Optimum 7049.248; in the scaled
form of the problem collections (Hock and Schittkowski 106) the coefficients are rounded, which changes the seventh
digit: 7049.24802.
"""

from __future__ import annotations

import sqp
from sqp_problems.case import Case, Solution

FLOW = 1e5  # Btu/(h °F)
TRANSFER = (120.0, 80.0, 40.0)  # Btu/(h ft² °F)
HOT_INLET = (300.0, 400.0, 600.0)  # °F
COLD_INLET, COLD_TARGET = 100.0, 500.0  # °F


def build() -> sqp.Model:
    """The model with the published start A = 5000 ft², T = (200, 350), S = (150, 225, 425) °F."""
    m = sqp.Model("heat-exchanger network")
    area = m.variable("area", 3, lower=[100, 1000, 1000], upper=1e4, start=5000, scale=1000, unit="ft²")
    between = m.variable("cold_temperature", 2, lower=10, upper=1000, start=[200, 350], scale=100, unit="°F")
    outlet = m.variable("hot_outlet", 3, lower=10, upper=1000, start=[150, 225, 425], scale=100, unit="°F")

    cold = [COLD_INLET, between[0], between[1], COLD_TARGET]
    m.minimize(area[0] + area[1] + area[2])
    for i in range(3):
        gained, lost = cold[i + 1] - cold[i], HOT_INLET[i] - outlet[i]
        m.subject_to(gained / 400 <= lost / 400, name=f"heat balance {i + 1}")
        transferred = TRANSFER[i] / FLOW * area[i] * (outlet[i] - cold[i])
        m.subject_to(lost / 100 <= transferred / 100, name=f"heat transfer {i + 1}")
    return m


CASE = Case(
    name="heat_exchangers",
    build=build,
    optimum=7049.249272476,
    start_objective=15000.0,
    solutions=(
        Solution(
            {
                "area": (579.3067421383, 1359.971265169, 5109.971265169),
                "cold_temperature": (182.0175998398, 295.6011493933),
                "hot_outlet": (217.9824001602, 286.4164504465, 395.6011493933),
            },
            7049.249272476,
        ),
    ),
    classification="LQR2-MN-8-6",
    source="Avriel and Williams 1971",
    tags=frozenset({"engineering", "inequality", "quadratic", "nonconvex"}),
    note="The same network as HS106 with its coefficients unrounded.",
)
