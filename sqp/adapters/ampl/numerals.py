"""Numbers in text, read strictly: Python's own conversions also take ``1_000`` and ``nan``."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TypeAlias

#: Reads one kind of number.
Numeral: TypeAlias = Callable[[bytes], float]


def integer(text: bytes) -> int:
    """The integer that the text states.

    Raises
    ------
    ValueError
        If it is not one, or does not fit into eight bytes.

    Examples
    --------
    >>> integer(b" -12")
    -12
    """
    value = int(text)
    if b"_" in text or not -(2**63) <= value < 2**63:
        raise ValueError(text)
    return value


def real(text: bytes) -> float:
    """The real that the text states; it may be infinite.

    Raises
    ------
    ValueError
        If it is not one, or is NaN.

    Examples
    --------
    >>> real(b"-1.5e2")
    -150.0
    """
    value = float(text)
    if math.isnan(value) or b"_" in text:
        raise ValueError(text)
    return value


def shown(text: bytes) -> str:
    """The text as a message quotes it, cut to a reasonable length.

    Examples
    --------
    >>> shown(b" o12 ")
    "'o12'"
    """
    readable = text.decode("ascii", "backslashreplace").strip()
    return repr(readable if len(readable) <= 40 else readable[:40] + "...")


#: What a message calls the numbers that a function accepts.
EXPECTED: dict[Numeral, str] = {integer: "an integer", real: "a number"}
