"""HS117: Colville's second problem, the dual of HS86 (the Shell dual problem).

    minimise    -bᵀu + vᵀC v + 2 Σ_{j=1..5} d_j v_j³
    subject to  2 C v + 3 d_j v_j² + e - Aᵀu >= 0        (five constraints, j = 1..5)
                0 <= u, v

with x = (u, v), u in R¹⁰ the multipliers of A x >= b of HS86, v in R⁵ its variables, and A, b, C, d, e as there.

Source          Hock and Schittkowski (1981), problem 117, p. 125; Colville; Himmelblau.
Classification  PQR-P1-1: polynomial objective, quadratic constraints, regular, solution known numerically.
Start           (0.001, ..., 0.001) but x7 = 60, infeasible, f = 2400.1053.
Solution        (0, 0, 5.174041, 0, 3.061109, 11.83955, 0, 0, 0.1038962, 0, 0.3, 0.3334676, 0.4, 0.4283101, 0.2239649),
                f = 32.34867897; all five constraints and six of the bounds are active.

As for any convex problem the optima add up to zero: this is minus the optimum of HS86, v its solution and u its
multipliers.
"""

import sqp
from sqp_problems.case import Case, Solution
from sqp_problems.hock_schittkowski.hs086 import A, B, C, D, E


def build() -> sqp.Model:
    m = sqp.Model("HS117")
    start = [0.001] * 15
    start[6] = 60
    x = m.variable("x", 15, lower=0, start=start)
    u, v = x[:10], x[10:]
    m.minimize(-sqp.dot(B, u) + sqp.dot(v, C @ v) + 2 * sqp.dot(D, v**3))
    m.subject_to(2 * (C @ v) + 3 * D * v**2 + E - A.T @ u >= 0, name="dual feasibility")
    return m


CASE = Case(
    name="HS117",
    build=build,
    optimum=32.34867896572,
    start_objective=2400.10530006,
    solutions=(
        Solution(
            (
                0.0,
                0.0,
                5.174040727698,
                0.0,
                3.061108687758,
                11.8395456648,
                0.0,
                0.0,
                0.1038961907706,
                0.0,
                0.3,
                0.3334676065346,
                0.4,
                0.4283101047817,
                0.2239648735608,
            ),
            32.34867896572,
        ),
    ),
    classification="PQR-P1-1",
    source="Hock and Schittkowski (1981), problem 117, p. 125; Colville; Himmelblau",
    tags=frozenset({"hs", "bounds", "inequality", "nonconvex"}),
)
