r"""Stepped cantilever: five hollow square boxes of least weight under a limit on the tip displacement.

The beam is built of five boxes of equal length and wall thickness; x_i is the side of box i, counted from the wall.

    minimise    0.0624 (x₁ + x₂ + x₃ + x₄ + x₅)                                                 weight
    subject to  61/x₁³ + 37/x₂³ + 19/x₃³ + 7/x₄³ + 1/x₅³ <= 1                                  tip displacement

Stationarity gives x_i proportional to a_i^¼ with a = (61, 37, 19, 7, 1), and the active displacement then
x_i = a_i^¼ (Σ a_j^¼)^⅓ and the optimum 0.0624 (Σ a_j^¼)^(4/3): a case with an exact answer.  In these variables the
problem is convex; a quasi-Newton method sees strong third derivatives.

Source: C. Fleury and V. Braibant, Int. J. Numerical Methods in Engineering 23 (1986) 409-428; K. Svanberg, ibid. 24
(1987) 359-373, where the method of moving asymptotes reaches 1.340.
"""

from __future__ import annotations

import numpy as np

import sqp
from sqp_problems.case import Case, Solution

COMPLIANCE = np.array([61.0, 37.0, 19.0, 7.0, 1.0])


def build() -> sqp.Model:
    """The model with the published start, all sides 5: feasible, with the displacement exactly at its limit."""
    m = sqp.Model("stepped cantilever")
    side = m.variable("side", 5, lower=0.1, upper=100, start=5)
    m.minimize(0.0624 * sqp.sum(side))
    m.subject_to(sqp.sum(COMPLIANCE / side**3) <= 1, name="tip displacement")
    return m


CASE = Case(
    name="cantilever",
    build=build,
    optimum=float(0.0624 * np.sum(COMPLIANCE**0.25) ** (4 / 3)),
    start_objective=1.56,
    solutions=(
        Solution(
            tuple(COMPLIANCE**0.25 * np.sum(COMPLIANCE**0.25) ** (1 / 3)),
            float(0.0624 * np.sum(COMPLIANCE**0.25) ** (4 / 3)),
        ),
    ),
    classification="LOR2-MN-5-1",
    source="Fleury and Braibant 1986; Svanberg 1987",
    tags=frozenset({"engineering", "inequality"}),
)
