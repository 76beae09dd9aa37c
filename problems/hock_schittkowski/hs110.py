"""HS110: squared logarithms minus a root of the product, in a box.

    minimise    Σ_{i=1..10} ( (ln(xi - 2))² + (ln(10 - xi))² ) - (x1 x2 ... x10)^0.2
    subject to  2.001 <= xi <= 9.999

Source          Hock and Schittkowski (1981), problem 110, p. 119; Himmelblau; Paviani.
Classification  GBR-P1-1: general objective, bounds only, regular, solution known numerically.
Start           (9, ..., 9), feasible, f = -43.13433692.
Solution        (9.350266, ..., 9.350266), f = -45.77846971; no bound is active.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS110")
    x = m.variable("x", 10, lower=2.001, upper=9.999, start=9)
    product = 1
    for i in range(10):
        product = product * x[i]
    m.minimize(sqp.sum(sqp.log(x - 2) ** 2 + sqp.log(10 - x) ** 2) - product**0.2)
    return m


CASE = Case(
    name="HS110",
    build=build,
    optimum=-45.77846970745,
    start_objective=-43.13433691804,
    solutions=(
        Solution(
            (
                9.350265833069,
                9.350265833069,
                9.350265833069,
                9.350265833069,
                9.350265833069,
                9.350265833069,
                9.350265833069,
                9.350265833069,
                9.350265833069,
                9.350265833069,
            ),
            -45.77846970745,
        ),
    ),
    classification="GBR-P1-1",
    source="Hock and Schittkowski (1981), problem 110, p. 119; Himmelblau; Paviani",
    tags=frozenset({"hs", "bounds", "nonconvex"}),
)
