"""Misra1a: monomolecular adsorption in dental research, 14 observations.

    minimise  sum over the data of  (y - b1 (1 - exp(-b2 x)))²

Level of difficulty  lower.
Source     Misra, D., NIST (1978), dental research, monomolecular adsorption.
Certified  NIST Statistical Reference Datasets, nonlinear regression, to eleven digits.
"""

import sqp
from sqp_problems.least_squares._fit import data, fitted

X = data("""
    77.6 114.9 141.1 190.8 239.9 289.0 332.8 378.4 434.8 477.3 536.8 593.1 689.1 760.0
""")
Y = data("""
    10.07 14.73 17.94 23.93 29.61 35.18 40.02 44.82 50.76 55.05 61.01 66.4 75.47 81.78
""")

CASE = fitted(
    "Misra1a",
    lambda b, x: b[0] * (1 - sqp.exp(-b[1] * x)),
    x=X,
    y=Y,
    starts=((500.0, 0.0001), (250.0, 0.0005)),
    certified=(238.94212918, 0.00055015643181),
    residual_sum=0.12455138894,
    start_objective=10780.190163909723,
    level="lower",
    source="Misra, D., NIST (1978), dental research, monomolecular adsorption",
)
