"""A reader of answer files for tests, written from the format's description and not from the writer."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


@dataclass(eq=False)
class Sol:
    message: str
    options: list[int]
    rows: int
    variables: int
    y: NDArray[np.float64]
    x: NDArray[np.float64]
    objective: int
    code: int
    bound_tolerance: float | None = None
    suffixes: dict[tuple[int, str], dict[int, float]] = field(default_factory=dict)


def read_sol(path: Path) -> Sol:
    data = path.read_bytes()
    return _binary(data) if data[4:10] == b"binary" else _text(data.decode())


def _text(text: str) -> Sol:
    lines = iter(text.split("\n"))
    message = list(iter(lambda: next(lines), ""))
    assert next(lines) == "Options"
    count = int(next(lines))
    options = [int(next(lines)), int(next(lines))]
    extra = options[1] == 3
    options += [int(next(lines)) for _ in range(count - (2 if extra else 0) - 2)]
    rows, duals, variables, values = (int(next(lines)) for _ in range(4))
    tolerance = float(next(lines)) if extra else None
    y, x = (np.array([float(next(lines)) for _ in range(k)]) for k in (duals, values))
    word, objective, code = next(lines).split()
    assert word == "objno"
    sol = Sol("\n".join(message), options, rows, variables, y, x, int(objective), int(code), tolerance)
    for line in lines:
        if not line:
            break
        head = line.split()
        assert head[0] == "suffix"
        kind, entries, length, table, table_lines = map(int, head[1:])
        name = next(lines)
        assert (len(name) + 1, table, table_lines) == (length, 0, 0)
        pairs = [next(lines).split() for _ in range(entries)]
        number = float if kind & 4 else int
        sol.suffixes[kind & 3, name] = {int(i): number(value) for i, value in pairs}
    return sol


def _binary(data: bytes, order: str = "<") -> Sol:
    records: list[bytes] = []
    at = 0
    while at < len(data):
        (size,) = struct.unpack_from(order + "i", data, at)
        records.append(data[at + 4 : at + 4 + size])
        assert struct.unpack_from(order + "i", data, at + 4 + size) == (size,)
        at += size + 8
    assert records.pop(0) == b"binary"
    end = records.index(b"")
    message, (head, y, x, last, *suffixes) = records[:end], records[end + 1 :]
    assert head[:7] == b"Options"
    count, *options = struct.unpack_from(order + "4i", head, 7)
    k = count - (2 if options[1] == 3 else 0)
    numbers = struct.unpack_from(f"{order}{k + 5}i", head, 7)
    rows, duals, variables, values = numbers[-4:]
    tolerance = struct.unpack_from(order + "d", head, 7 + 4 * (k + 5))[0] if options[1] == 3 else None
    objective, code = struct.unpack(order + "2i", last)
    sol = Sol(
        b"\n".join(message).decode(),
        list(numbers[1 : k + 1]),
        rows,
        variables,
        np.frombuffer(y, order + "f8"),
        np.frombuffer(x, order + "f8"),
        objective,
        code,
        tolerance,
    )
    assert (sol.y.size, sol.x.size) == (duals, values)
    for record in suffixes:
        assert record[:8] == b"\nSuffix\n"
        kind, entries, length, table = struct.unpack_from(order + "4i", record, 8)
        name, body = record[24 : 24 + length], record[24 + length + table :]
        form = order + ("id" if kind & 4 else "ii")
        pairs = [struct.unpack_from(form, body, i * struct.calcsize(form)) for i in range(entries)]
        assert len(body) == entries * struct.calcsize(form)
        sol.suffixes[kind & 3, name.rstrip(b"\0").decode()] = dict(pairs)
    return sol
