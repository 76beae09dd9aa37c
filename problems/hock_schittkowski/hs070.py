"""HS70: two gamma distributions fitted to nineteen observations.

    minimise    Σ_{i=1..19} (y_i(x) - y_i)²
    subject to  x3 + (1 - x3) x4 >= 0
                10⁻⁵ <= x1, x2, x4 <= 100,  10⁻⁵ <= x3 <= 1

    where       y_i(x) = (1 + 1/(12 x2))⁻¹ x3 b^x2 (x2/6.2832)^½ (c_i/7.658)^(x2-1) exp(x2 - b c_i x2/7.658)
                       + (1 + 1/(12 x1))⁻¹ (1 - x3) (b/x4)^x1 (x1/6.2832)^½ (c_i/7.658)^(x1-1)
                         exp(x1 - b c_i x1/(7.658 x4))
                b      = x3 + (1 - x3) x4
                c_1    = 0.1,  c_i = i - 1 for i = 2..19

Source          Hock and Schittkowski (1981), problem 70, p. 91; Himmelblau.
Classification  SQR-P1-1: sum of squares, quadratic constraints, regular, solution known numerically.
Start           (2, 4, 0.04, 2), feasible, f = 0.981860.
Solution        (12.27695, 4.631788, 0.3128625, 2.029290), f = 0.007498463561; nothing is active.

The factors 1/(12 x) and (x/6.2832)^½ = (x/2π)^½ come from Stirling's formula for the gamma function; 6.2832 is printed
so and is not 2π.  There are further local minima where one of the two
components has been lost, f from 0.153 to 0.269.  The AMPL version multiplies by
1 + 1/(12 x) instead of dividing, has 7.685 in one place, and another optimum, 0.00940197.
"""

import numpy as np

import sqp
from sqp_problems.case import Case, Solution

TIME = np.array([0.1, *range(1, 19)])
OBSERVED = np.array(
    [
        0.00189, 0.1038, 0.268, 0.506, 0.577, 0.604, 0.725, 0.898, 0.947, 0.845, 0.702, 0.528, 0.385, 0.257, 0.159,
        0.0869, 0.0453, 0.01509, 0.00189,
    ]
)  # fmt: skip


def build() -> sqp.Model:
    m = sqp.Model("HS70")
    x = m.variable("x", 4, lower=1e-5, upper=[100, 100, 1, 100], start=[2, 4, 0.04, 2])
    x1, x2, x3, x4 = (x[i] for i in range(4))
    b = x3 + (1 - x3) * x4

    def gamma(shape, rate):
        """Density of one component at the nineteen times, with Stirling's formula for its constant."""
        t = TIME / 7.658
        height = rate**shape * sqp.sqrt(shape / 6.2832) / (1 + 1 / (12 * shape))
        return height * t ** (shape - 1) * sqp.exp(shape * (1 - rate * t))

    predicted = x3 * gamma(x2, b) + (1 - x3) * gamma(x1, b / x4)
    residual = predicted - OBSERVED
    m.minimize(sqp.dot(residual, residual))
    m.subject_to(b >= 0, name="rate")
    return m


CASE = Case(
    name="HS70",
    build=build,
    optimum=0.007498463574428,
    start_objective=0.9818596139672,
    solutions=(
        Solution((12.27697912763, 4.631748162855, 0.3128646302257, 2.029282825341), 0.007498463574428),
        Solution((5.713747409005, 33.40600444289, 0.07870678657085, 5.344344936158), 0.1528644668335, note="local"),
        Solution((5.212942831722, 0.009307757591736, 0.06224498969402, 100.0), 0.1863491220925, note="local"),
        Solution((5.209653911094, 100.0, 0.06236353540159, 52.3846981003), 0.1870436538308, note="local"),
        Solution((4.75052857684, 100.0, 0.0111772220793, 100.0), 0.2513126985818, note="local"),
    ),
    classification="SQR-P1-1",
    source="Hock and Schittkowski (1981), problem 70, p. 91; Himmelblau",
    tags=frozenset({"hs", "bounds", "inequality", "least-squares", "nonconvex"}),
)
