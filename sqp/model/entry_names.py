"""Names of the entries of named quantities, made when they are asked for: a large problem has millions of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast, final, overload

import numpy as np

from sqp.arrays import Indices
from sqp.model.quantity import Quantity


@final
class EntryNames(Sequence[str]):
    """The names of the entries of quantities, one quantity after the other, or of some of these entries.

    Parameters
    ----------
    quantities : sequence of Quantity
    chosen : int array, optional
        The positions of the entries that are named; all of them by default.

    Examples
    --------
    >>> names = EntryNames([Quantity("w"), Quantity("v", (2,))])
    >>> len(names), names[2], names == ("w", "v[0]", "v[1]")
    (3, 'v[1]', True)
    >>> list(names.of(np.array([2, 0])))
    ['v[1]', 'w']
    """

    def __init__(self, quantities: Sequence[Quantity], chosen: Indices | None = None) -> None:
        self._quantities = tuple(quantities)
        self._ends: Indices = np.cumsum([quantity.size for quantity in self._quantities], dtype=np.int64)
        self._chosen = chosen

    def of(self, positions: Indices) -> EntryNames:
        """The names at these positions."""
        return EntryNames(self._quantities, positions if self._chosen is None else self._chosen[positions])

    def __len__(self) -> int:
        if self._chosen is not None:
            return self._chosen.size
        return int(self._ends[-1]) if self._ends.size else 0

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[str, ...]: ...
    def __getitem__(self, index: int | slice) -> str | tuple[str, ...]:
        if isinstance(index, slice):
            return tuple(self._name(k) for k in range(*index.indices(len(self))))
        place = index + len(self) if index < 0 else index
        if not 0 <= place < len(self):
            raise IndexError(f"there are {len(self)} names, none has the number {index}")
        return self._name(place)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, EntryNames | tuple | list):
            return NotImplemented
        names = cast("Sequence[Any]", other)
        return len(self) == len(names) and all(a == b for a, b in zip(self, names, strict=True))

    __hash__ = None  # pyright: ignore[reportAssignmentType]

    def __repr__(self) -> str:
        shown = ", ".join(self[:3])
        return f"EntryNames({shown}{', ...' if len(self) > 3 else ''}: {len(self)})"

    def _name(self, place: int) -> str:
        entry = place if self._chosen is None else int(self._chosen[place])
        which = int(np.searchsorted(self._ends, entry, side="right"))
        quantity = self._quantities[which]
        return quantity.entry_name(entry - int(self._ends[which]) + quantity.size)


def kept(names: Sequence[str]) -> Sequence[str]:
    """Names that nobody can change: those that are made on demand as they are, others as a tuple."""
    return names if isinstance(names, EntryNames) else tuple(names)
