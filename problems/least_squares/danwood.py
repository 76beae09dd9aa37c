"""DanWood: energy radiated from a carbon filament lamp, 6 observations.

    minimise  sum over the data of  (y - b1 x^b2)²

Level of difficulty  lower.
Source     Daniel, C. and Wood, F. S., Fitting Equations to Data, 2nd ed., Wiley (1980), 428-431.
Certified  NIST Statistical Reference Datasets, nonlinear regression, to eleven digits.
"""

from sqp_problems.least_squares._fit import data, fitted

X = data("""
    1.309 1.471 1.49 1.565 1.611 1.68
""")
Y = data("""
    2.138 3.421 3.597 4.34 4.882 5.66
""")

CASE = fitted(
    "DanWood",
    lambda b, x: b[0] * x ** b[1],
    x=X,
    y=Y,
    starts=((1.0, 5.0), (0.7, 4.0)),
    certified=(0.76886226176, 3.8604055871),
    residual_sum=0.0043173084083,
    start_objective=149.71921907712198,
    level="lower",
    source="Daniel, C. and Wood, F. S., Fitting Equations to Data, 2nd ed., Wiley (1980), 428-431",
)
