"""Kuhn and Tucker's cusp with a linear objective.

    maximise    x1
    subject to  x2 <= (1 - x1)³        cusp
                0 <= x1,  0 <= x2

At the solution (1, 0) the gradients of ``cusp`` and of the bound on x2 are (0, 1) and (0, -1): nothing can balance the
gradient (1, 0) of the objective.

Source: H. W. Kuhn and A. W. Tucker, Nonlinear programming, Proc. 2nd Berkeley Symposium (1951) 481-492.
"""

from __future__ import annotations

import sqp
from sqp.algorithm.stop import PointKind
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case, Solution
from sqp_problems.diagnosis import Diagnosis, culprits


def build() -> sqp.Model:
    m = sqp.Model("Kuhn and Tucker's cusp")
    x = m.variable("x", 2, lower=0, start=[0.5, 0.1])
    m.maximize(x[0])
    m.subject_to(x[1] <= (1 - x[0]) ** 3, name="cusp")
    return m


CASE = Case(
    name="kuhn_tucker_cusp",
    build=build,
    optimum=1.0,
    start_objective=0.5,
    solutions=(Solution((1.0, 0.0), 1.0, note="Fritz John point without multipliers"),),
    classification="LOR2-AN-2-1",
    source="Kuhn and Tucker 1951",
    tags=frozenset({"degenerate", "fritz-john", "inequality", "bounds", "nonconvex"}),
    expected=PointKind.FRITZ_JOHN,
    diagnosis=Diagnosis(culprits=culprits(Trouble.NO_MULTIPLIERS, {"cusp"})),
)
