"""HS68: the cost of a sampling inspection plan; the normal distribution in the constraints.

    minimise    ( a n - x4 (b (exp(x1) - 1) - x3) / (exp(x1) - 1 + x4) ) / x1
    subject to  x3 - 2 Φ(-x2)                    = 0
                x4 - Φ(-x2 + d √n) - Φ(-x2 - d √n) = 0
                0.0001 <= x1 <= 100,  0 <= x2 <= 100,  0 <= x3 <= 2,  0 <= x4 <= 2

    where       Φ(t) = (1 + erf(t / √2)) / 2 is the standard normal distribution function,
                a = 0.0001, b = 1, d = 1, n = 24

Source          Hock and Schittkowski (1981), problem 68, p. 90; Collani.
Classification  GGR-P1-1: general objective and constraints, regular, solution known numerically.
Start           (1, 1, 1, 1), infeasible, f = -0.2618411.
Solution        (0.06785858, 3.646211, 0.0002661356, 0.8948550), f = -0.9204250036 (published -0.920425026).

x1 is the time between inspections, x2 the control limit, x3 and x4 the probabilities of a false and of a true alarm.
HS69 is the same problem with other costs.  The published digits come from an approximation of Φ that is good to about
10⁻⁸.  From most starts methods end at x1 = 100, where f has become flat (f = 2.4·10⁻⁵).
"""

from math import sqrt

import casadi as ca

import sqp
from sqp_problems.case import Case, Solution


def inspection_plan(name: str, a: float, b: float, d: float, n: int) -> sqp.Model:
    """Model of HS68 and HS69 with sampling cost a, gain b, shift d and sample size n."""
    m = sqp.Model(name)
    x = m.variable("x", 4, lower=[1e-4, 0, 0, 0], upper=[100, 100, 2, 2], start=[1, 1, 1, 1])
    x1, x2, x3, x4 = (x[i] for i in range(4))
    growth = sqp.exp(x1) - 1
    m.minimize((a * n - x4 * (b * growth - x3) / (growth + x4)) / x1)
    m.subject_to(x3 - 2 * _normal(-x2) == 0, name="false alarm")
    m.subject_to(x4 - _normal(-x2 + d * sqrt(n)) - _normal(-x2 - d * sqrt(n)) == 0, name="true alarm")
    return m


def _normal(t):
    """Φ(t), the standard normal distribution function."""
    return (1 + ca.erf(t / sqrt(2))) / 2


def build() -> sqp.Model:
    return inspection_plan("HS68", a=0.0001, b=1, d=1, n=24)


CASE = Case(
    name="HS68",
    build=build,
    optimum=-0.9204250036398,
    start_objective=-0.2618411176571,
    solutions=(Solution((0.06785857708551, 3.646210855688, 0.0002661356252154, 0.8948550393736), -0.9204250036398),),
    classification="GGR-P1-1",
    source="Hock and Schittkowski (1981), problem 68, p. 90; Collani",
    tags=frozenset({"hs", "bounds", "equality", "nonconvex"}),
)
