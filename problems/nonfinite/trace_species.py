"""A chemical equilibrium with a species that all but vanishes: x log x at the edge of its domain.

    minimise    Σ_i x_i (g_i + log(x_i / Σ_j x_j))              Gibbs energy, i = 1..4
    subject to  x_1 + 2 x_2 + x_4 = 2                           element A
                x_1 + x_3 = 1                                   element B
                0 <= x_i

with g = (-10, -21, -3, 25).  Species 4 is left with 5·10⁻¹⁶ mol; at zero its logarithm is -∞ and 0·log 0 is NaN,
though the limit is 0.

Source: constructed, after W. B. White, S. M. Johnson and G. B. Dantzig, J. Chemical Physics 28 (1958) 751-755.
"""

from __future__ import annotations

import numpy as np

import sqp
from sqp.algorithm.stop import StopReason
from sqp_problems.case import Case
from sqp_problems.diagnosis import Diagnosis

ENERGY = np.array([-10.0, -21, -3, 25])


def build() -> sqp.Model:
    m = sqp.Model("trace species")
    x = m.variable("x", 4, lower=0, start=0.25, unit="mol")
    m.minimize(sqp.sum(x * (ENERGY + sqp.log(x / sqp.sum(x)))))
    m.subject_to(x[0] + 2 * x[1] + x[3] == 2, name="element A")
    m.subject_to(x[0] + x[2] == 1, name="element B")
    return m


CASE = Case(
    name="trace_species",
    build=build,
    optimum=-25.407394969175,
    start_objective=-3.63629436112,
    solutions=(),
    classification="OLR2-MN-4-2",
    source="constructed",
    tags=frozenset({"nonfinite", "at-solution", "equality", "linear", "bounds"}),
    diagnosis=Diagnosis((StopReason.CONVERGED,)),
)
