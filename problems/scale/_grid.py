"""The square grid on which the problems of this family live, and what its control problems share."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import sqrt
from typing import Any

import casadi as ca
import numpy as np

from sqp.arrays import Vector
from sqp_problems.case import Solution


@dataclass(frozen=True)
class Grid:
    """``side`` by ``side`` interior points of the unit square, ``width`` apart.

    Examples
    --------
    >>> grid = Grid.of(10)
    >>> grid.side, grid.width
    (3, 0.25)
    """

    side: int

    @classmethod
    def of(cls, points: int) -> Grid:
        """The grid with about so many interior points."""
        return cls(max(2, round(sqrt(points))))

    @property
    def shape(self) -> tuple[int, int]:
        return self.side, self.side

    @property
    def width(self) -> float:
        return 1.0 / (self.side + 1)

    @cached_property
    def coordinates(self) -> tuple[Vector, Vector]:
        """(side, side) arrays of the two coordinates of the interior points."""
        ticks = np.linspace(0.0, 1.0, self.side + 2)[1:-1]
        first, second = np.meshgrid(ticks, ticks, indexing="ij")
        return first, second

    def framed(self, u: Any) -> Any:
        """(side + 2, side + 2): the interior values with zeros on the boundary."""
        row, column = ca.DM.zeros(1, self.side), ca.DM.zeros(self.side + 2, 1)
        return ca.horzcat(column, ca.vertcat(row, ca.MX(u), row), column)

    def minus_laplacian(self, u: Any) -> Any:
        """(side, side): the five-point formula with zeros on the boundary."""
        v = self.framed(u)
        around = v[:-2, 1:-1] + v[2:, 1:-1] + v[1:-1, :-2] + v[1:-1, 2:]
        return (4.0 * v[1:-1, 1:-1] - around) / self.width**2

    @property
    def lowest_eigenvalue(self) -> float:
        """Of the five-point formula; its eigenvector is :attr:`lowest_mode`."""
        return float(8.0 / self.width**2 * np.sin(0.5 * np.pi * self.width) ** 2)

    @property
    def lowest_mode(self) -> Vector:
        """(side, side): sin(pi s) sin(pi t)."""
        first, second = self.coordinates
        return np.sin(np.pi * first) * np.sin(np.pi * second)

    @property
    def adjoint(self) -> Vector:
        """(side, side): the adjoint state sin(2 pi s) sin(pi t) / 50 of the control problems."""
        first, second = self.coordinates
        return np.sin(2 * np.pi * first) * np.sin(np.pi * second) / 50.0

    @property
    def adjoint_eigenvalue(self) -> float:
        """Of the five-point formula; its eigenvector is :attr:`adjoint`."""
        return float(4.0 / self.width**2 * (np.sin(np.pi * self.width) ** 2 + np.sin(0.5 * np.pi * self.width) ** 2))


def tracking_solution(state: Vector, control: Vector, wanted: Vector, weight: float) -> Solution:
    """The solution of a control problem whose objective is the sum of (u - d)**2 / 2 + weight * v**2 / 2."""
    value = 0.5 * np.sum((state - wanted) ** 2) + 0.5 * weight * np.sum(control**2)
    return Solution({"u": state.tolist(), "v": control.tolist()}, float(value))
