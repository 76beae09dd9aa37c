"""An equilibrium of four conditions, steered by one parameter.

    minimise    ((y1 - 3)² + (y2 - 4)²) / 2
    subject to  0 <= y  ⟂  s >= 0,   0 <= x <= 10
                s1 = (1 + 0.2 x) y1 - (3 + 1.333 x) - 0.333 y3 + 2 y1 y4
                s2 = (1 + 0.1 x) y2 - x + y3 + 2 y2 y4
                s3 = 0.333 y1 - y2 + 1 - 0.1 x
                s4 = 9 + 0.1 x - y1² - y2²

Source          J. Outrata (1994), SIAM J. Optim. 4, 340-357; MacMPEC, problem outrata31.
"""

from typing import Any

import sqp
from sqp_problems.case import Case


def slack(x: Any, y: Any) -> Any:
    """(4,) The slack of the equilibrium; the family's four problems share it."""
    return sqp.stack(
        (1 + 0.2 * x) * y[0] - (3 + 1.333 * x) - 0.333 * y[2] + 2 * y[0] * y[3],
        (1 + 0.1 * x) * y[1] - x + y[2] + 2 * y[1] * y[3],
        0.333 * y[0] - y[1] + 1 - 0.1 * x,
        9 + 0.1 * x - y[0] ** 2 - y[1] ** 2,
    )


def build() -> sqp.Model:
    m = sqp.Model("outrata31")
    x, y = m.variable("x", lower=0, upper=10, start=0), m.variable("y", 4, start=0)
    m.minimize(0.5 * ((y[0] - 3) ** 2 + (y[1] - 4) ** 2))
    m.complementarity(y, slack(x, y), name="equilibrium")
    return m


CASE = Case(
    name="outrata31",
    build=build,
    optimum=3.2077,
    start_objective=12.5,
    solutions=(),
    classification="QQR-5-4",
    source="J. Outrata (1994), SIAM J. Optim. 4, 340-357; MacMPEC, problem outrata31",
    tags=frozenset({"complementarity", "bounds", "inequality", "nonconvex"}),
)
