"""What one call of ``solve`` keeps, whatever presolve, scaling and the portfolio make of the problem."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from sqp.algorithm.record import IterationRecord
from sqp.algorithm.state import SolverState
from sqp.evaluation.ledger import Ledger

if TYPE_CHECKING:
    from sqp.algorithm.journal import Callback


class Keeper(Protocol):
    """Writes a checkpoint now and then."""

    def reached(self, record: IterationRecord) -> None:
        """An iteration is finished, and the callback is about to see it."""
        ...

    def save_if_due(self) -> None:
        """Write the checkpoint if it is time for it."""
        ...

    def save(self) -> None:
        """Write the checkpoint now."""
        ...


@dataclass(eq=False)
class Session:
    """The callback, the limits, the warm start and the checkpoint of one solve.

    Parameters
    ----------
    ledger : Ledger
    listener : callable, optional
        The user's callback.
    warm : SolverState, optional
        Where an earlier solve ended.
    keeper : Keeper, optional
        Who writes checkpoints.
    seen : int
        How many iterations, repeated from a checkpoint, the callback has seen before.

    Attributes
    ----------
    begin : float
        When it began, in the time of :func:`time.perf_counter`.
    error : Exception or None
        What the user's callback or function raised; it is raised again when the result so far is complete.
    """

    ledger: Ledger
    listener: Callback | None = None
    warm: SolverState | None = None
    keeper: Keeper | None = None
    seen: int = 0
    begin: float = field(default_factory=time.perf_counter)
    error: Exception | None = None
    _iterations: int = 0

    @property
    def callback(self) -> Callback | None:
        """What is called with each record; None if nobody wants to know."""
        return None if self.listener is None and self.keeper is None else self._iterated

    def _iterated(self, record: IterationRecord) -> object:
        self._iterations += 1
        answer: object = None
        if self.keeper is not None:
            self.keeper.reached(record)
        if self.listener is not None and self._iterations > self.seen:
            answer = self.listener(record)
        if self.keeper is not None:
            self.keeper.save_if_due()
        return answer

    def close(self) -> None:
        """The solve is over: what is evaluated from now on is neither limited nor written down."""
        self.ledger.close()
        if self.keeper is not None:
            self.keeper.save()
