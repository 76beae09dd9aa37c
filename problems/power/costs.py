"""What power costs: polynomials and convex piecewise linear curves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sqp.arrays import Indices
from sqp_problems.power.matpower import CaseFile, Table

_PIECES, _POLYNOMIAL = 1, 2
#: How much less steep, relative to the steepest, a later piece of a convex curve may be: data are rounded.
_ROUNDED = 1e-9


@dataclass(frozen=True, eq=False)
class Costs:
    """Cost per hour as functions of power in per unit.

    Attributes
    ----------
    polynomials : (g, degree + 1)
        Coefficients, the constant first; zero for those that are not polynomials.
    generator : (s,)
        To which generator each piece belongs.
    slope, offset : (s,)
        A piecewise linear cost is the largest of its pieces ``slope p + offset``.
    """

    polynomials: NDArray[np.float64]
    generator: Indices
    slope: NDArray[np.float64]
    offset: NDArray[np.float64]

    @property
    def in_pieces(self) -> Indices:
        """The generators with a piecewise linear cost."""
        return np.unique(self.generator)

    def of(self, power: Any, summed: Callable[[Any], Any] = np.sum) -> Any:
        """The sum of the polynomials at ``power``, (g,) numbers, or expressions with their own way to be summed up."""
        total: Any = float(self.polynomials[:, 0].sum())
        for degree in range(1, self.polynomials.shape[1]):
            coefficients = self.polynomials[:, degree]
            if coefficients.any():
                total = total + summed(coefficients * power**degree)
        return total

    def of_pieces(self, power: NDArray[np.float64]) -> float:
        """The sum of the piecewise linear costs at ``power``, (g,)."""
        if not self.generator.size:
            return 0.0
        values = self.slope * power[self.generator] + self.offset
        return float(sum(values[self.generator == one].max() for one in self.in_pieces))


def costs_of(case: CaseFile, rows: Indices, first: int, base: float) -> Costs:
    """The costs of the generators ``rows``, which the table ``gencost`` has from its row ``first`` on.

    Raises
    ------
    ReadError
        If a row is malformed or a piecewise linear cost is not convex.
    """
    table = case.tables.get("gencost")
    if table is None or len(table) <= first:
        return Costs(np.zeros((rows.size, 1)), np.zeros(0, dtype=np.int64), np.zeros(0), np.zeros(0))
    polynomials = np.zeros((rows.size, max(1, table.values.shape[1] - 4)))
    generators: list[int] = []
    pieces: list[tuple[float, float]] = []
    for position, row in enumerate((first + rows).tolist()):
        if row >= len(table):
            raise case.error(table, len(table) - 1, f"there is no cost of the generator of row {row - first + 1}")
        kind, count = _checked(case, table, row)
        numbers = table.values[row, 4:]
        if kind == _POLYNOMIAL:
            polynomials[position, :count] = numbers[:count][::-1] * base ** np.arange(count)
        else:
            lines = _lines(case, table, row, numbers[: 2 * count].reshape(-1, 2), base)
            pieces += lines
            generators += [position] * len(lines)
    used = int(np.flatnonzero(polynomials.any(axis=0)).max(initial=0)) + 1
    slopes, offsets = np.array(pieces).reshape(-1, 2).T
    return Costs(polynomials[:, :used], np.array(generators, dtype=np.int64), slopes, offsets)


def _checked(case: CaseFile, table: Table, row: int) -> tuple[int, int]:
    """The model of a cost and the number of its coefficients or points."""
    kind, count = table.values[row, 0], table.values[row, 3]
    if kind not in (_PIECES, _POLYNOMIAL):
        raise case.error(table, row, f"the model must be 1 (piecewise linear) or 2 (polynomial), found {kind:g}")
    width = (2 if kind == _PIECES else 1) * count
    least = 2 if kind == _PIECES else 0
    if not (count == int(count) and count >= least and width <= table.values.shape[1] - 4):
        raise case.error(table, row, f"{count:g} is no number of coefficients or points that the row has")
    if not np.isfinite(table.values[row, 4 : 4 + int(width)]).all():
        raise case.error(table, row, "the cost must be finite")
    return int(kind), int(count)


def _lines(
    case: CaseFile, table: Table, row: int, points: NDArray[np.float64], base: float
) -> list[tuple[float, float]]:
    """Slope and offset of each piece, in per unit."""
    steps = np.diff(points, axis=0)
    if not (steps[:, 0] > 0.0).all():
        raise case.error(table, row, "the powers of a piecewise linear cost must increase")
    slopes = steps[:, 1] / steps[:, 0]
    if (np.diff(slopes) < -_ROUNDED * np.abs(slopes).max()).any():
        raise case.error(table, row, "a piecewise linear cost must be convex")
    offsets = points[:-1, 1] - slopes * points[:-1, 0]
    return list(zip((slopes * base).tolist(), offsets.tolist(), strict=True))
