"""MGH09: enzyme kinetics, 11 observations.

    minimise  sum over the data of  (y - b1 (x^2 + b2 x) / (x^2 + b3 x + b4))²

Level of difficulty  higher.
Source     Kowalik, J. S. and Osborne, M. R., Methods for Unconstrained Optimization Problems, Elsevier (1968).
Certified  NIST Statistical Reference Datasets, nonlinear regression, to eleven digits.
"""

from sqp_problems.least_squares._fit import data, fitted

X = data("""
    4.0 2.0 1.0 0.5 0.25 0.167 0.125 0.1 0.0833 0.0714 0.0625
""")
Y = data("""
    0.1957 0.1947 0.1735 0.16 0.0844 0.0627 0.0456 0.0342 0.0323 0.0235 0.0246
""")

CASE = fitted(
    "MGH09",
    lambda b, x: b[0] * (x**2 + b[1] * x) / (x**2 + b[2] * x + b[3]),
    x=X,
    y=Y,
    starts=((25.0, 39.0, 41.5, 39.0), (0.25, 0.39, 0.415, 0.39)),
    certified=(0.19280693458, 0.19128232873, 0.12305650693, 0.13606233068),
    residual_sum=0.00030750560385,
    start_objective=897.5453780404947,
    level="higher",
    source="Kowalik, J. S. and Osborne, M. R., Methods for Unconstrained Optimization Problems, Elsevier (1968)",
)
