"""A sled that cannot be where it should be in time: optimal control with an unreachable target.

Position p and velocity v, bounded thrust |u| <= 1, drag 0.1 v², 25 explicit Euler steps of 0.16 s from rest:

    minimise    h Σ_k u_k²
    subject to  p_{k+1} = p_k + h v_k                         position[k]
                v_{k+1} = v_k + h (u_k - 0.1 v_k²)            velocity[k],  k = 0..24
                p_25 >= 10                                    target
                p_0 = v_0 = 0,  -1 <= u_k <= 1

Full thrust for 4 s leads to 7.7 m without drag.  The target contradicts the whole chain of dynamics: all position
rows and all velocity rows but the last, which does not touch p_25, belong to every smallest conflict.

Source: constructed; the commonest infeasibility of model predictive control.
"""

from __future__ import annotations

import math

import numpy as np

import sqp
from sqp.algorithm.stop import PointKind
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case
from sqp_problems.diagnosis import INFEASIBLE, Diagnosis, culprits

STEPS, STEP = 25, 0.16


def build() -> sqp.Model:
    m = sqp.Model("unreachable target")
    initial = np.where(np.arange(STEPS + 1) == 0, 0.0, np.inf)
    p = m.variable("p", STEPS + 1, lower=-initial, upper=initial, start=0, unit="m")
    v = m.variable("v", STEPS + 1, lower=-initial, upper=initial, start=0, unit="m/s")
    u = m.variable("u", STEPS, lower=-1, upper=1, start=0.5, unit="m/s²")
    m.minimize(STEP * sqp.sum(u**2))
    m.subject_to(p[1:] == p[:-1] + STEP * v[:-1], name="position")
    m.subject_to(v[1:] == v[:-1] + STEP * (u - 0.1 * v[:-1] ** 2), name="velocity")
    m.subject_to(p[STEPS] >= 10, name="target")
    return m


CASE = Case(
    name="unreachable_target",
    build=build,
    optimum=math.nan,
    start_objective=1.0,
    solutions=(),
    classification="QQR2-MN-77-51",
    source="constructed",
    tags=frozenset({"infeasible", "equality", "inequality", "bounds", "optimal-control"}),
    expected=PointKind.INFEASIBLE_STATIONARY,
    diagnosis=Diagnosis(INFEASIBLE, culprits(Trouble.CONFLICT, {"target"}, minimal=False)),
    note="The smallest conflict has all 25 position rows and 24 velocity rows besides the target.",
)
