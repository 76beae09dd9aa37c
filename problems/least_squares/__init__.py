"""Nonlinear regressions of the NIST Statistical Reference Datasets, with certified solutions.

Data and certified values: National Institute of Standards and Technology, Statistical Reference Datasets, nonlinear
regression, https://www.itl.nist.gov/div898/strd/nls/nls_main.shtml.  Each is stated with ``minimize_sum_of_squares``
and begins at the first, farther of the two published starts.

Their ``classification`` is the code of the CUTE collection: objective (S sum of squares), constraints (U none),
R regular, 2 derivatives, R from an application, N no internal variables, then the numbers of variables and constraints.
"""

SUITE = "nist"
