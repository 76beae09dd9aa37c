r"""Bratu's problem as a minimisation: the temperature of a body that heats itself, kept below a limit.

On the unit square with u = 0 on the boundary,

    minimise    Σ_points  ½ |∇u|² − λ exp(u) − r u            over u at the interior points, λ = 4
    subject to  u ≤ 2

whose stationarity condition is −Δu = λ exp(u) + r.  The objective is not convex; its minimiser is the lower of the two
solutions.  The source r is chosen so that the discrete equation has the solution u = sin(πs) sin(πt) exactly, as grid
function: r = −Δ_h u − λ exp(u).

Source: G. Bratu, Sur les équations intégrales non linéaires, Bull. Soc. Math. France 42 (1914); as a benchmark, problem
"solid ignition" of B. M. Averick, R. G. Carter, J. J. Moré, G.-L. Xue, The MINPACK-2 test problem collection, Argonne
ANL/MCS-P153-0692 (1992); here with a source and a limit.
"""

from __future__ import annotations

import casadi as ca
import numpy as np

import sqp
from sqp.arrays import Vector
from sqp_problems.case import Case, Solution
from sqp_problems.scale._grid import Grid

HEATING = 4.0
LIMIT = 2.0


def build(n: int = 100) -> sqp.Model:
    """The model with about ``n`` variables; the start is 0."""
    grid = Grid.of(n)
    m = sqp.Model("Bratu")
    u = m.variable("u", grid.shape, upper=LIMIT, start=0.0)
    v = grid.framed(u)
    slopes = (ca.sumsqr(v[1:, :] - v[:-1, :]) + ca.sumsqr(v[:, 1:] - v[:, :-1])) / grid.width**2
    m.minimize(0.5 * slopes - ca.sum2(ca.sum1(HEATING * ca.exp(u) + ca.DM(_source(grid)) * u)))
    return m


def _source(grid: Grid) -> Vector:
    exact = grid.lowest_mode
    return grid.lowest_eigenvalue * exact - HEATING * np.exp(exact)


def _solution(n: int = 100) -> Solution:
    grid = Grid.of(n)
    u = grid.lowest_mode
    energy = 0.5 * grid.lowest_eigenvalue * np.sum(u * u) - np.sum(HEATING * np.exp(u) + _source(grid) * u)
    return Solution({"u": u.tolist()}, float(energy))


CASE = Case(
    name="bratu",
    build=build,
    optimum=_solution().objective,
    start_objective=-HEATING * 100,
    solutions=(_solution(),),
    classification="OBR2-MN-100-0",
    source="Averick, Carter, Moré and Xue 1992, solid ignition; here with a source and a limit",
    tags=frozenset({"scale", "bounds", "nonconvex"}),
    note="A second stationary point, a saddle, lies above; the limit is not active at the solution.",
)
