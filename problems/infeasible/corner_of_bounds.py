"""Fifty variables of which a linear system leaves exactly the corner of the bounds.

    minimise    Σ_i i x_i²
    subject to  x_i + x_{i+1} >= 2,  i = 1..49        pair[i]
                0 <= x_i <= 1

Every pair needs both of its members at their upper bounds: (1, ..., 1) is the only feasible point, and every infeasible
neighbour of it violates something by as much as it moved.

Source: constructed; a feasible set without interior whose every constraint is active.
"""

from __future__ import annotations

import numpy as np

import sqp
from sqp_problems.case import Case, Solution

N = 50


def build() -> sqp.Model:
    m = sqp.Model("corner of bounds")
    x = m.variable("x", N, lower=0, upper=1, start=0)
    m.minimize(sqp.sum(np.arange(1, N + 1) * x**2))
    m.subject_to(x[1:] + x[:-1] >= 2, name="pair")
    return m


CASE = Case(
    name="corner_of_bounds",
    build=build,
    optimum=N * (N + 1) / 2,
    start_objective=0.0,
    solutions=(Solution((1.0,) * N, N * (N + 1) / 2),),
    classification="QLR2-AN-50-49",
    source="constructed",
    tags=frozenset({"infeasible", "near-miss", "inequality", "linear", "bounds", "quadratic", "degenerate"}),
    note="Feasible: in this family to catch a solver that claims the opposite.",
)
