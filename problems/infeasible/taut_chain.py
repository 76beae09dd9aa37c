"""A chain of 20 links whose ends are one percent further apart than it is long.

    minimise    Σ_i y_i                                             potential energy
    subject to  (x_{i+1} - x_i)² + (y_{i+1} - y_i)² = 1             link[i],  i = 0..19
                (x_0, y_0) = (0, 0),  (x_20, y_20) = (20.2, 0)     by fixed variables

The straight line is the shortest way and still too long; without any one link there would be slack, so the smallest
conflict is all of the links.  The violation is least where all links are stretched alike.

Source: constructed; the hanging chain of the textbooks with an impossible span.
"""

from __future__ import annotations

import math

import numpy as np

import sqp
from sqp.algorithm.stop import PointKind
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case
from sqp_problems.diagnosis import INFEASIBLE, Diagnosis, culprits

LINKS, SPAN = 20, 20.2


def build() -> sqp.Model:
    m = sqp.Model("taut chain")
    at = np.arange(LINKS + 1) / LINKS
    ends = (at == 0) | (at == 1)
    fixed = {"x": SPAN * at, "y": 0 * at}
    start = {"x": SPAN * at, "y": -40 * at * (1 - at)}
    place = {
        name: m.variable(
            name,
            LINKS + 1,
            lower=np.where(ends, fixed[name], -np.inf),
            upper=np.where(ends, fixed[name], np.inf),
            start=start[name],
        )
        for name in ("x", "y")
    }
    x, y = place["x"], place["y"]
    m.minimize(sqp.sum(y))
    m.subject_to((x[1:] - x[:-1]) ** 2 + (y[1:] - y[:-1]) ** 2 == 1, name="link")
    return m


CASE = Case(
    name="taut_chain",
    build=build,
    optimum=math.nan,
    start_objective=-133.0,
    solutions=(),
    classification="LQR2-MN-42-20",
    source="constructed",
    tags=frozenset({"infeasible", "equality", "quadratic", "nonconvex"}),
    expected=PointKind.INFEASIBLE_STATIONARY,
    diagnosis=Diagnosis(INFEASIBLE, culprits(Trouble.CONFLICT, {f"link[{i}]" for i in range(LINKS)})),
)
