"""Three hundred beads joined by springs and pushed, with nothing to hold on to.

    minimise    Σ_i (x_{i+1} - x_i)² / 2 - Σ_i x_i / 300

The Hessian is a Laplacian whose null vector (1, ..., 1) the gradient is not orthogonal to: the chain drifts away as a
whole.

Source: constructed; a convex quadratic with a singular Hessian, as an elastic body without supports has.
"""

from __future__ import annotations

import math

import sqp
from sqp.algorithm.stop import PointKind, StopReason
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case
from sqp_problems.diagnosis import Diagnosis, culprits

N = 300


def build() -> sqp.Model:
    m = sqp.Model("drifting chain")
    x = m.variable("x", N, start=0)
    m.minimize(sqp.sum((x[1:] - x[:-1]) ** 2) / 2 - sqp.sum(x) / N)
    return m


CASE = Case(
    name="drifting_chain",
    build=build,
    optimum=-math.inf,
    start_objective=0.0,
    solutions=(),
    classification="QUR2-MN-300-0",
    source="constructed",
    tags=frozenset({"unbounded", "unconstrained", "quadratic", "degenerate"}),
    expected=PointKind.UNBOUNDED,
    diagnosis=Diagnosis((StopReason.UNBOUNDED,), culprits(Trouble.UNBOUNDED)),
)
