"""Powell's singular function: a quartic minimum with a Hessian of rank two.

    minimise    (x1 + 10 x2)² + 5 (x3 - x4)² + (x2 - 2 x3)⁴ + 10 (x1 - x4)⁴

Newton's method converges to the origin only linearly, with a factor of 2/3.

Source: M. J. D. Powell, An iterative method for finding stationary values of a function of several variables, Computer
Journal 5 (1962) 147-151; problem 13 of J. J. Moré, B. S. Garbow and K. E. Hillstrom, ACM TOMS 7 (1981) 17-41.
"""

from __future__ import annotations

import sqp
from sqp.algorithm.stop import StopReason
from sqp_problems.case import Case, Solution
from sqp_problems.diagnosis import Diagnosis


def build() -> sqp.Model:
    m = sqp.Model("Powell's singular function")
    x = m.variable("x", 4, start=[3, -1, 0, 1])
    quadratic = (x[0] + 10 * x[1]) ** 2 + 5 * (x[2] - x[3]) ** 2
    m.minimize(quadratic + (x[1] - 2 * x[2]) ** 4 + 10 * (x[0] - x[3]) ** 4)
    return m


CASE = Case(
    name="powell_singular",
    build=build,
    optimum=0.0,
    start_objective=215.0,
    solutions=(Solution((0.0, 0.0, 0.0, 0.0), 0.0),),
    classification="OUR2-AN-4-0",
    source="Powell 1962; Moré, Garbow and Hillstrom 1981, problem 13",
    tags=frozenset({"degenerate", "unconstrained", "least-squares"}),
    diagnosis=Diagnosis((StopReason.CONVERGED,)),
)
