r"""Optimal control of a semilinear equation: heat that is lost faster where the plate is hotter.

On the unit square with u = 0 on the boundary,

    minimise    Σ_points  ½ (u − d)² + (α/2) v²                α = 10⁻³, over state u and source v
    subject to  −Δu + 10 u³ = v + r

There are no bounds: the constraints are equations, and their curvature enters the Hessian.  With the adjoint state
p = φ/50, φ = sin(2πs) sin(πt), the control is v = p/α; the data are chosen so that this is the discrete solution
exactly, with the state u = sin(πs) sin(πt): r = −Δ_h u + 10 u³ − v, d = u − Δ_h p + 30 u² p.

Source: F. Tröltzsch, Optimal Control of Partial Differential Equations (2010), Section 4.1.
"""

from __future__ import annotations

import casadi as ca
import numpy as np

import sqp
from sqp.arrays import Vector
from sqp_problems.case import Case, Solution
from sqp_problems.scale._grid import Grid, tracking_solution

WEIGHT = 1e-3
LOSS = 10.0


def build(n: int = 100) -> sqp.Model:
    """The model with about ``n`` variables; the start is 0."""
    grid = Grid.of(n // 2)
    m = sqp.Model("semilinear control")
    u = m.variable("u", grid.shape, start=0.0)
    v = m.variable("v", grid.shape, start=0.0)
    wanted, source = _data(grid)
    m.minimize(0.5 * ca.sumsqr(u - ca.DM(wanted)) + 0.5 * WEIGHT * ca.sumsqr(v))
    m.subject_to(grid.minus_laplacian(u) + LOSS * u**3 - v == source, name="heat")
    return m


def _optimum(grid: Grid) -> tuple[Vector, Vector]:
    """State and control."""
    return grid.lowest_mode, grid.adjoint / WEIGHT


def _data(grid: Grid) -> tuple[Vector, Vector]:
    """The wanted state d and the source r."""
    state, control = _optimum(grid)
    wanted = state + (grid.adjoint_eigenvalue + 3.0 * LOSS * state**2) * grid.adjoint
    return wanted, grid.lowest_eigenvalue * state + LOSS * state**3 - control


def _solution(n: int = 100) -> Solution:
    grid = Grid.of(n // 2)
    return tracking_solution(*_optimum(grid), _data(grid)[0], WEIGHT)


CASE = Case(
    name="semilinear_control",
    build=build,
    optimum=_solution().objective,
    start_objective=float(0.5 * np.sum(_data(Grid.of(50))[0] ** 2)),
    solutions=(_solution(),),
    classification="QOR2-MN-98-49",
    source="Tröltzsch 2010, Section 4.1, with a known discrete solution",
    tags=frozenset({"scale", "equality"}),
)
