"""Rat42: growth of pasture, 9 observations.

    minimise  sum over the data of  (y - b1 / (1 + exp(b2 - b3 x)))²

Level of difficulty  higher.
Source     Ratkowsky, D. A., Nonlinear Regression Modeling, Marcel Dekker (1983), 61 and 88.
Certified  NIST Statistical Reference Datasets, nonlinear regression, to eleven digits.
"""

import sqp
from sqp_problems.least_squares._fit import data, fitted

X = data("""
    9.0 14.0 21.0 28.0 42.0 57.0 63.0 70.0 79.0
""")
Y = data("""
    8.93 10.8 18.59 22.33 39.35 56.11 61.73 64.62 67.08
""")

CASE = fitted(
    "Rat42",
    lambda b, x: b[0] / (1 + sqp.exp(b[1] - b[2] * x)),
    x=X,
    y=Y,
    starts=((100.0, 1.0, 0.1), (75.0, 2.5, 0.07)),
    certified=(72.462237576, 2.6180768402, 0.067359200066),
    residual_sum=8.0565229338,
    start_objective=19915.852728025675,
    level="higher",
    source="Ratkowsky, D. A., Nonlinear Regression Modeling, Marcel Dekker (1983), 61 and 88",
)
