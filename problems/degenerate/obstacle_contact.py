"""A loaded string that lies on an obstacle without pressing on it.

With 99 nodes of spacing h = 1/100, the string under unit load takes the shape u(s) = s(1-s)/2, which the nodes meet
exactly:

    minimise    Σ_i (x_{i+1} - x_i)² / (2h) - h Σ_i x_i,   x_0 = x_100 = 0
    subject to  x_i >= u(s_i)  where 1/4 <= s_i <= 3/4

The obstacle is the free solution itself on its middle half: 51 bounds are active with zero multipliers.

Source: constructed; the obstacle problem at the moment of contact.
"""

from __future__ import annotations

import numpy as np

import sqp
from sqp.algorithm.stop import StopReason
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case, Solution
from sqp_problems.diagnosis import Diagnosis, culprits

NODES, SPACING = 99, 0.01
PLACE = SPACING * np.arange(1, NODES + 1)
SHAPE = PLACE * (1 - PLACE) / 2
UNDER = (PLACE > 0.245) & (PLACE < 0.755)


def build() -> sqp.Model:
    m = sqp.Model("obstacle contact")
    x = m.variable("x", NODES, lower=np.where(UNDER, SHAPE, -np.inf), start=0.2)
    stretch = sqp.sum((x[1:] - x[:-1]) ** 2) + x[0] ** 2 + x[NODES - 1] ** 2
    m.minimize(stretch / (2 * SPACING) - SPACING * sqp.sum(x))
    return m


CASE = Case(
    name="obstacle_contact",
    build=build,
    optimum=-0.0416625,
    start_objective=3.802,
    solutions=(Solution(tuple(SHAPE.tolist()), -0.0416625),),
    classification="QBR2-MN-99-0",
    source="constructed",
    tags=frozenset({"degenerate", "bounds", "quadratic"}),
    diagnosis=Diagnosis(
        (StopReason.CONVERGED,), culprits(Trouble.WEAKLY_ACTIVE, {f"x[{i}]" for i in np.flatnonzero(UNDER).tolist()})
    ),
)
