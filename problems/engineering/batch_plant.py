r"""Multiproduct batch plant: the cheapest vessels that make five products in a year of 6000 hours.

The plant has six stages with N_j parallel vessels of V_j litres each; product i is made in batches of B_i kg with a
cycle time of T_i hours, and Q_i kg of it are ordered.

    minimise    Σ_j 250 N_j V_j^0.6                                        dollars
    subject to  V_j >= S_ij B_i            every batch fits into every vessel (S litres per kg)
                N_j T_i >= t_ij            the cycle is no shorter than the slowest stage (t hours per batch)
                Σ_i Q_i T_i / B_i <= 6000  hours
                300 <= V_j <= 3000

In logarithms v = ln V, b = ln B, τ = ln T the problem is convex: exponential sums in the objective and the budget,
linear rows for the sizes, and the cycle times become bounds.
The numbers of vessels are those of the optimal plant of the source, N = (2, 2, 3, 2, 1, 1), which leaves sizing.

Source: G. R. Kocis and I. E. Grossmann, Industrial & Engineering Chemistry Research 27 (1988) 1407-1421, problem 4,
after I. E. Grossmann and R. W. H. Sargent (1979).  Published cost 285 506.5.
"""

from __future__ import annotations

import numpy as np

import sqp
from sqp_problems.case import Case, Solution

SIZE = np.array(  # S, litres per kg; one row per product, one column per stage
    [
        [7.9, 2.0, 5.2, 4.9, 6.1, 4.2],
        [0.7, 0.8, 0.9, 3.4, 2.1, 2.5],
        [0.7, 2.6, 1.6, 3.6, 3.2, 2.9],
        [4.7, 2.3, 1.6, 2.7, 1.2, 2.5],
        [1.2, 3.6, 2.4, 4.5, 1.6, 2.1],
    ]
)
TIME = np.array(  # t, hours per batch
    [
        [6.4, 4.7, 8.3, 3.9, 2.1, 1.2],
        [6.8, 6.4, 6.5, 4.4, 2.3, 3.2],
        [1.0, 6.3, 5.4, 11.9, 5.7, 6.2],
        [3.2, 3.0, 3.5, 3.3, 2.8, 3.4],
        [2.1, 2.5, 4.2, 3.6, 3.7, 2.2],
    ]
)
ORDER = np.array([250e3, 150e3, 180e3, 160e3, 120e3])  # Q, kg
VESSELS = np.array([2, 2, 3, 2, 1, 1])  # N
HOURS = 6000.0


def build() -> sqp.Model:
    """The model in logarithms; every vessel starts at 1000 litres, every batch at 100 kg and 6 hours."""
    m = sqp.Model("batch plant")
    volume = m.variable("log_volume", 6, lower=np.log(300), upper=np.log(3000), start=np.log(1000), unit="ln litre")
    batch = m.variable("log_batch", 5, lower=0, upper=np.log(3000), start=np.log(100), unit="ln kg")
    slowest = np.log(TIME / VESSELS).max(axis=1)
    cycle = m.variable("log_cycle", 5, lower=slowest, upper=np.log(20), start=np.log(6), unit="ln h")

    m.minimize(sqp.sum(250 * VESSELS * sqp.exp(0.6 * volume)))
    for i in range(5):
        m.subject_to(volume >= np.log(SIZE[i]) + batch[i], name=f"product {i + 1} fits")
    m.subject_to(sqp.sum(ORDER / HOURS * sqp.exp(cycle - batch)) <= 1, name="hours")
    return m


OPTIMAL = {
    "log_volume": (8.00636756765, 7.545152517511, 7.588163433765, 7.870574917946, 7.75279188229, 7.654351809476),
    "log_batch": (5.939504808177, 6.646799486324, 6.589641072484, 6.458805058934, 6.264218672049),
    "log_cycle": (1.163150809806, 1.223775431622, 1.824549292051, 1.223775431622, 1.30833281965),
}

CASE = Case(
    name="batch_plant",
    build=build,
    optimum=285506.50824405,
    start_objective=173513.269732,
    solutions=(Solution(OPTIMAL, 285506.50824405),),
    classification="OOR2-MN-16-31",
    source="Kocis and Grossmann 1988, problem 4 (numbers of vessels fixed)",
    tags=frozenset({"engineering", "inequality"}),
)
