"""Forty variables of which thirty-six are fixed, in rows some of which have no variable left.

    minimise    Σ_i 100 (x_{i+1} - x_i²)² + (1 - x_i)²
    subject to  x_i + x_{i+1} = 2,  i = 0..38        pair[i]
                x_i = 1  unless i is 3, 17, 18 or 33, by equal bounds

Rows between two fixed variables are 2 = 2; each row with one free variable fixes it too, and the last free pair is
fixed from three sides.  The only feasible point is (1, ..., 1), with f = 0.

Source: constructed; the chained Rosenbrock function after somebody has fixed almost everything.
"""

from __future__ import annotations

import numpy as np

import sqp
from sqp.algorithm.stop import StopReason
from sqp_problems.case import Case, Solution
from sqp_problems.diagnosis import Diagnosis

N = 40
FREE = np.isin(np.arange(N), (3, 17, 18, 33))


def build() -> sqp.Model:
    m = sqp.Model("fixed everywhere")
    limit = np.where(FREE, np.inf, 1.0)
    lower, start = np.where(FREE, -np.inf, 1.0), np.where(FREE, -1.2, 1.0)
    x = m.variable("x", N, lower=lower, upper=limit, start=start)
    m.minimize(sqp.sum(100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2))
    m.subject_to(x[1:] + x[:-1] == 2, name="pair")
    return m


CASE = Case(
    name="fixed_everywhere",
    build=build,
    optimum=0.0,
    start_objective=2226.4,
    solutions=(Solution((1.0,) * N, 0.0),),
    classification="OLR2-AN-40-39",
    source="constructed",
    tags=frozenset({"degenerate", "equality", "linear", "bounds", "nonconvex"}),
    diagnosis=Diagnosis((StopReason.CONVERGED,)),
)
