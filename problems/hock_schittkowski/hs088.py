"""HS88: heating a rod with a control that switches; n = 2 switching times.

    minimise    x1² + ... + xn²
    subject to  ∫₀¹ ( Σ_j α_j(s) ρ_j(x) - k0(s) )² ds <= 0.0001
                -10 <= xi <= 10

    where       μ_j      the positive roots of μ tan μ = 1, in increasing order, j = 1..30
                A_j      = 2 sin μ_j / (μ_j + sin μ_j cos μ_j)
                α_j(s)   = μ_j² A_j cos(μ_j s)
                ρ_j(x)   = -( E_1 - 2 E_2 + 2 E_3 - ... + (-1)ⁿ⁻¹ 2 E_n + (-1)ⁿ ) / μ_j²
                E_k      = exp(-μ_j² (x_k² + ... + x_n²))
                k0(s)    = (1 - s²) / 2

The temperature of the rod at the end is to come close, in the mean square, to k0; the squares of x are the lengths of
the intervals between switches of the control, so that f is the total time.

The cosines cos(μ_j s) are orthogonal on [0, 1]: with ∫ cos²(μ s) ds = sin μ / (A μ),
∫ cos(μ s) k0(s) ds = (sin μ / μ - cos μ) / μ² = κ and ∫ k0² ds = 2/15, the integral is

    2/15 + Σ_j μ_j² A_j ρ_j (μ_j sin(μ_j) ρ_j - 2 κ_j)

Source          Hock and Schittkowski (1981), problem 88, p. 107; Schittkowski.
Classification  QGR-P1-1: quadratic objective, general constraints, regular, solution known numerically.
Start           (0.5, -0.5), infeasible, f = 0.5.
Solution        (±1.074319, ±0.4566137), f = 1.36265681; the constraint is active.

All signs of x are equivalent.  HS89-HS92 are the same problem with n = 3..6, where more switches are of no use and the
solution is no longer unique: the book gives f = 1.36265681 for all of them.  Where an xi is zero its derivative
vanishes in every function.
"""

from math import atan, pi

import numpy as np

import sqp
from sqp_problems.case import Case, Solution


def _roots(count: int) -> np.ndarray:
    """The first positive roots of μ tan μ = 1, by Newton's method on μ - jπ - arctan(1/μ) = 0."""
    roots = []
    for j in range(count):
        root = j * pi + 1
        for _ in range(20):
            root -= (root - j * pi - atan(1 / root)) / (1 + 1 / (1 + root**2))
        roots.append(root)
    return np.array(roots)


def switched_heating(name: str, n: int) -> sqp.Model:
    """Model of HS88-HS92 with n variables."""
    m = sqp.Model(name)
    x = m.variable("x", n, lower=-10, upper=10, start=[0.5 * (-1) ** i for i in range(n)])
    m.minimize(sqp.dot(x, x))

    mu = _roots(30)
    amplitude = 2 * np.sin(mu) / (mu + np.sin(mu) * np.cos(mu))
    kappa = (np.sin(mu) / mu - np.cos(mu)) / mu**2

    alternating = (-1) ** n
    remaining = 0
    for k in reversed(range(n)):
        remaining = remaining + x[k] ** 2
        alternating = alternating + (-1) ** k * (1 if k == 0 else 2) * sqp.exp(-(mu**2) * remaining)
    rho = -alternating / mu**2
    distance = 2 / 15 + sqp.dot(mu**2 * amplitude, rho * (mu * np.sin(mu) * rho - 2 * kappa))
    m.subject_to(1e-4 - distance >= 0, name="temperature")
    return m


def build() -> sqp.Model:
    return switched_heating("HS88", n=2)


CASE = Case(
    name="HS88",
    build=build,
    optimum=1.36265681489,
    start_objective=0.5,
    solutions=(Solution((1.074318731203, -0.4566137083747), 1.36265681489),),
    classification="QGR-P1-1",
    source="Hock and Schittkowski (1981), problem 88, p. 107; Schittkowski",
    tags=frozenset({"hs", "bounds", "inequality", "quadratic", "nonconvex"}),
)
