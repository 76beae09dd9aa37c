"""What all evaluators of one solve have in common: limits, counts across attempts, and a recording of the answers."""

from __future__ import annotations

import sys
import time
from typing import final

from sqp.evaluation.recording import Recording

#: Functions of which there may be only so many evaluations.
_LIMITED = ("objective", "constraints")


class Spent(Exception):
    """A limit of the solve is reached, or somebody asked it to stop; ``reason`` is the name of a ``StopReason``.

    It unwinds everything that is under way, so that no limit is exceeded by the work that follows it.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@final
class Ledger:
    """The limits of one solve and what has been spent of them.

    Parameters
    ----------
    evaluations : int
        Most evaluations of the objective, and of the constraints.
    deadline : float
        In the time of :func:`time.perf_counter`.
    recording : Recording, optional
        Answers that are known, and where new ones are written down.

    Attributes
    ----------
    answered : set of str
        Functions that have given a proper answer: when one of them fails later, the point is to blame.
    differences : int
        Evaluations of user functions that were spent on finite differences.

    Examples
    --------
    >>> ledger = Ledger(evaluations=1)
    >>> ledger.admit("objective")
    >>> ledger.admit("objective")
    Traceback (most recent call last):
    ...
    sqp.evaluation.ledger.Spent: EVALUATION_LIMIT
    """

    def __init__(
        self,
        evaluations: int = sys.maxsize,
        deadline: float = float("inf"),
        recording: Recording | None = None,
    ) -> None:
        self._deadline = deadline
        self._left = dict.fromkeys(_LIMITED, evaluations)
        self.recording = recording
        self.answered: set[str] = set()
        self.differences = 0

    def admit(self, function: str) -> None:
        """Let a function be evaluated once more, or raise :class:`Spent`."""
        self.check_time()
        if function not in self._left:
            return
        if not self._left[function]:
            raise Spent("EVALUATION_LIMIT")
        self._left[function] -= 1

    def check_time(self) -> None:
        """Raise :class:`Spent` after the deadline."""
        if time.perf_counter() > self._deadline:
            raise Spent("TIME_LIMIT")

    def close(self) -> None:
        """Evaluations from now on are for the report: they are not limited, and not written down."""
        self._deadline = float("inf")
        self._left = {}
        self.recording = None
