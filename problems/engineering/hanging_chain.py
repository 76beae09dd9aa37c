r"""Hanging chain: how a chain of rigid links hangs between two nails.

N = 40 equal links of total length 4 join the nails (0, 1) and (1, 3).  With the nodes (x_k, y_k), k = 0..N,

    minimise    (4/N) Σ_k (y_{k−1} + y_k)/2                             potential energy of the links
    subject to  (x_k − x_{k−1})² + (y_k − y_{k−1})² = (4/N)²            k = 1..N
                (x_0, y_0) = (0, 1),   (x_N, y_N) = (1, 3)

The feasible set is curved and the objective linear: all second-order information is in the constraints, and the
Hessian of the Lagrangian is a tridiagonal matrix whose sign depends on the multipliers (the forces in the links).

The answer is known exactly.  Equilibrium of each node gives links whose slope grows by a constant step,
(y_k − y_{k−1}) / (x_k − x_{k−1}) = (v + k) / h, and the end conditions fix the two unknowns: ``equilibrium`` solves
these two equations, which takes nothing of a solver for nonlinear programs.  As N grows the energy approaches that of
the catenary, 5.0685.

Source: the catenary of Leibniz, Huygens and Johann Bernoulli (1691); as a benchmark, problem "chain" of E. D. Dolan,
J. J. Moré and T. S. Munson, Benchmarking Optimization Software with COPS 3.0, Argonne ANL/MCS-TM-273 (2004), which
minimises the continuous energy: 5.0685.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import root

import sqp
from sqp.arrays import Vector
from sqp_problems.case import Case, Solution

LINKS = 40
LENGTH = 4.0
LINK = LENGTH / LINKS
LEFT, RIGHT = np.array([0.0, 1.0]), np.array([1.0, 3.0])


def build() -> sqp.Model:
    """The model; the start is a parabola through the nails that sags to a third of the lower nail's height."""
    m = sqp.Model("hanging chain")
    part = np.linspace(0, 1, LINKS + 1)
    sagging = LEFT[1] + (RIGHT[1] - LEFT[1]) * part - 4 * part * (1 - part)
    ends = [0, LINKS]
    lower, upper = np.full((2, LINKS + 1), -np.inf), np.full((2, LINKS + 1), np.inf)
    lower[:, ends] = upper[:, ends] = np.column_stack([LEFT, RIGHT])
    x = m.variable("x", LINKS + 1, lower=lower[0], upper=upper[0], start=part)
    y = m.variable("y", LINKS + 1, lower=lower[1], upper=upper[1], start=sagging)

    across, up = x[1:] - x[:-1], y[1:] - y[:-1]
    m.minimize(LINK * sqp.sum(y[1:] + y[:-1]) / 2)
    m.subject_to((across**2 + up**2) / LINK**2 == 1, name="link length")
    return m


def equilibrium() -> tuple[Vector, Vector]:
    """Node coordinates x and y, (N + 1,) each, of the hanging chain from the balance of forces."""

    def links(forces: Vector) -> Vector:
        pull = np.stack([np.full(LINKS, forces[0]), forces[1] + np.arange(LINKS)])
        return LINK * pull / np.linalg.norm(pull, axis=0)

    def misfit(forces: Vector) -> Vector:
        return links(forces).sum(axis=1) - (RIGHT - LEFT)

    forces = root(misfit, np.array([5.0, -10.0]), tol=1e-14).x
    nodes = LEFT[:, None] + np.cumsum(np.column_stack([np.zeros(2), links(forces)]), axis=1)
    return nodes[0], nodes[1]


def _solution() -> Solution:
    x, y = equilibrium()
    return Solution((*x, *y), float(LINK * np.sum(y[1:] + y[:-1]) / 2))


CASE = Case(
    name="hanging_chain",
    build=build,
    optimum=_solution().objective,
    start_objective=5.335,
    solutions=(_solution(),),
    classification="LQR2-MN-82-40",
    source="Dolan, Moré and Munson 2004 (COPS 3.0), chain; here with rigid links",
    tags=frozenset({"engineering", "equality", "quadratic", "nonconvex"}),
    note="Stationary points also come with the energy's maximum, the chain standing up as an arch.",
)
