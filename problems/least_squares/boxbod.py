"""BoxBOD: biochemical oxygen demand, 6 observations.

    minimise  sum over the data of  (y - b1 (1 - exp(-b2 x)))²

Level of difficulty  higher.
Source     Box, G. P., Hunter, W. G. and Hunter, J. S., Statistics for Experimenters, Wiley (1978), 483-487.
Certified  NIST Statistical Reference Datasets, nonlinear regression, to eleven digits.
"""

import sqp
from sqp_problems.least_squares._fit import data, fitted

X = data("""
    1.0 2.0 3.0 5.0 7.0 10.0
""")
Y = data("""
    109.0 149.0 149.0 191.0 213.0 224.0
""")

CASE = fitted(
    "BoxBOD",
    lambda b, x: b[0] * (1 - sqp.exp(-b[1] * x)),
    x=X,
    y=Y,
    starts=((1.0, 1.0), (100.0, 0.75)),
    certified=(213.80940889, 0.54723748542),
    residual_sum=1168.0088766,
    start_objective=186382.3816574575,
    level="higher",
    source="Box, G. P., Hunter, W. G. and Hunter, J. S., Statistics for Experimenters, Wiley (1978), 483-487",
)
