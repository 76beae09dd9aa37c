"""MGH17: two exponentials, 33 observations.

    minimise  sum over the data of  (y - b1 + b2 exp(-b4 x) + b3 exp(-b5 x))²

Level of difficulty  average.
Source     Osborne, M. R. (1972), Some aspects of nonlinear least squares calculations, Academic Press.
Certified  NIST Statistical Reference Datasets, nonlinear regression, to eleven digits.
"""

import sqp
from sqp_problems.least_squares._fit import data, fitted

X = data("""
    0.0 10.0 20.0 30.0 40.0 50.0 60.0 70.0 80.0 90.0 100.0 110.0 120.0 130.0 140.0 150.0 160.0 170.0 180.0 190.0 200.0
    210.0 220.0 230.0 240.0 250.0 260.0 270.0 280.0 290.0 300.0 310.0 320.0
""")
Y = data("""
    0.844 0.908 0.932 0.936 0.925 0.908 0.881 0.85 0.818 0.784 0.751 0.718 0.685 0.658 0.628 0.603 0.58 0.558 0.538
    0.522 0.506 0.49 0.478 0.467 0.457 0.448 0.438 0.431 0.424 0.42 0.414 0.411 0.406
""")

CASE = fitted(
    "MGH17",
    lambda b, x: b[0] + b[1] * sqp.exp(-b[3] * x) + b[2] * sqp.exp(-b[4] * x),
    x=X,
    y=Y,
    starts=((50.0, 150.0, -100.0, 1.0, 2.0), (0.5, 1.5, -1.0, 0.01, 0.02)),
    certified=(0.37541005211, 1.9358469127, -1.4646871366, 0.01286753464, 0.022122699662),
    residual_sum=5.4648946975e-05,
    start_objective=87848.85333348389,
    level="average",
    source="Osborne, M. R. (1972), Some aspects of nonlinear least squares calculations, Academic Press",
)
