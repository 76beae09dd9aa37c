"""The rows of a controller's quadratic program: which bounds and constraints of which stages they are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sqp.arrays import Indices, Mask, Vector
from sqp.control.plan import Plan
from sqp.control.stages import Stages, Table, Terms
from sqp.qp.program import WorkingSet


@dataclass(frozen=True, eq=False)
class RowTable:
    """Bounds of states first, then constraints of the path, then those of the end; what bounds nothing is left out.

    Attributes
    ----------
    states, path : (node, entry) pairs of index arrays
    end : index array
    lower, upper : (m,)
    soft : (m,) bool
    linear, quadratic : (m,)
        Weights of the slacks of soft rows.

    Examples
    --------
    >>> import sqp.control
    >>> ocp = sqp.control.OptimalControlProblem(horizon=2)
    >>> x, u = ocp.state("x", initial=1.0, upper=4.0), ocp.control("u")
    >>> ocp.next_state({x: 2 * x + u})
    >>> table = row_table(ocp.stages())
    >>> table.size, table.states[0], table.upper
    (2, array([1, 2]), array([4., 4.]))
    """

    states: tuple[Indices, Indices]
    path: tuple[Indices, Indices]
    end: Indices
    lower: Vector
    upper: Vector
    soft: Mask
    linear: Vector
    quadratic: Vector

    @property
    def size(self) -> int:
        return self.lower.size

    @cached_property
    def following(self) -> Indices:
        """(m,) the row that says of the next node what each row says of its own; the row itself where there is none."""
        places = np.arange(self.size, dtype=np.int64)
        at = 0
        for nodes, entries in (self.states, self.path):
            known = {pair: at + i for i, pair in enumerate(zip(nodes.tolist(), entries.tolist(), strict=True))}
            for (node, entry), i in known.items():
                places[i] = known.get((node + 1, entry), i)
            at += nodes.size
        return places

    def shifted(self, held: WorkingSet, controls: int) -> WorkingSet:
        """The working set one interval later; ``controls`` of its box belong to one interval."""
        box = held.box
        return WorkingSet(held.rows[self.following], np.concatenate((box[controls:], box[box.size - controls :])))

    def multipliers(self, plan: Plan, y: Vector) -> tuple[Table, Vector, Table]:
        """Of the path, (N, rows), of the end, and of the bounds of states, (N + 1, nx), from those of the rows."""
        of_states, of_path = np.zeros_like(plan.x), np.zeros_like(plan.y)
        of_end = np.zeros_like(plan.y_end)
        first, second = self.states[0].size, self.states[0].size + self.path[0].size
        of_states[self.states] = y[:first]
        of_path[self.path] = y[first:second]
        of_end[self.end] = y[second:]
        return of_path, of_end, of_states


def row_table(stages: Stages) -> RowTable:
    """The rows of the programs of one problem; the bounds of a free initial state are not rows but part of the box."""
    low, high = stages.state_lower.copy(), stages.state_upper.copy()
    low[0], high[0] = -np.inf, np.inf
    states = _bounding(low, high)
    path = _bounding(stages.path.lower, stages.path.upper)
    end = _bounding(stages.terminal.lower, stages.terminal.upper)
    hard = np.zeros(states[0].size)

    def of(name: str) -> Vector:
        terms: tuple[Table, Table] = getattr(stages.path, name), getattr(stages.terminal, name)
        return np.concatenate((hard, terms[0][path], terms[1][end]))

    def softness(terms: Terms, place: tuple[Indices, Indices]) -> Mask:
        return terms.soft[place[1]]

    return RowTable(
        states,
        path,
        end[1],
        np.concatenate((low[states], of("lower")[hard.size :])),
        np.concatenate((high[states], of("upper")[hard.size :])),
        np.concatenate((hard > 0.0, softness(stages.path, path), softness(stages.terminal, end))),
        of("linear"),
        of("quadratic"),
    )


def _bounding(lower: Table, upper: Table) -> tuple[Indices, Indices]:
    where = np.nonzero(np.isfinite(lower) | np.isfinite(upper))
    return where[0].astype(np.int64), where[1].astype(np.int64)
