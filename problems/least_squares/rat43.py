"""Rat43: dry weight of onion bulbs, 15 observations.

    minimise  sum over the data of  (y - b1 / (1 + exp(b2 - b3 x))^(1/b4))²

Level of difficulty  higher.
Source     Ratkowsky, D. A., Nonlinear Regression Modeling, Marcel Dekker (1983), 62 and 88.
Certified  NIST Statistical Reference Datasets, nonlinear regression, to eleven digits.
"""

import sqp
from sqp_problems.least_squares._fit import data, fitted

X = data("""
    1.0 2.0 3.0 4.0 5.0 6.0 7.0 8.0 9.0 10.0 11.0 12.0 13.0 14.0 15.0
""")
Y = data("""
    16.08 33.83 65.8 97.2 191.55 326.2 386.87 520.53 590.03 651.92 724.93 699.56 689.96 637.56 717.41
""")

CASE = fitted(
    "Rat43",
    lambda b, x: b[0] / (1 + sqp.exp(b[1] - b[2] * x)) ** (1 / b[3]),
    x=X,
    y=Y,
    starts=((100.0, 10.0, 1.0, 1.0), (700.0, 5.0, 0.75, 1.3)),
    certified=(699.6415127, 5.2771253025, 0.75962938329, 1.2792483859),
    residual_sum=8786.404908,
    start_objective=3066308.192285565,
    level="higher",
    source="Ratkowsky, D. A., Nonlinear Regression Modeling, Marcel Dekker (1983), 62 and 88",
)
