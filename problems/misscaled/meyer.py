"""Meyer's thermistor: three parameters of sizes 10⁻², 10⁴ and 10².

    minimise    Σ_i (x1 exp(x2/(t_i + x3)) - y_i)²,  t_i = 45 + 5i,  i = 1..16

with resistances y_i.  The start is (0.02, 4000, 250); the solution (0.00560964, 6181.35, 345.224) has f = 87.9458551.

Source: J. J. Moré, B. S. Garbow and K. E. Hillstrom, Testing unconstrained optimization software, ACM TOMS 7 (1981)
17-41, problem 10; R. R. Meyer, 1970.
"""

from __future__ import annotations

import numpy as np

import sqp
from sqp_problems.case import Case

TEMPERATURE = 45 + 5 * np.arange(1, 17)
RESISTANCE = np.array(
    [34780, 28610, 23650, 19630, 16370, 13720, 11540, 9744, 8261, 7030, 6005, 5147, 4427, 3820, 3307, 2872]
)


def build() -> sqp.Model:
    m = sqp.Model("Meyer's thermistor")
    x = m.variable("x", 3, start=[0.02, 4000, 250])
    m.minimize(sqp.sum((x[0] * sqp.exp(x[1] / (TEMPERATURE + x[2])) - RESISTANCE) ** 2))
    return m


CASE = Case(
    name="meyer",
    build=build,
    optimum=87.94585517,
    start_objective=1693607809.44,
    solutions=(),
    classification="SUR2-RN-3-0",
    source="Moré, Garbow and Hillstrom 1981, problem 10",
    tags=frozenset({"misscaled", "unconstrained", "least-squares", "nonconvex"}),
)
