"""HS104: two chemical reactors in series.

    minimise    f(x) = 0.4 x1^0.67 x7^-0.67 + 0.4 x2^0.67 x8^-0.67 + 10 - x1 - x2
    subject to  1 - 0.0588 x5 x7 - 0.1 x1                                       >= 0
                1 - 0.0588 x6 x8 - 0.1 x1 - 0.1 x2                              >= 0
                1 - 4 x3 x5⁻¹ - 2 x3^-0.71 x5⁻¹ - 0.0588 x3^-1.3 x7             >= 0
                1 - 4 x4 x6⁻¹ - 2 x4^-0.71 x6⁻¹ - 0.0588 x4^-1.3 x8             >= 0
                1 <= f(x) <= 4.2
                0.1 <= xi <= 10

Source          Hock and Schittkowski (1981), problem 104, p. 113; Dembo; Rijckaert.
Classification  PPR-P1-11: generalized polynomials, regular, solution known numerically.
Start           (6, 3, 0.4, 0.2, 6, 6, 1, 0.5), infeasible, f = 3.657366.
Solution        (6.465114, 2.232709, 0.6673975, 0.5957564, 5.932676, 5.527235, 1.013322, 0.4006682),
                f = 3.9511634396; the first four constraints are active.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS104")
    x = m.variable("x", 8, lower=0.1, upper=10, start=[6, 3, 0.4, 0.2, 6, 6, 1, 0.5])
    x1, x2, x3, x4, x5, x6, x7, x8 = (x[i] for i in range(8))
    objective = 0.4 * x1**0.67 * x7**-0.67 + 0.4 * x2**0.67 * x8**-0.67 + 10 - x1 - x2
    m.minimize(objective)
    m.subject_to(1 - 0.0588 * x5 * x7 - 0.1 * x1 >= 0, name="first volume")
    m.subject_to(1 - 0.0588 * x6 * x8 - 0.1 * x1 - 0.1 * x2 >= 0, name="second volume")
    m.subject_to(1 - 4 * x3 / x5 - 2 * x3**-0.71 / x5 - 0.0588 * x3**-1.3 * x7 >= 0, name="first reactor")
    m.subject_to(1 - 4 * x4 / x6 - 2 * x4**-0.71 / x6 - 0.0588 * x4**-1.3 * x8 >= 0, name="second reactor")
    m.subject_to(sqp.between(1, objective, 4.2), name="range of f")
    return m


CASE = Case(
    name="HS104",
    build=build,
    optimum=3.951163440103,
    start_objective=3.657365698219,
    solutions=(
        Solution(
            (
                6.465114028369,
                2.232708647985,
                0.6673974912866,
                0.5957564229004,
                5.93267567791,
                5.527234564977,
                1.013322008903,
                0.4006682291257,
            ),
            3.951163440103,
        ),
    ),
    classification="PPR-P1-11",
    source="Hock and Schittkowski (1981), problem 104, p. 113; Dembo; Rijckaert",
    tags=frozenset({"hs", "bounds", "inequality", "nonconvex"}),
)
