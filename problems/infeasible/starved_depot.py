"""A depot that cannot serve a surge: a linear program over a hundred periods.

    minimise    Σ_t make_t + stock_t / 10
    subject to  stock_{t+1} = stock_t + make_t - demand_t        balance[t],  t = 0..99
                0 <= make_t <= 10,  0 <= stock_t <= 50,  stock_0 = 50

Demand is 8 a period except 20 in periods 60 to 66.  In each of these the stock falls by at least 10, and it cannot
fall six times: the balances of periods 60 to 65 conflict with the bounds on stock and production, and so do those of
61 to 66.  From the limit on the stock before the surge to the one after it, all seven balances are an irreducible
conflict too.

Source: constructed; lot sizing with two hundred variables.
"""

from __future__ import annotations

import math

import numpy as np

import sqp
from sqp.algorithm.stop import PointKind
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case
from sqp_problems.diagnosis import INFEASIBLE, Diagnosis, culprits

PERIODS = 100
DEMAND = np.where((np.arange(PERIODS) >= 60) & (np.arange(PERIODS) <= 66), 20.0, 8.0)


def build() -> sqp.Model:
    m = sqp.Model("starved depot")
    empty = np.where(np.arange(PERIODS + 1) == 0, 50.0, 0.0)
    stock = m.variable("stock", PERIODS + 1, lower=empty, upper=50, start=50)
    make = m.variable("make", PERIODS, lower=0, upper=10, start=8)
    m.minimize(sqp.sum(make) + sqp.sum(stock) / 10)
    m.subject_to(stock[1:] == stock[:-1] + make - DEMAND, name="balance")
    return m


CASE = Case(
    name="starved_depot",
    build=build,
    optimum=math.nan,
    start_objective=1305.0,
    solutions=(),
    classification="LLR2-MN-201-100",
    source="constructed",
    tags=frozenset({"infeasible", "equality", "linear", "bounds"}),
    expected=PointKind.INFEASIBLE_STATIONARY,
    diagnosis=Diagnosis(
        INFEASIBLE,
        culprits(Trouble.CONFLICT, *({f"balance[{t}]" for t in range(*run)} for run in ((60, 66), (61, 67), (60, 67)))),
    ),
)
