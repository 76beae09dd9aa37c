"""An equilibrium of four conditions, steered by one parameter.

    minimise    ((y1 - 3)² + (y2 - 4)² + 10 y4²) / 2
    subject to  0 <= y  ⟂  s >= 0,   0 <= x <= 10
                s as in outrata31

Source          J. Outrata (1994), SIAM J. Optim. 4, 340-357; MacMPEC, problem outrata33.
"""

import sqp
from sqp_problems.case import Case
from sqp_problems.complementarity.outrata31 import slack


def build() -> sqp.Model:
    m = sqp.Model("outrata33")
    x, y = m.variable("x", lower=0, upper=10, start=0), m.variable("y", 4, start=0)
    m.minimize(0.5 * ((y[0] - 3) ** 2 + (y[1] - 4) ** 2 + 10 * y[3] ** 2))
    m.complementarity(y, slack(x, y), name="equilibrium")
    return m


CASE = Case(
    name="outrata33",
    build=build,
    optimum=4.60425,
    start_objective=12.5,
    solutions=(),
    classification="QQR-5-4",
    source="J. Outrata (1994), SIAM J. Optim. 4, 340-357; MacMPEC, problem outrata33",
    tags=frozenset({"complementarity", "bounds", "inequality", "nonconvex"}),
)
