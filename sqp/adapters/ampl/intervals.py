"""Bounds of variables and rows, as the file states them: one interval after the other."""

from __future__ import annotations

from collections.abc import Callable
from math import inf

from sqp.adapters.ampl.stream import AT_LEAST, AT_MOST, COMPLEMENTS, FREE, INTERVAL_NUMBERS, TokenStream
from sqp.arrays import INFINITE
from sqp.bounds import Bounds


def read_bounds(
    stream: TokenStream,
    count: int,
    name: Callable[[int], str],
    *,
    complements: dict[int, int] | None = None,
    variables: int = 0,
) -> Bounds:
    """The bounds of ``count`` things, which messages call ``name(index)``.

    Rows that complement a variable are without bounds here and are written to ``complements``: row and variable.

    Raises
    ------
    ReadError
        If an interval is not one, or a row complements a variable that does not exist.
    ContradictionError
        If an interval admits no value.
    """
    lower: list[float] = []
    upper: list[float] = []
    for i in range(count):
        kind, numbers = stream.interval()
        if kind == COMPLEMENTS and complements is not None:
            complements[i] = int(numbers[1]) - 1
            if not 0 <= complements[i] < variables:
                raise stream.error(f"a variable for {name(i)} to complement, from 1 to {variables}", int(numbers[1]))
            kind, numbers = FREE, []
        if kind not in INTERVAL_NUMBERS or kind == COMPLEMENTS:
            raise stream.error(f"bounds of {name(i)} (a kind from 0 to 4)", kind)
        low = -INFINITE if kind in (AT_MOST, FREE) else numbers[0]
        high = INFINITE if kind in (AT_LEAST, FREE) else numbers[-1]
        if low > high and low < INFINITE and high > -INFINITE:
            raise stream.contradiction(f"bounds of {name(i)} that admit a value", f"[{low:g}, {high:g}]")
        if low >= INFINITE or high <= -INFINITE:
            raise stream.error(f"bounds of {name(i)} that admit a value", f"[{low:g}, {high:g}]")
        lower.append(low if low > -INFINITE else -inf)
        upper.append(high if high < INFINITE else inf)
    return Bounds(lower, upper)
