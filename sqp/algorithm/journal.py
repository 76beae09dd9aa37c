"""What is written down while a solve goes on, whoever does the work: history, notes, and the user's callback."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, final

from sqp.algorithm.record import IterationRecord
from sqp.arrays import norm_inf
from sqp.evaluation.ledger import Spent

if TYPE_CHECKING:
    from sqp.algorithm.iterate import Iterate
    from sqp.algorithm.subproblem import Direction
    from sqp.algorithm.units import Units
    from sqp.step.step import Step

Callback = Callable[[IterationRecord], object]


@final
class Journal:
    """The record of one solve.

    Parameters
    ----------
    callback : callable or None
        Called with each record; the solve stops after it returned True or raised StopIteration.
    keep_iterates : bool
        Whether the history keeps x, y and z of each iteration.
    phase : str
        Put in front of every record's note.
    limit : int
        Most iterations; see :meth:`check`.
    """

    def __init__(
        self,
        callback: Callback | None = None,
        *,
        keep_iterates: bool = False,
        phase: str = "",
        limit: int = sys.maxsize,
    ) -> None:
        self._callback = callback
        self._keep_iterates = keep_iterates
        self._limit = limit
        self.phase = phase
        self.history: list[IterationRecord] = []
        self.notes: list[str] = []
        self.stopped = False
        self._parent: Journal | None = None
        self.objective = float("nan")

    def inner(self) -> Journal:
        """The journal of a restoration phase: it counts in this one's history and reports to its callback."""
        journal = Journal(phase="restoration")
        journal._parent = self
        return journal

    @property
    def _shows_iterates(self) -> bool:
        return self._keep_iterates or self._callback is not None

    @property
    def iterations(self) -> int:
        return len(self.history)

    def check(self) -> None:
        """Raise :class:`Spent` if the callback asked to stop or no further iteration is allowed."""
        if self._parent is not None:
            self._parent.check()
        elif self.stopped:
            raise Spent("STOPPED_BY_CALLBACK")
        elif self.iterations >= self._limit:
            raise Spent("ITERATION_LIMIT")

    def note(self, text: str) -> None:
        """Remember a remark, once."""
        if text not in self.notes:
            self.notes.append(text)

    def record(self, iterate: Iterate, units: Units, direction: Direction, step: Step) -> None:
        """Write an accepted iterate down and show it to the callback."""
        residuals = units.residuals(iterate)
        remarks = [self.phase, "relaxed" if direction.relaxed else "", "corrected" if step.corrected else ""]
        x = y = z = None
        if self._shows_iterates:
            x, y, z = units.point(iterate)
            for array in (x, y, z):
                array.flags.writeable = False  # a record is what happened
        self.objective = units.objective(iterate.f)
        self.add(
            IterationRecord(
                iteration=self.iterations + 1,
                f=self.objective,
                violation=residuals.violation,
                stationarity=residuals.stationarity,
                complementarity=residuals.complementarity,
                step_norm=step.length * norm_inf(step.move.d),
                length=step.length,
                shift=direction.shift,
                active=direction.working_set.size,
                backend=direction.backend,
                note=", ".join(r for r in remarks if r),
                x=x,
                y=y,
                z=z,
            )
        )

    def add(self, record: IterationRecord) -> None:
        """Append a finished record; the journal that this one serves gets it first, as an iteration of restoration."""
        if self._parent is not None:
            parent = self._parent
            self.history.append(record)
            parent.add(record.of_restoration(parent.iterations + 1, parent.objective))
            return
        self.history.append(record if self._keep_iterates else record.without_iterate())
        if self._callback is None:
            return
        try:
            self.stopped = self._callback(record) is True
        except StopIteration:
            self.stopped = True
