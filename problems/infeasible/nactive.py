"""As many constraints are active as there are variables where the violation is least.

    minimise    x1
    subject to  (x1 + x2² + 1) / 2 <= 0      half
                x1 - x2² <= 0                 inside
                x2² - x1 <= 0                 outside

``inside`` and ``outside`` put x1 = x2² on a parabola, where ``half`` asks for 2 x2² + 1 <= 0.  ``outside`` alone
implies x1 >= x2² >= 0, which already contradicts ``half``: the smallest conflict is {half, outside}, and ``inside``
is innocent. The violation is least at the origin; the published start is (-20, 10).

Source: R. H. Byrd, F. E. Curtis and J. Nocedal, Infeasibility detection and SQP methods for nonlinear optimization,
SIAM J. Optimization 20 (2010) 2281-2299, problem ``nactive``.
"""

from __future__ import annotations

import math

import sqp
from sqp.algorithm.stop import PointKind
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case
from sqp_problems.diagnosis import INFEASIBLE, Diagnosis, culprits


def build() -> sqp.Model:
    m = sqp.Model("nactive")
    x = m.variable("x", 2, start=[-20, 10])
    m.minimize(x[0])
    m.subject_to((x[0] + x[1] ** 2 + 1) / 2 <= 0, name="half")
    m.subject_to(x[0] - x[1] ** 2 <= 0, name="inside")
    m.subject_to(x[1] ** 2 - x[0] <= 0, name="outside")
    return m


CASE = Case(
    name="nactive",
    build=build,
    optimum=math.nan,
    start_objective=-20.0,
    solutions=(),
    classification="LQR2-AN-2-3",
    source="Byrd, Curtis and Nocedal 2010",
    tags=frozenset({"infeasible", "inequality", "quadratic", "nonconvex"}),
    expected=PointKind.INFEASIBLE_STATIONARY,
    diagnosis=Diagnosis(INFEASIBLE, culprits(Trouble.CONFLICT, {"half", "outside"})),
)
