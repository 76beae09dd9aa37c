"""The one interface through which the reader sees a ``.nl`` file, whichever of its two formats it has.

A file is a header of ten lines followed by segments.  A segment starts with a letter and a few integers; its body is
either a block of pairs, integers or intervals, or an expression in prefix order, one token after the other.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path
from typing import TypeAlias

from sqp.errors import ContradictionError, ReadError, UnsupportedError

#: Kinds of expression tokens.
OPERATOR, NUMBER, VARIABLE = 0, 1, 2

#: Kind and opcode, number or index.
Token: TypeAlias = tuple[int, int | float]

#: Indices and one value for each of them.
Pairs: TypeAlias = tuple[list[int], list[float]]

#: The five kinds of intervals that the file can state, and the number of reals that follow each.
BETWEEN, AT_MOST, AT_LEAST, FREE, EQUAL, COMPLEMENTS = range(6)
#: For ``COMPLEMENTS`` they are integers: flags, and the variable that the row complements, counted from 1.
INTERVAL_NUMBERS = {BETWEEN: 2, AT_MOST: 1, AT_LEAST: 1, FREE: 0, EQUAL: 1, COMPLEMENTS: 2}


class TokenStream(ABC):
    """A ``.nl`` file behind its header, read from front to back.

    Every method consumes what it returns and raises :class:`ReadError` with the place in the file if something else
    is found there.
    """

    path: Path

    @property
    @abstractmethod
    def place(self) -> str:
        """Where the item last asked for starts, such as ``line 12`` or ``byte 345``."""

    @property
    @abstractmethod
    def remaining(self) -> int:
        """An upper bound on the number of items that the rest of the file can hold."""

    @abstractmethod
    def segment(self) -> str:
        """The letter of the next segment, or an empty string at the end of the file."""

    @abstractmethod
    def integers(self, count: int) -> list[int]:
        """The integers that follow the letter of a segment."""

    @abstractmethod
    def word(self) -> str:
        """The name at the end of a segment's first line."""

    @abstractmethod
    def raw(self) -> bytes:
        """The next token of an expression as it stands in the file; the same bytes always mean the same token."""

    @abstractmethod
    def parsed(self, raw: bytes) -> Token:
        """What the token last asked for means."""

    @abstractmethod
    def operand_count(self) -> int:
        """The number of operands, which follows the opcode of a list operator."""

    @abstractmethod
    def column(self, count: int) -> list[int]:
        """A block of single integers."""

    @abstractmethod
    def pairs(self, count: int) -> Pairs:
        """A block of pairs: index and real."""

    @abstractmethod
    def integer_pairs(self, count: int) -> Pairs:
        """A block of pairs: index and integer."""

    @abstractmethod
    def interval(self) -> tuple[int, list[float]]:
        """One interval: its kind and its numbers (none if its kind is unknown)."""

    def error(self, expected: str, found: object) -> ReadError:
        """What to raise if the item last asked for is not what it should be."""
        return ReadError(f"{self.path}: {self.place}: expected {expected}, found {found}")

    def contradiction(self, expected: str, found: object) -> ContradictionError:
        """The same if what the item says is clear, but no point can satisfy it."""
        return ContradictionError(str(self.error(expected, found)))

    @abstractmethod
    def entry_error(self, entry: int, expected: str, found: object) -> ReadError:
        """The same for one entry of the block last asked for."""

    def unsupported(self, what: str) -> UnsupportedError:
        """What to raise if the item last asked for is well formed, but beyond a smooth continuous solver."""
        return UnsupportedError(f"{self.path}: {self.place}: {what}")
