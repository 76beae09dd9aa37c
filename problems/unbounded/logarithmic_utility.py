"""Unbounded, but so slowly that no number shows it: logarithmic utility without a budget.

    maximise    log(c)
    subject to  s = c + 1        saving
                1 <= c

log(c) passes every limit in principle; in double precision it ends at 709.  Its derivative 1/c meets every tolerance
first, so that a solver can only report a point that is stationary to the tolerance.

Source: constructed; the limit of what a diagnosis can know.
"""

from __future__ import annotations

import math

import sqp
from sqp.algorithm.stop import StopReason
from sqp_problems.case import Case
from sqp_problems.diagnosis import Diagnosis


def build() -> sqp.Model:
    m = sqp.Model("logarithmic utility")
    c, s = m.variable("c", lower=1, start=2), m.variable("s", start=0)
    m.maximize(sqp.log(c))
    m.subject_to(s == c + 1, name="saving")
    return m


CASE = Case(
    name="logarithmic_utility",
    build=build,
    optimum=math.inf,
    start_objective=0.69314718056,
    solutions=(),
    classification="OLR2-AN-2-1",
    source="constructed",
    tags=frozenset({"unbounded", "near-miss", "equality", "linear", "bounds"}),
    diagnosis=Diagnosis((StopReason.CONVERGED,)),
    note="Stationary to any tolerance at a large enough c; the true supremum is infinite.",
)
