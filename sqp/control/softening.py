"""Slacks for rows that may be violated at a cost: those the user calls soft, or all of them when nothing else helps.

A_hard v in its bounds,   A_soft v - s <= upper,   A_soft v + s >= lower,   s >= 0,   cost linear's + quadratic's^2
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sqp.arrays import Indices, Mask, Vector
from sqp.bounds import Bounds
from sqp.control.rows import RowTable
from sqp.qp.program import QuadraticProgram, WorkingSet

#: Curvature of a slack relative to its linear weight: makes the program strictly convex, moves nothing that matters.
SLACK_CURVATURE = 1e-8
#: Weight of the slacks of hard rows when they have to give way, relative to the largest gradient of the cost.
_STRONG = 1e3


@dataclass(frozen=True, eq=False)
class Softened:
    """A program with slacks and how its solution belongs to the rows without them.

    Attributes
    ----------
    qp : QuadraticProgram
        In (v, s), with hard rows first, then upper sides, then lower sides of soft rows.
    hard, above, below : index arrays
        Which original rows these are.
    slacks : index array
        Which original row each slack belongs to.

    Examples
    --------
    >>> from sqp.control.rows import row_table
    >>> import sqp.control
    >>> ocp = sqp.control.OptimalControlProblem(horizon=1)
    >>> x, u = ocp.state("x", initial=1.0, upper=4.0, soft=True), ocp.control("u")
    >>> ocp.next_state({x: 2 * x + u})
    >>> table = row_table(ocp.stages())
    >>> rows, box = Bounds([-np.inf], [4.0]), Bounds.free(1)
    >>> soft = softened(QuadraticProgram(np.eye(1), np.zeros(1), np.ones((1, 1)), rows, box), table)
    >>> soft.qp.A, soft.qp.q
    (array([[ 1., -1.]]), array([   0., 1000.]))
    """

    qp: QuadraticProgram
    hard: Indices
    above: Indices
    below: Indices
    slacks: Indices

    def guess(self, held: WorkingSet) -> WorkingSet:
        """The working set of the rows without slacks as one of this program, with all slacks at zero."""
        rows = held.rows
        sides = (rows[self.hard], np.maximum(rows[self.above], 0), np.minimum(rows[self.below], 0))
        return WorkingSet(np.concatenate(sides), np.append(held.box, np.full(self.slacks.size, -1, dtype=np.int8)))

    def multipliers(self, y: Vector, rows: int) -> Vector:
        """(rows,) those of the original rows."""
        total = np.zeros(rows)
        for places, part in self._parts(y):
            total[places] += part
        return total

    def held(self, found: WorkingSet, rows: int) -> WorkingSet:
        """The working set of the original rows."""
        sides = np.zeros(rows, dtype=np.int8)
        for places, part in self._parts(found.rows):
            sides[places] += part
        return WorkingSet(sides, found.box[: found.box.size - self.slacks.size])

    def _parts(self, values: NDArray[Any]) -> list[tuple[Indices, NDArray[Any]]]:
        """Which rows the hard ones, upper sides and lower sides are, with their entries of ``values``."""
        first, second = self.hard.size, self.hard.size + self.above.size
        return [(self.hard, values[:first]), (self.above, values[first:second]), (self.below, values[second:])]


def softened(qp: QuadraticProgram, table: RowTable, *, everything: bool = False) -> Softened:
    """The program with slacks on the soft rows, or on all rows."""
    soft: Mask = np.ones(table.size, dtype=np.bool_) if everything else table.soft
    slacks = np.flatnonzero(soft)
    hard, above, below = (
        np.flatnonzero(~soft),
        np.flatnonzero(soft & np.isfinite(qp.rows.upper)),
        np.flatnonzero(soft & np.isfinite(qp.rows.lower)),
    )
    A = np.asarray(qp.A)
    number = np.cumsum(soft) - 1
    identity = np.eye(slacks.size)
    matrix = np.block([
        [A[hard], np.zeros((hard.size, slacks.size))],
        [A[above], -identity[number[above]]],
        [A[below], identity[number[below]]],
    ])  # fmt: skip
    linear, quadratic = _weights(qp, table)
    n = qp.q.size
    P = np.zeros((n + slacks.size, n + slacks.size))
    P[:n, :n] = np.asarray(qp.stored)
    P[range(n, P.shape[0]), range(n, P.shape[0])] = 2 * quadratic[slacks] + SLACK_CURVATURE * (1.0 + linear[slacks])
    rows = Bounds.trusted(
        np.concatenate((qp.rows.lower[hard], np.full(above.size, -np.inf), qp.rows.lower[below])),
        np.concatenate((qp.rows.upper[hard], qp.rows.upper[above], np.full(below.size, np.inf))),
    )
    zero = np.zeros(slacks.size)
    box = Bounds.trusted(np.append(qp.box.lower, zero), np.append(qp.box.upper, np.full(slacks.size, np.inf)))
    program = QuadraticProgram(P, np.append(qp.q, linear[slacks]), matrix, rows, box)
    return Softened(program, hard, above, below, slacks)


def _weights(qp: QuadraticProgram, table: RowTable) -> tuple[Vector, Vector]:
    """Of all rows; those of hard rows outweigh whatever the cost could gain from violating them."""
    size = float(np.abs(qp.q).max(initial=1.0)) + float(np.abs(np.asarray(qp.stored)).max(initial=1.0))
    return np.where(table.soft, table.linear, _STRONG * size), np.where(table.soft, table.quadratic, 0.0)
