"""The binary form of a ``.nl`` file: 4-byte integers, 8-byte reals and 2-byte short constants behind a text header."""

from __future__ import annotations

import math
import struct
from pathlib import Path
from typing import Any, Literal

import numpy as np

from sqp.adapters.ampl.stream import (
    COMPLEMENTS,
    INTERVAL_NUMBERS,
    NUMBER,
    OPERATOR,
    VARIABLE,
    Pairs,
    Token,
    TokenStream,
)
from sqp.errors import ReadError

_EXPRESSION = "an expression (a byte o, n, s, l or v)"

#: Kind and format of the token that starts with a letter.
_TOKENS = {
    ord("o"): (OPERATOR, "i"),
    ord("v"): (VARIABLE, "i"),
    ord("n"): (NUMBER, "d"),
    ord("s"): (NUMBER, "h"),
    ord("l"): (NUMBER, "i"),
}
#: Bytes of each, with the letter.
_SIZES = {letter: 1 + struct.calcsize(f"={form}") for letter, (_, form) in _TOKENS.items()}


class BinaryStream(TokenStream):
    """Reads the bytes behind the header.

    Parameters
    ----------
    path : Path
        Named in messages.
    data : bytes
        The whole file.
    first : int
        Offset of the first byte behind the header.
    byte_order : '<' or '>'
        Little or big endian.
    """

    def __init__(self, path: Path, data: bytes, first: int, byte_order: Literal["<", ">"]) -> None:
        self.path = path
        self._data = data
        self._next = first
        self._start = first
        self._entry_size = 0
        self._tokens = {
            letter: (kind, struct.Struct(byte_order + form).unpack_from) for letter, (kind, form) in _TOKENS.items()
        }
        self._integer = np.dtype(byte_order + "i4")
        self._real = np.dtype(byte_order + "f8")
        self._pair = np.dtype([("index", self._integer), ("value", self._real)])
        self._integer_pair = np.dtype([("index", self._integer), ("value", self._integer)])

    @property
    def place(self) -> str:
        return f"byte {self._start}"

    @property
    def remaining(self) -> int:
        return len(self._data) - self._next

    def segment(self) -> str:
        return self._take(1, "a segment").decode("latin-1") if self.remaining else ""

    def integers(self, count: int) -> list[int]:
        return self.column(count)

    def word(self) -> str:
        length = self.operand_count()
        if not 0 < length <= self.remaining:
            raise self.error(f"the length of a name, from 1 to {self.remaining}", length)
        return self._take(length, "a name").decode("utf-8", "replace")

    def raw(self) -> bytes:
        start = self._start = self._next
        try:
            size = _SIZES[self._data[start]]
        except KeyError:
            raise self._not_a_token(self._data[start]) from None
        except IndexError:
            raise self.error(_EXPRESSION, "the end of the file") from None
        self._next = start + size
        return self._data[start : self._next]

    def parsed(self, raw: bytes) -> Token:
        kind, unpack_from = self._tokens[raw[0]]
        try:
            value = unpack_from(raw, 1)[0]
        except struct.error:
            raise self.error(_EXPRESSION, "the end of the file") from None
        if kind == NUMBER and not math.isfinite(value):
            raise self.error("a finite number", value)
        return kind, value

    def _not_a_token(self, letter: int) -> ReadError:
        if letter == ord("f"):
            return self.unsupported("calls an external function, which cannot be differentiated here")
        if letter == ord("h"):
            return self.unsupported("uses a string inside an expression")
        return self.error(_EXPRESSION, repr(chr(letter)))

    def operand_count(self) -> int:
        return self.column(1)[0]

    def column(self, count: int) -> list[int]:
        return self._block(count, self._integer, "integer(s)").tolist()

    def pairs(self, count: int) -> Pairs:
        block = self._block(count, self._pair, "pair(s) of index and number")
        bad = np.flatnonzero(np.isnan(block["value"]))
        if bad.size:
            raise self.entry_error(int(bad[0]), "an index and a number", "NaN")
        return block["index"].tolist(), block["value"].tolist()

    def integer_pairs(self, count: int) -> Pairs:
        block = self._block(count, self._integer_pair, "pair(s) of index and integer")
        return block["index"].tolist(), block["value"].astype(float).tolist()

    def interval(self) -> tuple[int, list[float]]:
        kind = self._take(1, "bounds (a digit from 0 to 4 and its numbers)")[0] - ord("0")
        if kind == COMPLEMENTS:
            return kind, [float(number) for number in self.integers(2)]
        numbers = self._block(INTERVAL_NUMBERS.get(kind, 0), self._real, "bound(s)").tolist()
        if any(math.isnan(number) for number in numbers):
            raise self.error("a bound", "NaN")
        return kind, numbers

    def _take(self, size: int, expected: str) -> bytes:
        self._start = self._next
        if size > self.remaining:
            raise self.error(expected, "the end of the file")
        self._next += size
        return self._data[self._start : self._next]

    def _block(self, count: int, form: np.dtype[Any], what: str) -> np.ndarray[Any, Any]:
        self._entry_size = form.itemsize
        return np.frombuffer(self._take(count * form.itemsize, f"{count} {what}"), form)

    def entry_error(self, entry: int, expected: str, found: object) -> ReadError:
        self._start += entry * self._entry_size
        return self.error(expected, found)
