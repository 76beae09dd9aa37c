"""The text form of a ``.nl`` file: one item a line, comments after ``#``."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from sqp.adapters.ampl.stream import INTERVAL_NUMBERS, NUMBER, OPERATOR, VARIABLE, Pairs, Token, TokenStream

_EXPRESSION = "an expression (a line that starts with o, n, s, l or v)"


class TextStream(TokenStream):
    """Reads the lines behind the header.

    Parameters
    ----------
    path : Path
        Named in messages.
    lines : sequence of bytes
        All lines of the file, the header included.
    first : int
        Index of the first line behind the header.
    """

    def __init__(self, path: Path, lines: Sequence[bytes], first: int) -> None:
        self.path = path
        self._lines = [line.partition(b"#")[0] if b"#" in line else line for line in lines]
        self._next = first
        self._fields: list[bytes] = []
        self._tokens: dict[bytes, Token] = {}
        self._intervals: dict[bytes, tuple[int, list[float]]] = {}

    @property
    def place(self) -> str:
        return f"line {self._next}"

    @property
    def remaining(self) -> int:
        return len(self._lines) - self._next

    def segment(self) -> str:
        while self._next < len(self._lines):
            line = self._line("a segment")
            if line.strip():
                self._fields = line[1:].split()
                return line[:1].decode("latin-1")
        return ""

    def integers(self, count: int) -> list[int]:
        fields, self._fields = self._fields[:count], self._fields[count:]
        if len(fields) < count:
            raise self.error(f"{count} integer(s) after the letter of the segment", f"{len(fields)} field(s)")
        return [self._integer(field) for field in fields]

    def word(self) -> str:
        if not self._fields:
            raise self.error("a name at the end of the line", "nothing")
        return self._fields.pop(0).decode("utf-8", "replace")

    def token(self) -> Token:
        line = self._line(_EXPRESSION)
        token = self._tokens.get(line)
        if token is None:
            token = self._tokens[line] = self._parse(line)
        return token

    def _parse(self, line: bytes) -> Token:
        letter, rest = line[:1], line[1:]
        if letter == b"o":
            return OPERATOR, self._integer(rest)
        if letter == b"v":
            return VARIABLE, self._integer(rest)
        if letter == b"n":
            value = self._real(rest)
            if not math.isfinite(value):
                raise self.error("a finite number", _shown(line))
            return NUMBER, value
        if letter in (b"s", b"l"):
            return NUMBER, float(self._integer(rest))
        if letter == b"f":
            raise self.unsupported("calls an external function, which cannot be differentiated here")
        if letter == b"h":
            raise self.unsupported("uses a string inside an expression")
        raise self.error(_EXPRESSION, _shown(line))

    def operand_count(self) -> int:
        return self._integer(self._line("a number of operands"))

    def column(self, count: int) -> list[int]:
        return [self._integer(*row) for row in self._rows(count, 1)]

    def pairs(self, count: int) -> Pairs:
        rows = self._rows(count, 2)
        try:
            return [int(index) for index, _ in rows], [_strict_float(value) for _, value in rows]
        except ValueError:
            self._blame(rows)

    def integer_pairs(self, count: int) -> Pairs:
        rows = self._rows(count, 2)
        return [self._integer(index) for index, _ in rows], [float(self._integer(value)) for _, value in rows]

    def interval(self) -> tuple[int, list[float]]:
        line = self._line("bounds (a kind from 0 to 4 and its numbers)")
        known = self._intervals.get(line)
        if known is None:
            known = self._intervals[line] = self._parse_interval(line)
        return known

    def _parse_interval(self, line: bytes) -> tuple[int, list[float]]:
        fields = line.split()
        if not fields:
            raise self.error("bounds (a kind from 0 to 4 and its numbers)", "an empty line")
        kind = self._integer(fields[0])
        count = INTERVAL_NUMBERS.get(kind, 0)
        if len(fields) <= count:
            raise self.error(f"{count} number(s) after the kind {kind} of the bounds", _shown(line))
        return kind, [self._real(field) for field in fields[1 : count + 1]]

    def _line(self, expected: str) -> bytes:
        if self._next >= len(self._lines):
            raise self.error(expected, "the end of the file")
        line = self._lines[self._next]
        self._next += 1
        return line

    def _rows(self, count: int, fields: int) -> list[list[bytes]]:
        """The fields of the next ``count`` lines, ``fields`` on each."""
        start = self._next
        rows = [line.split() for line in self._lines[start : start + count]]
        for i, row in enumerate(rows):
            if len(row) != fields:
                self._next = start + i + 1
                shown = _shown(self._lines[start + i])
                raise self.error(f"{fields} number(s), line {i + 1} of {count} in this block", shown)
        self._next = start + len(rows)
        if len(rows) < count:
            raise self.error(f"{count - len(rows)} more line(s) in this block of {count}", "the end of the file")
        return rows

    def _blame(self, rows: list[list[bytes]]) -> NoReturn:
        """Raise the error of the first row that is not an index and a real."""
        last = self._next
        for i, (index, value) in enumerate(rows):
            self._next = last - len(rows) + i + 1
            self._integer(index)
            self._real(value)
        raise AssertionError("every row is valid")

    def _integer(self, text: bytes) -> int:
        try:
            if b"_" not in text:
                return int(text)
        except ValueError:
            pass
        raise self.error("an integer", _shown(text))

    def _real(self, text: bytes) -> float:
        try:
            return _strict_float(text)
        except ValueError:
            raise self.error("a number", _shown(text)) from None


def _strict_float(text: bytes) -> float:
    """The number, which must not be NaN and not be grouped by underscores as Python would allow."""
    value = float(text)
    if math.isnan(value) or b"_" in text:
        raise ValueError
    return value


def _shown(text: bytes) -> str:
    """The text as a person can read it, cut to a reasonable length."""
    shown = text.decode("ascii", "backslashreplace").strip()
    return repr(shown if len(shown) <= 40 else shown[:40] + "...")
