"""Reads the data of a network from a MATPOWER case file (``.m``): as data, nothing in it is executed.

A case file is a MATLAB function that fills the fields of one structure with numbers.  What is read are assignments of
literals: numbers, strings, and matrices of numbers with rows that end at ``;`` or at the end of a line.  Cell arrays
and unknown fields are skipped.  A statement that computes something is an error, for the case cannot be known without
executing it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sqp.errors import ReadError, UnsupportedError

#: The name of a file, or anything with ``read_text``: a path or a resource of a package.
Text = Any

_START = re.compile(r"\s*\w+\.(?P<field>\w+(?:\.\w+)*)\s*=\s*(?P<value>.*)", re.DOTALL)
_FRAME = re.compile(r"\s*(function\b.*|end|endfunction|return|1)?\s*;?\s*$")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*([eEdD][+-]?\d+)?|\.\d+([eEdD][+-]?\d+)?|Inf|inf|NaN|nan)$")
_STRING = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"")
_CONTINUED = "..."
_CLOSING = {"[": "]", "{": "}"}


@dataclass(frozen=True, eq=False)
class Table:
    """A matrix of a case file.

    Attributes
    ----------
    field : str
        Its name in the file: ``"bus"``.
    values : (rows, columns)
    lines : (rows,) int
        The line of the file that each row stands on.
    """

    field: str
    values: NDArray[np.float64]
    lines: NDArray[np.int64]

    def __len__(self) -> int:
        return int(self.values.shape[0])

    def where(self, mask: NDArray[np.bool_]) -> Table:
        """The rows of the mask."""
        return Table(self.field, self.values[mask], self.lines[mask])


@dataclass(frozen=True, eq=False)
class CaseFile:
    """The fields of a case file that describe an AC network.

    Attributes
    ----------
    path : path or resource
    base : float
        The unit of power, ``baseMVA``.
    tables : dict of str to Table
        ``"bus"``, ``"gen"``, ``"branch"``, and those of ``"gencost"`` and ``"dcline"`` that the file has.
    """

    path: Text
    base: float
    tables: dict[str, Table]

    def error(self, table: Table, row: int, sentence: str) -> ReadError:
        """An error in one row of a table."""
        return ReadError(f"{self.path}, line {int(table.lines[row])}: {table.field}: {sentence}")


#: Fields that are read, and the fewest columns that each must have.
_TABLES = {"bus": 13, "gen": 10, "branch": 11, "gencost": 5, "dcline": 3}
_NEEDED = ("bus", "gen", "branch")


def read_case(path: Text) -> CaseFile:
    """The network that a MATPOWER case file (version 2) describes.

    Parameters
    ----------
    path : str, Path, or resource of a package

    Raises
    ------
    ReadError
        If the file is missing, is not a case file, computes something, or a field is missing or malformed; the message
        names file, line and field.
    UnsupportedError
        If the case is of version 1.
    """
    if isinstance(path, str):
        path = Path(path)
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise ReadError(f"{path}: cannot be read: {error.strerror}") from error
    base: float | None = None
    tables: dict[str, Table] = {}
    for line, field, value in _assignments(path, text):
        if field == "version" and value.strip(" '\"") != "2":
            raise UnsupportedError(f"{path}, line {line}: version: expected case format 2, found {value.strip()}")
        if field == "baseMVA":
            base = _number(path, line, field, value.strip())
        elif field in _TABLES:
            tables[field] = _table(path, line, field, value)
    missing = [field for field in _NEEDED if field not in tables] + (["baseMVA"] if base is None else [])
    if base is None or missing:
        raise ReadError(f"{path}: not a MATPOWER case: {', '.join(missing)} missing")
    if not 0.0 < base < np.inf:
        raise ReadError(f"{path}: baseMVA must be positive and finite, found {base:g}")
    return CaseFile(path, base, tables)


def _assignments(path: Text, text: str) -> Iterator[tuple[int, str, str]]:
    """Line, field and literal of every assignment; comments are gone, the lines of a literal are kept."""
    lines = enumerate(_uncommented(text), 1)
    for number, line in lines:
        if _FRAME.match(line):
            continue
        found = _START.match(line)
        if found is None:
            raise ReadError(f"{path}, line {number}: only data are read, found the statement {line.strip()[:60]!r}")
        field, value = found["field"], found["value"].strip()
        if value[:1] in _CLOSING:
            value = _literal(path, number, field, value, lines)
        yield number, field, value.rstrip().removesuffix(";")


def _literal(path: Text, first: int, field: str, value: str, lines: Iterator[tuple[int, str]]) -> str:
    """A matrix or a cell array, up to the bracket that closes it."""
    closing = _CLOSING[value[0]]
    gathered = value
    latest = value
    while closing not in _STRING.sub("", latest):
        number, latest = next(lines, (0, closing))
        if not number:
            raise ReadError(f"{path}, line {first}: {field}: the bracket {value[0]!r} is never closed")
        gathered += "\n" + latest
    end = gathered.rindex(closing)
    if gathered[end + 1 :].strip(" ;\t\r"):
        raise ReadError(f"{path}, line {first}: {field}: expected the end of the line after {closing!r}")
    return gathered[: end + 1]


def _uncommented(text: str) -> Iterator[str]:
    """The lines without comments; one that is continued ends with ``...``."""
    inside = False
    for line in text.splitlines():
        bare = line.strip()
        if bare in ("%{", "%}", "#{", "#}"):
            inside = bare.endswith("{")
            yield ""
        elif inside:
            yield ""
        elif "'" in line or '"' in line:
            hidden = _STRING.sub(lambda found: "x" * len(found[0]), line)
            yield line[: _end(hidden)]
        else:
            yield line[: _end(line)]


def _end(line: str) -> int:
    """Where the comment begins, which is all that stands behind a mark of continuation, or the line ends."""
    marks = (("%", 0), ("#", 0), (_CONTINUED, len(_CONTINUED)))
    places = [place + width for mark, width in marks if (place := line.find(mark)) >= 0]
    return min(places, default=len(line))


def _table(path: Text, first: int, field: str, value: str) -> Table:
    if not value.startswith("["):
        raise ReadError(f"{path}, line {first}: {field}: expected a matrix in brackets, found {value[:40]!r}")
    rows: list[list[float]] = []
    numbers: list[int] = []
    begun = ""
    for offset, line in enumerate(value[1:-1].split("\n")):
        begun += line.replace(",", " ")
        if begun.endswith(_CONTINUED):
            begun = begun.removesuffix(_CONTINUED) + " "
            continue
        for part in begun.split(";"):
            words = part.split()
            if words:
                rows.append(_row(path, first + offset, field, words))
                numbers.append(first + offset)
        begun = ""
    width = len(rows[0]) if rows else _TABLES[field]
    for row, number in zip(rows, numbers, strict=True):
        if len(row) != width:
            raise ReadError(f"{path}, line {number}: {field}: expected {width} numbers, found {len(row)}")
    if width < _TABLES[field]:
        raise ReadError(f"{path}, line {first}: {field}: expected at least {_TABLES[field]} columns, found {width}")
    return Table(field, np.array(rows).reshape(-1, width), np.array(numbers, dtype=np.int64))


def _row(path: Text, line: int, field: str, words: list[str]) -> list[float]:
    try:
        return [float(word) for word in words]
    except ValueError:
        return [_number(path, line, field, word) for word in words]


def _number(path: Text, line: int, field: str, word: str) -> float:
    if not _NUMBER.match(word):
        raise ReadError(f"{path}, line {line}: {field}: expected a number, found {word!r}")
    return float(word.lower().replace("d", "e"))
