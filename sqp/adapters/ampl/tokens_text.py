"""The text form of a ``.nl`` file: one item a line, comments after ``#``."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from sqp.adapters.ampl.numerals import EXPECTED, Numeral, integer, real, shown
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
        self._block = first
        self._fields: list[bytes] = []
        self._intervals: dict[bytes, tuple[int, list[float]]] = {}

    @property
    def place(self) -> str:
        return f"line {self._next}"

    @property
    def remaining(self) -> int:
        return len(self._lines) - self._next

    def segment(self) -> str:
        while self._next < len(self._lines):
            line = self._lines[self._next]
            self._next += 1
            self._fields = line[1:].split()
            if self._fields or line.strip():
                return chr(line[0])
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

    def raw(self) -> bytes:
        try:
            line = self._lines[self._next]
        except IndexError:
            raise self.error(_EXPRESSION, "the end of the file") from None
        self._next += 1
        return line

    def parsed(self, raw: bytes) -> Token:
        letter, rest = raw[:1], raw[1:]
        if letter == b"o":
            return OPERATOR, self._integer(rest)
        if letter == b"v":
            return VARIABLE, self._integer(rest)
        if letter == b"n":
            value = self._number(real, rest)
            if not math.isfinite(value):
                raise self.error("a finite number", shown(raw))
            return NUMBER, value
        if letter in (b"s", b"l"):
            return NUMBER, float(self._integer(rest))
        if letter == b"f":
            raise self.unsupported("calls an external function, which cannot be differentiated here")
        if letter == b"h":
            raise self.unsupported("uses a string inside an expression")
        raise self.error(_EXPRESSION, shown(raw))

    def operand_count(self) -> int:
        return self._integer(self._line("a number of operands"))

    def column(self, count: int) -> list[int]:
        return self._columns(count, integer)[0]

    def pairs(self, count: int) -> Pairs:
        indices, values = self._columns(count, integer, real)
        return indices, values

    def integer_pairs(self, count: int) -> Pairs:
        indices, values = self._columns(count, integer, integer)
        return indices, values

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
            raise self.error(f"{count} number(s) after the kind {kind} of the bounds", shown(line))
        if kind == COMPLEMENTS:
            return kind, [float(self._integer(field)) for field in fields[1 : count + 1]]
        return kind, [self._number(real, field) for field in fields[1 : count + 1]]

    def _line(self, expected: str) -> bytes:
        try:
            line = self._lines[self._next]
        except IndexError:
            raise self.error(expected, "the end of the file") from None
        self._next += 1
        return line

    def _columns(self, count: int, *forms: Numeral) -> list[list[Any]]:
        """The columns of a block of ``count`` lines."""
        first = self._block = self._next
        lines = self._lines[first : first + count]
        columns = _split(lines, forms)
        if columns is None:
            self._blame(lines, forms)
        self._next = first + len(lines)
        if len(lines) < count:
            raise self.error(f"{count - len(lines)} more line(s) in this block of {count}", "the end of the file")
        return columns

    def _blame(self, lines: Sequence[bytes], forms: Sequence[Numeral]) -> NoReturn:
        """Raise the error of the first line that does not consist of such numbers."""
        for i, line in enumerate(lines):
            row = line.split()
            if len(row) != len(forms):
                found = shown(self._lines[self._block + i])
                raise self.entry_error(i, f"{len(forms)} number(s) on each line of this block", found)
            self._next = self._block + i + 1
            for form, field in zip(forms, row, strict=True):
                self._number(form, field)
        raise AssertionError("every line is valid")

    def entry_error(self, entry: int, expected: str, found: object) -> ReadError:
        self._next = self._block + entry + 1
        return self.error(expected, found)

    def _number(self, form: Numeral, text: bytes) -> float:
        try:
            return form(text)
        except ValueError:
            raise self.error(EXPECTED[form], shown(text)) from None

    def _integer(self, text: bytes) -> int:
        return int(self._number(integer, text))


def _split(lines: Sequence[bytes], forms: Sequence[Numeral]) -> list[list[Any]] | None:
    """The columns of a block of lines, or None if a line is not made of such numbers."""
    text = b" ; ".join(lines)
    width, fields = len(forms), text.split()
    step = width + 1
    if len(fields) != max(0, step * len(lines) - 1) or fields[width::step].count(b";") != max(0, len(lines) - 1):
        return None
    try:
        if forms == (integer, real) and b"_" not in text and b"n" not in text.lower():
            forms = (int, float)  # which take the same texts where none of these characters occurs
        return [list(map(form, fields[i::step])) for i, form in enumerate(forms)]
    except ValueError:
        return None
