"""The body of a ``.nl`` file, segment by segment."""

from __future__ import annotations

import math
from collections.abc import Callable, Container

import numpy as np

from sqp.adapters.ampl.contents import Contents
from sqp.adapters.ampl.expressions import ExpressionReader
from sqp.adapters.ampl.header import Header
from sqp.adapters.ampl.info import SUFFIX_KINDS, Suffix
from sqp.adapters.ampl.intervals import read_bounds
from sqp.adapters.ampl.names import Names
from sqp.adapters.ampl.stream import Pairs, TokenStream
from sqp.adapters.ampl.tape import Tape


class SegmentReader:
    """Reads segments until the file ends; :attr:`contents` then says what they held.

    Parameters
    ----------
    stream : TokenStream
        Positioned behind the header.
    header : Header
        What the file announced.
    names : Names
        Names of variables and rows, for messages.
    """

    def __init__(self, stream: TokenStream, header: Header, names: Names) -> None:
        self.contents = Contents(Tape(header["variables"]))
        self._stream = stream
        self._names = names
        self._variables, self._constraints = header["variables"], header["constraints"]
        self._sizes = (self._variables, self._constraints, header["objectives"], 1)
        self._expressions = ExpressionReader(stream, self.contents.tape, header.defined_variables)
        self._readers: dict[str, Callable[[], None]] = {
            "F": self._function,
            "L": self._logical,
            "S": self._suffix,
            "V": self._defined_variable,
            "C": self._constraint,
            "O": self._objective,
            "d": self._dual_start,
            "x": self._start,
            "r": self._constraint_bounds,
            "b": self._variable_bounds,
            "k": self._column_counts,
            "K": self._column_counts,
            "J": self._jacobian_row,
            "G": self._gradient,
        }

    def read(self) -> Contents:
        """Everything up to the end of the file."""
        while letter := self._stream.segment():
            reader = self._readers.get(letter)
            if reader is None:
                raise self._stream.error(f"a segment (one of {' '.join(self._readers)})", repr(letter))
            reader()
        self.contents.nonsmooth = tuple(self._expressions.nonsmooth)
        return self.contents

    def _function(self) -> None:
        self._stream.integers(3)
        name = self._stream.word()
        raise self._stream.unsupported(f"declares the external function {name!r}, which cannot be differentiated here")

    def _logical(self) -> None:
        raise self._stream.unsupported("has a logical constraint")

    def _suffix(self) -> None:
        flags, count = self._stream.integers(2)
        if not 0 <= flags < 8:
            raise self._stream.error("the kind of a suffix, from 0 to 7", flags)
        name, kind, size = self._stream.word(), SUFFIX_KINDS[flags & 3], self._sizes[flags & 3]
        read = self._stream.pairs if flags & 4 else self._stream.integer_pairs
        indices, values = self._pairs(count, size, kind, read)
        self.contents.suffixes[kind, name] = Suffix(
            name=name,
            kind=kind,
            real=bool(flags & 4),
            size=size,
            indices=np.array(indices, dtype=np.int64),
            values=np.array(values, dtype=np.float64),
        )

    def _defined_variable(self) -> None:
        index, count, _ = self._stream.integers(3)
        indices, values = self._finite_pairs(count, self._expressions.size, "variable")
        self._expressions.define(index, indices, values)

    def _constraint(self) -> None:
        (row,) = self._stream.integers(1)
        self._expect_new(row, self._constraints, "constraint", self.contents.constraints)
        self.contents.constraints[row] = self._expressions.read()

    def _objective(self) -> None:
        index, sense = self._stream.integers(2)
        self._expect_new(index, self._sizes[2], "objective", self.contents.objectives)
        if sense not in (0, 1):
            raise self._stream.error("0 (minimise) or 1 (maximise)", sense)
        self.contents.objectives[index] = self._expressions.read(), -1 if sense else 1

    def _dual_start(self) -> None:
        (count,) = self._stream.integers(1)
        self.contents.dual_start = self._finite_pairs(count, self._constraints, "constraint")

    def _start(self) -> None:
        (count,) = self._stream.integers(1)
        self.contents.start = self._finite_pairs(count, self._variables, "variable")

    def _constraint_bounds(self) -> None:
        self.contents.constraint_bounds = read_bounds(
            self._stream,
            self._constraints,
            self._names.constraint,
            complements=self.contents.complements,
            variables=self._variables,
        )

    def _variable_bounds(self) -> None:
        self.contents.variable_bounds = read_bounds(self._stream, self._variables, self._names.variable)

    def _column_counts(self) -> None:
        """Entries of the Jacobian's columns, all but the last: nothing that its rows do not say."""
        (count,) = self._stream.integers(1)
        if not 0 <= count <= self._variables:
            raise self._stream.error(f"the number of columns, from 0 to {self._variables}", count)
        self._stream.column(count)

    def _jacobian_row(self) -> None:
        self._linear_part(self._constraints, "constraint", self.contents.jacobian)

    def _gradient(self) -> None:
        self._linear_part(self._sizes[2], "objective", self.contents.gradients)

    def _linear_part(self, size: int, what: str, rows: dict[int, Pairs]) -> None:
        row, count = self._stream.integers(2)
        self._expect_new(row, size, what, rows)
        rows[row] = self._finite_pairs(count, self._variables, "variable")

    def _expect_new(self, index: int, size: int, what: str, known: Container[int]) -> None:
        if not 0 <= index < size:
            raise self._stream.error(f"an index of {what}s, from 0 to {size - 1}", index)
        if index in known:
            raise self._stream.error(f"one segment of this kind for each {what}", f"a second one for {what} {index}")

    def _finite_pairs(self, count: int, size: int, what: str) -> Pairs:
        indices, values = self._pairs(count, size, what, self._stream.pairs)
        if not all(map(math.isfinite, values)):
            entry = next(i for i, value in enumerate(values) if not math.isfinite(value))
            raise self._stream.entry_error(entry, "a finite number", values[entry])
        return indices, values

    def _pairs(self, count: int, size: int, what: str, read: Callable[[int], Pairs]) -> Pairs:
        """A block of pairs whose indices are below ``size``."""
        if not 0 <= count <= size:
            raise self._stream.error(f"a number of entries from 0 to {size}", count)
        indices, values = read(count)
        if indices and not (min(indices) >= 0 and max(indices) < size):
            entry = next(i for i, index in enumerate(indices) if not 0 <= index < size)
            raise self._stream.entry_error(entry, f"an index of {what}s, from 0 to {size - 1}", indices[entry])
        return indices, values
