"""The apex of a pyramid with twelve faces, in three dimensions.

    maximise    z
    subject to  cos(θ_k) x + sin(θ_k) y + z <= 1,  θ_k = 2πk/12,  k = 0..11        face[k]
                0 <= z

All twelve faces meet in the solution (0, 0, 1); three of them define it.

Source: constructed; a linear program with a vertex of many active rows.
"""

from __future__ import annotations

import numpy as np

import sqp
from sqp.algorithm.stop import StopReason
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case, Solution
from sqp_problems.diagnosis import Diagnosis, culprits

FACES = 12


def build() -> sqp.Model:
    m = sqp.Model("pyramid apex")
    angle = 2 * np.pi * np.arange(FACES) / FACES
    x, y, z = m.variable("x", start=0.3), m.variable("y", start=-0.1), m.variable("z", lower=0, start=0)
    m.maximize(z)
    m.subject_to(np.cos(angle) * x + np.sin(angle) * y + z <= 1, name="face")
    return m


CASE = Case(
    name="pyramid_apex",
    build=build,
    optimum=1.0,
    start_objective=0.0,
    solutions=(Solution((0.0, 0.0, 1.0), 1.0),),
    classification="LLR2-AN-3-12",
    source="constructed",
    tags=frozenset({"degenerate", "inequality", "linear", "bounds"}),
    diagnosis=Diagnosis(
        (StopReason.CONVERGED,), culprits(Trouble.DEPENDENT_CONSTRAINTS, {f"face[{k}]" for k in range(FACES)})
    ),
)
