"""What a strategy has learnt during one solve, as plain arrays that another solve can start with."""

from __future__ import annotations

from typing import Any, Protocol, TypeAlias, runtime_checkable

from numpy.typing import NDArray

Memory: TypeAlias = dict[str, NDArray[Any]]


@runtime_checkable
class Remembers(Protocol):
    """A run whose memory can be handed over; an optional capability of Hessians, acceptance tests and step controls.

    Examples
    --------
    >>> from sqp.step.line_search import LineSearch
    >>> isinstance(LineSearch().start(), Remembers)
    True
    """

    def memory(self) -> Memory:
        """Copies of what has been learnt so far."""
        ...

    def recall(self, memory: Memory) -> None:
        """Go on from what another run with the same settings has learnt."""
        ...
