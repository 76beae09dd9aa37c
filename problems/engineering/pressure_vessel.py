r"""Pressure vessel: the cheapest cylinder with hemispherical heads that holds 750 ft³ of air.

Shell thickness T_s, head thickness T_h, inner radius R and length of the cylinder L, in inches.  Material, forming and
welding cost

    minimise    0.6224 T_s R L + 1.7781 T_h R² + 3.1661 T_s² L + 19.84 T_s² R                    dollars
    subject to  T_s >= 0.0193 R                 ASME code, shell
                T_h >= 0.00954 R                ASME code, heads
                π R² L + 4/3 π R³ >= 750 · 12³  volume in in³
                0.0625 <= T_s, T_h <= 99 · 0.0625,   10 <= R, L <= 200

The original asks for thicknesses in multiples of 1/16 in; this is its continuous relaxation.  It has a short story: the
bound on L, both thickness rules and the volume hold with equality, so the solution is a vertex; with L <= 240 it
would be cheaper (5804.376).

Source: E. Sandgren, ASME J. Mechanical Design 112 (1990) 223-229; B. K. Kannan and S. N. Kramer, ibid. 116 (1994)
405-411.  Continuous optimum 5885.332773 in many later papers.
"""

from __future__ import annotations

from math import pi

import sqp
from sqp_problems.case import Case, Solution

VOLUME = 750 * 12.0**3  # in³
SIXTEENTH = 0.0625  # in


def build() -> sqp.Model:
    """The model; the start is a 1-inch vessel that is large enough but satisfies no code."""
    m = sqp.Model("pressure vessel")
    shell = m.variable("shell_thickness", lower=SIXTEENTH, upper=99 * SIXTEENTH, start=1, unit="in")
    head = m.variable("head_thickness", lower=SIXTEENTH, upper=99 * SIXTEENTH, start=1, unit="in")
    radius = m.variable("radius", lower=10, upper=200, start=60, scale=50, unit="in")
    length = m.variable("length", lower=10, upper=200, start=100, scale=100, unit="in")

    m.minimize(
        0.6224 * shell * radius * length
        + 1.7781 * head * radius**2
        + 3.1661 * shell**2 * length
        + 19.84 * shell**2 * radius
    )
    m.subject_to(shell >= 0.0193 * radius, name="shell code")
    m.subject_to(head >= 0.00954 * radius, name="head code")
    m.subject_to((pi * radius**2 * length + 4 / 3 * pi * radius**3) / VOLUME >= 1, name="volume")
    return m


CASE = Case(
    name="pressure_vessel",
    build=build,
    optimum=5885.3327736159,
    start_objective=11642.57,
    solutions=(Solution((0.7781686413751, 0.3846491626277, 40.3196187241, 200.0), 5885.3327736159),),
    classification="OOR2-MN-4-3",
    source="Sandgren 1990; Kannan and Kramer 1994 (continuous relaxation)",
    tags=frozenset({"engineering", "inequality", "nonconvex"}),
)
