"""Bounds of variables and rows, as the file states them: one interval after the other."""

from __future__ import annotations

from collections.abc import Callable

from sqp.adapters.ampl.stream import AT_LEAST, AT_MOST, COMPLEMENTS, FREE, INTERVAL_NUMBERS, TokenStream
from sqp.arrays import INFINITE
from sqp.bounds import Bounds


def read_bounds(stream: TokenStream, count: int, name: Callable[[int], str]) -> Bounds:
    """The bounds of ``count`` things, which messages call ``name(index)``.

    Raises
    ------
    ReadError
        If an interval is not one, or admits no value.
    UnsupportedError
        If a row is a complementarity condition.
    """
    lower: list[float] = []
    upper: list[float] = []
    for i in range(count):
        kind, numbers = stream.interval()
        if kind not in INTERVAL_NUMBERS:
            if kind == COMPLEMENTS:
                raise stream.unsupported(f"{name(i)} is a complementarity condition")
            raise stream.error(f"bounds of {name(i)} (a kind from 0 to 4)", kind)
        low = -INFINITE if kind in (AT_MOST, FREE) else numbers[0]
        high = INFINITE if kind in (AT_LEAST, FREE) else numbers[-1]
        if low > high or low >= INFINITE or high <= -INFINITE:
            raise stream.error(f"bounds of {name(i)} that admit a value", f"[{low:g}, {high:g}]")
        lower.append(low)
        upper.append(high)
    return Bounds(lower, upper)
