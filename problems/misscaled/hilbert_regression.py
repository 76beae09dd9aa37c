"""Polynomial regression in powers of x on [0, 1]: a Hilbert matrix.

    minimise    Σ_ij x_i x_j / (i + j - 1) - 2 Σ_i b_i x_i,   i, j = 1..8
    with        b_i = Σ_j 1/(i + j - 1)

The condition of the Hessian is 1.5·10¹⁰, the solution (1, ..., 1), and f = -Σ_ij 1/(i + j - 1).

Source: constructed; D. Hilbert's matrix, Acta Mathematica 18 (1894) 155-159.
"""

from __future__ import annotations

import numpy as np

import sqp
from sqp.algorithm.stop import StopReason
from sqp_problems.case import Case, Solution
from sqp_problems.diagnosis import Diagnosis

N = 8
HILBERT = 1 / (np.arange(1, N + 1)[:, None] + np.arange(N))


def build() -> sqp.Model:
    m = sqp.Model("Hilbert regression")
    x = m.variable("x", N, start=0)
    m.minimize(sqp.dot(x, HILBERT @ x) - 2 * sqp.dot(HILBERT.sum(axis=1), x))
    return m


CASE = Case(
    name="hilbert_regression",
    build=build,
    optimum=-float(HILBERT.sum()),
    start_objective=0.0,
    solutions=(Solution((1.0,) * N, -float(HILBERT.sum())),),
    classification="QUR2-AN-8-0",
    source="constructed",
    tags=frozenset({"misscaled", "unconstrained", "quadratic", "least-squares"}),
    diagnosis=Diagnosis((StopReason.CONVERGED,)),
)
