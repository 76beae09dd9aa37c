r"""Hydrostatic thrust bearing: least power loss of a turbine's step bearing.

Choose the bearing radius R, the recess radius R_o (in), the oil viscosity μ (10⁻⁶ reyn) and the flow Q (in³/s):

    minimise    Q P_o / 0.7 + E_f                                 pumping and friction power, in lb/s
    subject to  W  >= 101 000 lb                                   load capacity
                P_o <= 1000 psi                                    inlet pressure
                ΔT <= 50 °F                                        rise of the oil temperature
                h  >= 0.001 in                                     oil film
                R  >= R_o
                γ/(386.4 P_o) · Q/(2π R h) <= 0.001                entrance loss
                W / (π (R² − R_o²)) <= 5000 psi                    contact pressure if the oil fails
                1 <= R, R_o <= 16,   1 <= μ <= 16,   1 <= Q <= 16

    P = (log₁₀ log₁₀(8.122 μ + 0.8) − 10.04) / (−3.55)             Walther's law for SAE 20 oil
    ΔT = 2 (10^P − 560),       E_f = 9336 · 0.0307 · 0.5 · Q ΔT
    h = (2π 750/60)² · 2π μ 10⁻⁶ / E_f · (R⁴ − R_o⁴)/4
    P_o = 6 μ 10⁻⁶ Q / (π h³) · ln(R/R_o),     W = π P_o/2 · (R² − R_o²) / ln(R/R_o)

Three rows meet at a sharp corner and P_o varies like h⁻³, which makes the published heuristics end anywhere between
1625 and 2200 ft lb/s.  The objective here is in in lb/s; divided by 12 it is the quoted one.

Source: J. N. Siddall, Optimal Engineering Design: Principles and Applications, Marcel Dekker (1982); corrected
statement of S. S. Rao, Engineering Optimization, Wiley (1996).  Best known value 1625.4428 ft lb/s.
"""

from __future__ import annotations

from math import pi

import sqp
from sqp_problems.case import Case, Solution

DENSITY = 0.0307  # lb/in³
SPECIFIC_HEAT = 0.5  # Btu/(lb °F)
BRITISH_UNIT = 9336.0  # in lb per Btu
SPEED = 2 * pi * 750 / 60  # rad/s
GRAVITY = 386.4  # in/s²
LOAD = 101_000.0  # lb
PRESSURE_LIMIT = 1000.0  # psi
WARMING_LIMIT = 50.0  # °F
FILM_LIMIT = 0.001  # in
LOSS_LIMIT = 0.001
CONTACT_LIMIT = 5000.0  # psi


def build() -> sqp.Model:
    """The model, started from a bearing with R, R_o, μ, Q = 7, 5.5, 6, 4."""
    m = sqp.Model("hydrostatic thrust bearing")
    outer = m.variable("bearing_radius", lower=1, upper=16, start=7, unit="in")
    inner = m.variable("recess_radius", lower=1, upper=16, start=5.5, unit="in")
    viscosity = m.variable("viscosity", lower=1, upper=16, start=6, unit="1e-6 reyn")
    flow = m.variable("flow", lower=1, upper=16, start=4, unit="in³/s")

    mu = 1e-6 * viscosity
    exponent = (sqp.log10(sqp.log10(8.122 * viscosity + 0.8)) - 10.04) / -3.55
    warming = 2 * (10**exponent - 560)
    friction = BRITISH_UNIT * DENSITY * SPECIFIC_HEAT * flow * warming
    film = SPEED**2 * 2 * pi * mu / friction * (outer**4 - inner**4) / 4
    spread = sqp.log(outer / inner)
    pressure = 6 * mu * flow / (pi * film**3) * spread
    ring = outer**2 - inner**2
    capacity = pi * pressure / 2 * ring / spread
    entrance = DENSITY / (GRAVITY * pressure) * flow / (2 * pi * outer * film)

    m.minimize(flow * pressure / 0.7 + friction)
    m.subject_to(capacity / LOAD >= 1, name="load")
    m.subject_to(pressure / PRESSURE_LIMIT <= 1, name="pressure")
    m.subject_to(warming / WARMING_LIMIT <= 1, name="temperature")
    m.subject_to(film / FILM_LIMIT >= 1, name="film")
    m.subject_to(outer >= inner, name="radii")
    m.subject_to(entrance / LOSS_LIMIT <= 1, name="entrance loss")
    m.subject_to(capacity / (pi * ring) / CONTACT_LIMIT <= 1, name="contact pressure")
    return m


CASE = Case(
    name="thrust_bearing",
    build=build,
    optimum=19505.313108965,
    start_objective=24454.6854572,
    solutions=(Solution((5.955780495322, 5.389013045776, 5.358697265745, 2.269655963393), 19505.313108965),),
    classification="OOR2-MN-4-7",
    source="Siddall 1982; Rao 1996",
    tags=frozenset({"engineering", "inequality", "nonconvex"}),
)
