"""What a controller intends to do, and how it is carried on to the next sample."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from sqp.arrays import Vector
from sqp.control.stages import Stages, Table
from sqp.qp.program import WorkingSet


@dataclass(frozen=True, eq=False)
class Plan:
    """States, controls and multipliers over a horizon; its arrays are never written to.

    Attributes
    ----------
    x, u : (N + 1, nx), (N, nu)
    a : (N, nx)
        Multipliers of F_k - x_{k+1} = 0.
    y, y_end : (N, rows), (rows at the end,)
        Multipliers of the constraints.
    held : WorkingSet or None
        Of the last program, where the next one starts.

    Examples
    --------
    >>> plan = Plan(np.array([[0.0], [1.0], [2.0]]), np.array([[5.0], [6.0]]), np.zeros((2, 1)), np.zeros((2, 0)),
    ...             np.zeros(0))
    >>> later = plan.shifted(np.array([9.0]))
    >>> later.x.ravel(), later.u.ravel()
    (array([1., 2., 9.]), array([6., 6.]))
    """

    x: Table
    u: Table
    a: Table
    y: Table
    y_end: Vector
    held: WorkingSet | None = None

    @classmethod
    def at_start(cls, stages: Stages) -> Plan:
        """Where a solver starts that knows nothing better, inside the bounds of the controls."""
        n = stages.horizon
        u = np.clip(stages.control_start, stages.control_lower, stages.control_upper)
        return cls(
            stages.state_start.copy(),
            u,
            np.zeros((n, stages.nx)),
            np.zeros((n, stages.path.rows)),
            np.zeros(stages.terminal.rows),
        )

    def shifted(self, last: Vector) -> Plan:
        """The plan one interval later: the last control is held, and leads to the state ``last``, (nx,)."""
        return replace(
            self,
            x=np.concatenate((self.x[1:], last[None])),
            u=_moved(self.u),
            a=_moved(self.a),
            y=_moved(self.y),
        )

    def delayed(self, fraction: float) -> Plan:
        """The plan a fraction of an interval later, between two nodes."""

        def between(table: Table) -> Table:
            return (1.0 - fraction) * table + fraction * _moved(table)

        return replace(self, x=between(self.x), u=between(self.u), a=between(self.a), y=between(self.y))

    @property
    def is_finite(self) -> bool:
        """Whether no state and no control is NaN or infinite."""
        return bool(np.isfinite(self.x).all() and np.isfinite(self.u).all())


def _moved(table: Table) -> Table:
    return np.concatenate((table[1:], table[-1:]))
