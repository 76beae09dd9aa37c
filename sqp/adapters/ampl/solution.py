"""Answer files (``.sol``), in the text and in the binary format.

References
----------
D. M. Gay (1997), Hooking your solver to AMPL, Bell Laboratories: returning results.  The binary format, a sequence of
records that begin and end with their length, is the one that the AMPL solver library reads.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

import numpy as np

from sqp.adapters.ampl.answer import Answer
from sqp.adapters.ampl.info import SUFFIX_KINDS, Suffix

#: Bit that says that a suffix has real values.
_REAL = 4


def write_sol(path: Path, answer: Answer, *, values_last: bool = False) -> None:
    """Write an answer file.

    Parameters
    ----------
    path : Path
    answer : Answer
    values_last : bool
        End a text file with the variables, as CasADi's interface to AMPL solvers expects; the code and the suffixes are
        left out then.

    Examples
    --------
    >>> import tempfile
    >>> from sqp.adapters.ampl.codes import SolveCode
    >>> answer = Answer(message="done", code=SolveCode.SOLVED, rows=0, variables=1, x=np.array([0.5]))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_sol(Path(folder, "stub.sol"), answer)
    ...     Path(folder, "stub.sol").read_text().split()
    ['done', 'Options', '3', '1', '1', '0', '0', '0', '1', '1', '0.5', 'objno', '0', '0']
    """
    if answer.byte_order is not None and not values_last:
        path.write_bytes(_binary(answer, answer.byte_order))
    else:
        lines = list(_text(answer)) if values_last else [*_text(answer), *_text_tail(answer)]
        path.write_bytes("".join(f"{line}\n" for line in lines).encode())


def message_lines(message: str) -> list[str]:
    """The lines of a message as a reader can take them: none is empty, and none looks like the ``Options`` below it.

    >>> message_lines("Options: none")
    [' Options: none']
    """
    return [f" {line}" if not line or line.startswith("Options") else line for line in message.splitlines()]


def _counts(answer: Answer) -> list[int]:
    """Rows, dual values, variables, values."""
    sizes = ((answer.rows, answer.y), (answer.variables, answer.x))
    return [count for size, values in sizes for count in (size, 0 if values is None else size)]


def _options(answer: Answer) -> list[int]:
    """The options behind their number, which is two larger if a real follows them."""
    extra = 0 if answer.bound_tolerance is None else 2
    return [len(answer.options) + extra, *answer.options] if answer.options else []


def _text(answer: Answer) -> Iterable[str]:
    yield from message_lines(answer.message)
    yield ""
    if answer.options:
        yield "Options"
        yield from map(str, [*_options(answer), *_counts(answer)])
        if answer.bound_tolerance is not None:
            yield repr(answer.bound_tolerance)
    for values in (answer.y, answer.x):
        yield from [] if values is None else map(repr, values.tolist())


def _text_tail(answer: Answer) -> Iterable[str]:
    yield f"objno {answer.objective} {int(answer.code)}"
    for suffix in answer.suffixes:
        yield f"suffix {_kind(suffix)} {suffix.indices.size} {len(suffix.name) + 1} 0 0"
        yield suffix.name
        values = suffix.values.tolist() if suffix.real else suffix.values.astype(int).tolist()
        yield from (f"{i} {value!r}" for i, value in zip(suffix.indices.tolist(), values, strict=True))


def _kind(suffix: Suffix) -> int:
    return SUFFIX_KINDS.index(suffix.kind) | (_REAL if suffix.real else 0)


def _binary(answer: Answer, order: Literal["<", ">"]) -> bytes:
    """Records between their lengths."""
    records = [b"binary", *(line.encode() for line in message_lines(answer.message)), b""]
    if answer.options:
        tail = b"" if answer.bound_tolerance is None else struct.pack(f"{order}d", answer.bound_tolerance)
        records.append(b"Options" + _integers([*_options(answer), *_counts(answer)], order) + tail)
    values = (answer.y, answer.x)
    records.extend(b"" if part is None else np.asarray(part, f"{order}f8").tobytes() for part in values)
    records.append(_integers([answer.objective, int(answer.code)], order))
    records.extend(_binary_suffix(suffix, order) for suffix in answer.suffixes)
    lengths = (struct.pack(f"{order}i", len(record)) for record in records)
    return b"".join(length + record + length for length, record in zip(lengths, records, strict=True))


def _binary_suffix(suffix: Suffix, order: Literal["<", ">"]) -> bytes:
    name = suffix.name.encode() + b"\0"
    form = np.dtype([("index", f"{order}i4"), ("value", f"{order}f8" if suffix.real else f"{order}i4")])
    pairs = np.zeros(suffix.indices.size, form)
    pairs["index"], pairs["value"] = suffix.indices, suffix.values
    head = _integers([_kind(suffix), suffix.indices.size, len(name), 0], order)
    return b"\nSuffix\n" + head + name + pairs.tobytes()


def _integers(values: Sequence[int], order: Literal["<", ">"]) -> bytes:
    return struct.pack(f"{order}{len(values)}i", *values)
