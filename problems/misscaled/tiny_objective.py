"""An objective of 10⁻¹²: whoever stops when the gradient is small stops at the start.

    minimise    10⁻¹² (100 (y - x²)² + (1 - x)²)
    subject to  x y >= 1        hyperbola
                x <= 10

The solution is that of HS15's relative without the factor, (1, 1), with f = 0.  All gradients on the way are below
10⁻⁹.

Source: constructed from Rosenbrock's function; energies of molecules in joule.
"""

from __future__ import annotations

import sqp
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case, Solution
from sqp_problems.diagnosis import Diagnosis, culprits


def build() -> sqp.Model:
    m = sqp.Model("tiny objective")
    x, y = m.variable("x", upper=10, start=3), m.variable("y", start=2)
    m.minimize(1e-12 * (100 * (y - x**2) ** 2 + (1 - x) ** 2))
    m.subject_to(x * y >= 1, name="hyperbola")
    return m


CASE = Case(
    name="tiny_objective",
    build=build,
    optimum=0.0,
    start_objective=4.904e-09,
    solutions=(Solution((1.0, 1.0), 0.0),),
    classification="OQR2-AN-2-1",
    source="constructed",
    tags=frozenset({"misscaled", "inequality", "bounds", "least-squares", "nonconvex"}),
    diagnosis=Diagnosis(culprits=culprits(Trouble.BADLY_SCALED_OBJECTIVE, {"objective"})),
    note="Every feasible point meets an absolute tolerance of 1e-8; the finding is what a user needs.",
)
