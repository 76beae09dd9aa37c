"""The linear program of an assignment problem: redundant equalities and vertices with most variables at zero.

    minimise    Σ_ij C_ij x_ij
    subject to  Σ_j x_ij = 1,  i = 0..5        person[i]
                Σ_i x_ij = 1,  j = 0..5        task[j]
                0 <= x_ij

The twelve equations have rank eleven, and at a vertex 30 bounds are active besides them in 36 dimensions.  C_ij = (i
+ 1)(j + 1), so that by the rearrangement inequality the best assignment pairs opposite ends: Σ (i + 1)(6 - i) = 56,
uniquely.

Source: constructed; the polytope of G. Birkhoff, Tres observaciones sobre el algebra lineal, 1946.
"""

from __future__ import annotations

import numpy as np

import sqp
from sqp.algorithm.stop import StopReason
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case, Solution
from sqp_problems.diagnosis import Diagnosis, culprits

N = 6
COST = np.outer(np.arange(1, N + 1), np.arange(1, N + 1)).astype(float)


def build() -> sqp.Model:
    m = sqp.Model("assignment")
    x = m.variable("x", (N, N), lower=0, start=1 / N)
    m.minimize(sqp.sum(COST * x))
    m.subject_to(x @ np.ones(N) == 1, name="person")
    m.subject_to(sqp.transpose(x) @ np.ones(N) == 1, name="task")
    return m


CASE = Case(
    name="assignment",
    build=build,
    optimum=56.0,
    start_objective=73.5,
    solutions=(Solution({"x": np.fliplr(np.eye(N)).tolist()}, 56.0),),
    classification="LLR2-MN-36-12",
    source="constructed",
    tags=frozenset({"degenerate", "equality", "linear", "bounds"}),
    diagnosis=Diagnosis(
        (StopReason.CONVERGED,),
        culprits(Trouble.DEPENDENT_CONSTRAINTS, {f"{side}[{i}]" for side in ("person", "task") for i in range(N)}),
    ),
)
