"""Feasible, although line searches on the linearised constraints can get stuck: Wächter and Biegler's counterexample.

    minimise    x1
    subject to  x1² - x2 - 1 = 0      parabola
                x1 - x3 - 2 = 0       line
                0 <= x2,  0 <= x3

From (-4, 1, 1) interior-point line searches that keep x2 and x3 positive crash into the bounds at an infeasible point
that is not even stationary for the violation.  The solution is (2, 3, 0).

Source: A. Wächter and L. T. Biegler, Failure of global convergence for a class of interior point methods for nonlinear
programming, Mathematical Programming 88 (2000) 565-574, with a = -1, b = 2.
"""

from __future__ import annotations

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("Wächter and Biegler's counterexample")
    x1, x2, x3 = m.variable("x1", start=-4), m.variable("x2", lower=0, start=1), m.variable("x3", lower=0, start=1)
    m.minimize(x1)
    m.subject_to(x1**2 - x2 - 1 == 0, name="parabola")
    m.subject_to(x1 - x3 - 2 == 0, name="line")
    return m


CASE = Case(
    name="waechter_biegler",
    build=build,
    optimum=2.0,
    start_objective=-4.0,
    solutions=(Solution((2.0, 3.0, 0.0), 2.0),),
    classification="LQR2-AN-3-2",
    source="Wächter and Biegler 2000",
    tags=frozenset({"infeasible", "near-miss", "equality", "bounds", "nonconvex"}),
    note="Feasible: in this family to catch a solver that claims the opposite.",
)
