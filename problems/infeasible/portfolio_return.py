"""A portfolio that is to return more than its best asset.

    minimise    w'Σw                                    variance
    subject to  Σ_i w_i = 1                             budget
                μ'w >= 0.13                             return
                w_1 + w_2 + w_3 <= 0.6                  sector cap
                0 <= w_i,  i = 1..8

μ is at most 0.12, so a convex combination cannot reach 0.13: {budget, return} conflicts with the eight bounds.  The
second best asset has 0.11, and the best is capped, so {budget, return, sector cap} conflicts with six bounds: an
irreducible conflict too, if bounds count like constraints.

Source: constructed; Markowitz's problem with a wish for a return.  Σ = diag(s)² + b b', volatilities s and betas b.
"""

from __future__ import annotations

import math

import numpy as np

import sqp
from sqp.algorithm.stop import PointKind
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case
from sqp_problems.diagnosis import INFEASIBLE, Diagnosis, culprits

MEAN = np.array([0.05, 0.12, 0.08, 0.07, 0.11, 0.03, 0.09, 0.10])
VOLATILITY = np.array([0.10, 0.30, 0.16, 0.14, 0.25, 0.05, 0.18, 0.22])
BETA = np.array([0.05, 0.20, 0.10, 0.08, 0.18, 0.01, 0.12, 0.15])


def build() -> sqp.Model:
    m = sqp.Model("portfolio return")
    w = m.variable("w", 8, lower=0, start=1 / 8)
    m.minimize(sqp.sum((VOLATILITY * w) ** 2) + sqp.sum(BETA * w) ** 2)
    m.subject_to(sqp.sum(w) == 1, name="budget")
    m.subject_to(sqp.sum(MEAN * w) >= 0.13, name="return")
    m.subject_to(sqp.sum(w[:3]) <= 0.6, name="sector cap")
    return m


CASE = Case(
    name="portfolio_return",
    build=build,
    optimum=math.nan,
    start_objective=0.0169234375,
    solutions=(),
    classification="QLR2-MN-8-3",
    source="constructed",
    tags=frozenset({"infeasible", "equality", "inequality", "linear", "bounds"}),
    expected=PointKind.INFEASIBLE_STATIONARY,
    diagnosis=Diagnosis(
        INFEASIBLE, culprits(Trouble.CONFLICT, {"budget", "return"}, {"budget", "return", "sector cap"})
    ),
)
