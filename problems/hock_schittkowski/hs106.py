"""HS106: the design of a heat-exchanger network, a famous badly scaled problem.

    minimise    x1 + x2 + x3
    subject to  1 - 0.0025 (x4 + x6)                               >= 0
                1 - 0.0025 (x5 + x7 - x4)                          >= 0
                1 - 0.01 (x8 - x5)                                 >= 0
                x1 x6 - 833.33252 x4 - 100 x1 + 83333.333          >= 0
                x2 x7 - 1250 x5 - x2 x4 + 1250 x4                  >= 0
                x3 x8 - 1250000 - x3 x5 + 2500 x5                  >= 0
                100 <= x1 <= 10000,  1000 <= x2, x3 <= 10000,  10 <= x4, ..., x8 <= 1000

Source          Hock and Schittkowski (1981), problem 106, p. 115; Avriel and Williams; Dembo.
Classification  LQR-P1-5: linear objective, quadratic constraints, regular, solution known numerically.
Start           (5000, 5000, 5000, 200, 350, 150, 225, 425), infeasible, f = 15000.
Solution        (579.3067, 1359.971, 5109.971, 182.0177, 295.6012, 217.9823, 286.4165, 395.6012), f = 7049.248;
                all six constraints are active.

x1, x2, x3 are the areas of three exchangers in series, x4..x8 temperatures.  The published optimum 7049.330923 belongs
to a point that stays 7·10⁻⁶ inside the three linear constraints; the exact optimum is lower by 0.083.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS106")
    x = m.variable(
        "x",
        8,
        lower=[100, 1000, 1000, 10, 10, 10, 10, 10],
        upper=[10000, 10000, 10000, 1000, 1000, 1000, 1000, 1000],
        start=[5000, 5000, 5000, 200, 350, 150, 225, 425],
    )
    x1, x2, x3, x4, x5, x6, x7, x8 = (x[i] for i in range(8))
    m.minimize(x1 + x2 + x3)
    m.subject_to(1 - 0.0025 * (x4 + x6) >= 0, name="first temperatures")
    m.subject_to(1 - 0.0025 * (x5 + x7 - x4) >= 0, name="second temperatures")
    m.subject_to(1 - 0.01 * (x8 - x5) >= 0, name="third temperatures")
    m.subject_to(x1 * x6 - 833.33252 * x4 - 100 * x1 + 83333.333 >= 0, name="first exchanger")
    m.subject_to(x2 * x7 - 1250 * x5 - x2 * x4 + 1250 * x4 >= 0, name="second exchanger")
    m.subject_to(x3 * x8 - 1250000 - x3 * x5 + 2500 * x5 >= 0, name="third exchanger")
    return m


CASE = Case(
    name="HS106",
    build=build,
    optimum=7049.248020529,
    start_objective=15000.0,
    solutions=(
        Solution(
            (
                579.3066844253551,
                1359.9706680516554,
                5109.970668051655,
                182.0176995811199,
                295.6011732779338,
                217.9823004188801,
                286.4165263031861,
                395.6011732779338,
            ),
            7049.248020528665,
        ),
    ),
    classification="LQR-P1-5",
    source="Hock and Schittkowski (1981), problem 106, p. 115; Avriel and Williams; Dembo",
    tags=frozenset({"hs", "bounds", "inequality", "nonconvex"}),
    note="The published optimum 7049.330923 is too large by 0.083: its point is not quite at the constraints.",
)
