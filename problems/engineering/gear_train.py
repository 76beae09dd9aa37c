r"""Gear train: four gears whose ratio is as close as possible to 1/6.931.

With tooth numbers z_a, z_b (driven through) and z_d, z_f, each between 12 and 60,

    minimise    (1/6.931 − z_d z_b / (z_a z_f))²

The original asks for whole teeth (best error 2.7e-12).  Its continuous relaxation has the optimum 0 on a whole
three-dimensional surface of ratios, so the Hessian is singular at every solution, with rank one: a small test of what a
solver does where Newton's method has no unique step.

Source: E. Sandgren, ASME J. Mechanical Design 112 (1990) 223-229; continuous form: problem GEAR of the CUTE collection.
"""

from __future__ import annotations

import sqp
from sqp_problems.case import Case

RATIO = 1 / 6.931


def build() -> sqp.Model:
    """The model with all gears at 18 teeth, a ratio of one."""
    m = sqp.Model("gear train")
    z = m.variable("teeth", 4, lower=12, upper=60, start=18, scale=10)
    m.minimize((RATIO - z[0] * z[1] / (z[2] * z[3])) ** 2)
    return m


CASE = Case(
    name="gear_train",
    build=build,
    optimum=0.0,
    start_objective=0.732257874011,
    solutions=(),
    classification="SBR2-MN-4-0",
    source="Sandgren 1990 (continuous relaxation); CUTE problem GEAR",
    tags=frozenset({"engineering", "bounds", "least-squares", "degenerate", "nonconvex"}),
    note="A surface of solutions; the least squares residual vanishes, so small residuals hide large steps.",
)
