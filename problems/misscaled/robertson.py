"""Robertson's reaction at steady flow: rate constants from 0.04 to 3·10⁷.

Concentrations a, b, c in a stirred tank fed with a = 1 at a rate r = 10⁻³ per second:

    maximise    b
    subject to  r (1 - a) = 0.04 a - 10⁴ b c                    balance a
                -r b = -0.04 a + 10⁴ b c + 3·10⁷ b²             balance b
                a + b + c = 1                                   total
                0 <= a, b, c

Three equations for three unknowns: the solution is their only root in the bounds.

Source: after H. H. Robertson, The solution of a set of reaction rate equations, in Numerical Analysis: An
Introduction (1966).
"""

from __future__ import annotations

import sqp
from sqp.algorithm.stop import StopReason
from sqp_problems.case import Case
from sqp_problems.diagnosis import Diagnosis


def build() -> sqp.Model:
    m = sqp.Model("Robertson's reaction")
    a, b, c = (m.variable(name, lower=0, start=start) for name, start in (("a", 1), ("b", 0.1), ("c", 0)))
    m.maximize(b)
    m.subject_to(1e-3 * (1 - a) - 0.04 * a + 1e4 * b * c == 0, name="balance a")
    m.subject_to(-1e-3 * b + 0.04 * a - 1e4 * b * c - 3e7 * b**2 == 0, name="balance b")
    m.subject_to(a + b + c == 1, name="total")
    return m


CASE = Case(
    name="robertson",
    build=build,
    optimum=4.0457790027861e-06,
    start_objective=0.1,
    solutions=(),
    classification="LQR2-MN-3-3",
    source="after Robertson 1966",
    tags=frozenset({"misscaled", "equality", "bounds", "quadratic", "nonconvex"}),
    diagnosis=Diagnosis((StopReason.CONVERGED,)),
)
