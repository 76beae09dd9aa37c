"""Derivatives against differences of their functions, along a few directions that are narrowed down to the culprits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import final

import numpy as np

from sqp.arrays import Indices, Vector
from sqp.bounds import Bounds
from sqp.errors import EvaluationError

_ROUNDING = float(np.finfo(np.float64).eps)
#: Step relative to max(1, |x|): the cube root of the rounding error balances it with the truncation.
_STEP = _ROUNDING ** (1.0 / 3.0)
#: Relative difference that convicts, and that of a direction which is worth narrowing down.
_WRONG, _SUSPECT = 1e-3, 1e-7


@dataclass(frozen=True)
class Mismatch:
    """An entry (row, column) of a derivative: what was supplied and what differences say."""

    row: int
    column: int
    supplied: float
    measured: float


@final
class Probe:
    """Compares ``apply(v)``, the supplied derivative times v, with differences of ``function``.

    Along a direction v that stays within the bounds, (-3 F(x) + 4 F(x + v/2) - F(x + v)) has an error of order |v|^3.
    A direction that moves many variables is split as long as it differs, so that one wrong entry among n costs about
    4 log2(n) evaluations.

    Parameters
    ----------
    function : callable
        ``function(x) -> (k,)``.
    apply : callable
        ``apply(v) -> (k,)``.
    x : (n,)
    bounds : Bounds
        Never left.
    evaluations : int
        Most evaluations of ``function``.

    Examples
    --------
    >>> def supplied(v): return np.array([2 * v[0] + 5 * v[1]])
    >>> probe = Probe(lambda x: np.array([x @ x]), supplied, np.ones(2), Bounds.free(2), 9)
    >>> [(m.row, m.column, m.supplied, round(m.measured, 6)) for m in probe.mismatches()]
    [(0, 1, 5.0, 2.0)]
    """

    def __init__(
        self,
        function: Callable[[Vector], Vector],
        apply: Callable[[Vector], Vector],
        x: Vector,
        bounds: Bounds,
        evaluations: int,
    ) -> None:
        self._function, self._apply, self._x = function, apply, x
        self._base = function(x)
        self._step = _inside(x, bounds)
        self.left = evaluations - 1

    def mismatches(self) -> Iterator[Mismatch]:
        """The wrong entries, as far as the evaluations reach."""
        movable = np.flatnonzero(self._step != 0.0)
        one_by_one = 2 * movable.size <= self.left
        waiting = [movable[[k]] for k in range(movable.size)] if one_by_one else [movable]
        while waiting and self.left >= 2:
            part = waiting.pop(0)
            supplied, measured, noise = self._compared(part, 1.0)
            limit = _WRONG if part.size == 1 else _SUSPECT
            wrong = np.abs(supplied - measured) > limit * np.maximum(np.abs(supplied), np.abs(measured)) + noise
            if not wrong.any():
                continue
            if part.size == 1:
                yield from self._confirmed(int(part[0]), np.flatnonzero(wrong))
            else:
                waiting.extend(np.array_split(part, 2))

    def _confirmed(self, column: int, rows: Indices) -> Iterator[Mismatch]:
        """The entries that differ at a smaller step too, and by the same amount."""
        if self.left < 2:
            return
        supplied, measured, noise = self._compared(np.array([column]), 0.25)
        step = 0.25 * self._step[column]
        for row in rows:
            larger = max(abs(supplied[row]), abs(measured[row]))
            if abs(supplied[row] - measured[row]) > _WRONG * larger + noise[row]:
                yield Mismatch(int(row), column, float(supplied[row] / step), float(measured[row] / step))

    def _compared(self, part: Indices, factor: float) -> tuple[Vector, Vector, Vector]:
        """What was supplied and measured along a direction, and the rounding error of the latter."""
        direction = np.zeros(self._x.size)
        direction[part] = factor * self._step[part]
        self.left -= 2
        try:
            half, whole = self._function(self._x + 0.5 * direction), self._function(self._x + direction)
        except EvaluationError:
            return self._base, self._base, self._base  # nothing can be said of this direction
        measured = -3.0 * self._base + 4.0 * half - whole
        size = np.abs(self._base) + np.abs(half) + np.abs(whole)
        return self._apply(direction), measured, 100.0 * _ROUNDING * size


def _inside(x: Vector, bounds: Bounds) -> Vector:
    """(n,) steps of the wanted size towards the side on which there is more room."""
    wanted = _STEP * np.maximum(1.0, np.abs(x))
    above, below = np.maximum(bounds.upper - x, 0.0), np.maximum(x - bounds.lower, 0.0)
    return np.where(above >= below, np.minimum(wanted, above), -np.minimum(wanted, below))
