"""MGH10: resistance of a thermistor, 16 observations.

    minimise  sum over the data of  (y - b1 exp(b2 / (x + b3)))²

Level of difficulty  higher.
Source     Meyer, R. R. (1970), Theoretical and computational aspects of nonlinear regression.
Certified  NIST Statistical Reference Datasets, nonlinear regression, to eleven digits.
"""

import sqp
from sqp_problems.least_squares._fit import data, fitted

X = data("""
    50.0 55.0 60.0 65.0 70.0 75.0 80.0 85.0 90.0 95.0 100.0 105.0 110.0 115.0 120.0 125.0
""")
Y = data("""
    34780.0 28610.0 23650.0 19630.0 16370.0 13720.0 11540.0 9744.0 8261.0 7030.0 6005.0 5147.0 4427.0 3820.0 3307.0
    2872.0
""")

CASE = fitted(
    "MGH10",
    lambda b, x: b[0] * sqp.exp(b[1] / (x + b[2])),
    x=X,
    y=Y,
    starts=((2.0, 400000.0, 25000.0), (0.02, 4000.0, 250.0)),
    certified=(0.005609636471, 6181.3463463, 345.22363462),
    residual_sum=87.945855171,
    start_objective=4515242701191391.0,
    level="higher",
    source="Meyer, R. R. (1970), Theoretical and computational aspects of nonlinear regression",
)
