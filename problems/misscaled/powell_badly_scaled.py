"""Powell's badly scaled equations, as constraints.

    minimise    0
    subject to  10⁴ x1 x2 = 1                       hyperbola
                exp(-x1) + exp(-x2) = 1.0001        decay

The solution is x1 = 1.0981593·10⁻⁵, x2 = 9.1061467; the start is (0, 1).

Source: J. J. Moré, B. S. Garbow and K. E. Hillstrom, Testing unconstrained optimization software, ACM TOMS 7 (1981)
17-41, problem 3; M. J. D. Powell, 1970.
"""

from __future__ import annotations

import sqp
from sqp.algorithm.stop import StopReason
from sqp_problems.case import Case, Solution
from sqp_problems.diagnosis import Diagnosis


def build() -> sqp.Model:
    m = sqp.Model("Powell's badly scaled equations")
    x = m.variable("x", 2, start=[0, 1])
    m.subject_to(1e4 * x[0] * x[1] == 1, name="hyperbola")
    m.subject_to(sqp.exp(-x[0]) + sqp.exp(-x[1]) == 1.0001, name="decay")
    return m


CASE = Case(
    name="powell_badly_scaled",
    build=build,
    optimum=0.0,
    start_objective=0.0,
    solutions=(Solution((1.0981593296999222e-05, 9.106146739865729), 0.0),),
    classification="NOR2-AN-2-2",
    source="Moré, Garbow and Hillstrom 1981, problem 3",
    tags=frozenset({"misscaled", "equality", "nonconvex"}),
    diagnosis=Diagnosis((StopReason.CONVERGED,)),
)
