"""An equilibrium of four conditions, steered by one parameter.

    minimise    ((y1 - 3)² + (y2 - 4)² + (y3 - 1)²) / 2
    subject to  0 <= y  ⟂  s >= 0,   0 <= x <= 10
                s as in outrata31

Source          J. Outrata (1994), SIAM J. Optim. 4, 340-357; MacMPEC, problem outrata32.
"""

import sqp
from sqp_problems.case import Case
from sqp_problems.complementarity.outrata31 import slack


def build() -> sqp.Model:
    m = sqp.Model("outrata32")
    x, y = m.variable("x", lower=0, upper=10, start=0), m.variable("y", 4, start=0)
    m.minimize(0.5 * ((y[0] - 3) ** 2 + (y[1] - 4) ** 2 + (y[2] - 1) ** 2))
    m.complementarity(y, slack(x, y), name="equilibrium")
    return m


CASE = Case(
    name="outrata32",
    build=build,
    optimum=3.4494,
    start_objective=13.0,
    solutions=(),
    classification="QQR-5-4",
    source="J. Outrata (1994), SIAM J. Optim. 4, 340-357; MacMPEC, problem outrata32",
    tags=frozenset({"complementarity", "bounds", "inequality", "nonconvex"}),
)
