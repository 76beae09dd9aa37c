r"""Minimal surface over an obstacle: the soap film that hangs on the frame of a square and lies on a dome.

    minimise    Σ_cells  √(1 + |∇u|²)            over u at the interior points of the unit square
    subject to  u ≥ ½ − 4 |(s, t) − (½, ½)|²     the dome

with u = 0 on the boundary and |∇u|² the mean over the four edges of a cell, twice.  The film touches the dome on a disc
whose edge is not known in advance; about a fifth of the bounds are active.

Source: E. D. Dolan, J. J. Moré and T. S. Munson, Benchmarking Optimization Software with COPS 3.0, Argonne
ANL/MCS-TM-273 (2004), problem 17 (minimal surface with obstacle); here with another frame and obstacle.
"""

from __future__ import annotations

import casadi as ca
import numpy as np

import sqp
from sqp.arrays import Vector
from sqp_problems.scale._grid import Grid


def build(n: int = 100) -> sqp.Model:
    """The model with about ``n`` variables; the start is the higher of 0 and the dome."""
    grid = Grid.of(n)
    m = sqp.Model("minimal surface")
    dome = _dome(grid)
    u = m.variable("u", grid.shape, lower=dome, start=np.maximum(dome, 0.0))
    v = grid.framed(u)
    along, across = (v[1:, :] - v[:-1, :]) / grid.width, (v[:, 1:] - v[:, :-1]) / grid.width
    slopes = along[:, :-1] ** 2 + along[:, 1:] ** 2 + across[:-1, :] ** 2 + across[1:, :] ** 2
    m.minimize(ca.sum2(ca.sum1(ca.sqrt(1.0 + 0.5 * slopes))))
    return m


def _dome(grid: Grid) -> Vector:
    first, second = grid.coordinates
    return 0.5 - 4.0 * ((first - 0.5) ** 2 + (second - 0.5) ** 2)
