"""A pipe network whose meters contradict a junction.

Seven junctions, twelve pipes p: tail -> head as in ``PIPES``; junction 0 feeds 10 units in, 3, 5 and 6 take 3, 3 and
4 out.

    minimise    Σ_p q_p² / 2                                  pumping effort
    subject to  Σ_into j q_p - Σ_out of j q_p = d_j           balance[j],  j = 0..6
                q_0 = 6, q_2 = 1, q_4 = 2, q_5 = 2            meter into 1, meter 1-2, meter 1-3, meter 1-4
                q_9 = 1                                       meter 4-6

Pipe 0 brings 6 units into junction 1 and pipes 2, 4 and 5, the only others there, take 5 away.  The balances alone
can be met, and so can everything without any one meter at junction 1 or without its balance.  One more conflict is
inevitable: the balances of all other junctions add up to that of junction 1, so {balance[j], j other than 1, and the
four meters} conflicts too.

Source: constructed; data reconciliation stated as hard constraints, an over-determined network.
"""

from __future__ import annotations

import math

import numpy as np

import sqp
from sqp.algorithm.stop import PointKind
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case
from sqp_problems.diagnosis import INFEASIBLE, Diagnosis, culprits

PIPES = ((0, 1), (0, 2), (1, 2), (2, 3), (1, 3), (1, 4), (2, 5), (3, 5), (4, 5), (4, 6), (5, 6), (3, 6))
DEMAND = np.array([-10.0, 0, 0, 3, 0, 3, 4])
READINGS = {"into 1": (0, 6.0), "1-2": (2, 1.0), "1-3": (4, 2.0), "1-4": (5, 2.0), "4-6": (9, 1.0)}
AT_JUNCTION_1 = {"meter into 1", "meter 1-2", "meter 1-3", "meter 1-4"}


def build() -> sqp.Model:
    m = sqp.Model("flow network")
    incidence = np.zeros((DEMAND.size, len(PIPES)))
    for pipe, (tail, head) in enumerate(PIPES):
        incidence[tail, pipe], incidence[head, pipe] = -1, 1
    q = m.variable("q", len(PIPES), start=1)
    m.minimize(sqp.sum(q**2) / 2)
    m.subject_to(incidence @ q == DEMAND, name="balance")
    for place, (pipe, reading) in READINGS.items():
        m.subject_to(q[pipe] == reading, name=f"meter {place}")
    return m


CASE = Case(
    name="flow_network",
    build=build,
    optimum=math.nan,
    start_objective=6.0,
    solutions=(),
    classification="QLR2-MN-12-12",
    source="constructed",
    tags=frozenset({"infeasible", "equality", "linear"}),
    expected=PointKind.INFEASIBLE_STATIONARY,
    diagnosis=Diagnosis(
        INFEASIBLE,
        culprits(
            Trouble.CONFLICT,
            AT_JUNCTION_1 | {"balance[1]"},
            AT_JUNCTION_1 | {f"balance[{j}]" for j in (0, 2, 3, 4, 5, 6)},
        ),
    ),
)
