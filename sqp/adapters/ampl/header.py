"""The ten lines of text at the start of every ``.nl`` file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Literal

from sqp.errors import ReadError

LINES = 10

#: Fields of the second to the tenth line, in the order of the file; the first ``required`` ones must be there.
_FIELDS: tuple[tuple[int, tuple[str, ...]], ...] = (
    (3, ("variables", "constraints", "objectives", "ranges", "equations", "logical_constraints")),
    (2, ("nonlinear_constraints", "nonlinear_objectives", "linear_complementarities", "nonlinear_complementarities")),
    (0, ()),
    (2, ("nonlinear_in_constraints", "nonlinear_in_objectives", "nonlinear_in_both")),
    (0, ("network_variables", "functions", "arithmetic", "flags")),
    (0, ("binaries", "integers", "integers_in_both", "integers_in_constraints", "integers_in_objectives")),
    (2, ("jacobian_entries", "gradient_entries")),
    (0, ()),
    (0, ("common_1", "common_2", "common_3", "common_4", "common_5")),
)


@dataclass(frozen=True, kw_only=True)
class Header:
    """What the header announces; every number is a count of things that the file must then hold.

    Parameters
    ----------
    binary : bool
        Whether the rest of the file is binary.
    options : tuple of int
        The numbers of the first line, which an answer file repeats.
    bound_tolerance : float or None
        The real that ends the first line if the second option is 3; an answer file repeats it.
    byte_order : '<' or '>'
        Byte order of a binary file.
    counts : dict of str to int
        The named counts of the other lines.
    """

    binary: bool
    options: tuple[int, ...]
    bound_tolerance: float | None
    byte_order: Literal["<", ">"]
    counts: dict[str, int]

    def __getitem__(self, name: str) -> int:
        return self.counts[name]

    @property
    def defined_variables(self) -> int:
        """Number of common subexpressions."""
        return sum(self.counts[f"common_{i}"] for i in range(1, 6))

    def discrete_variables(self) -> list[range]:
        """Index ranges of the variables that must be integer; each group of variables ends with its integers."""
        c = self.counts
        both, constraints = c["nonlinear_in_both"], c["nonlinear_in_constraints"]
        groups = (
            (both, c["integers_in_both"]),
            (constraints, c["integers_in_constraints"]),
            (max(constraints, c["nonlinear_in_objectives"]), c["integers_in_objectives"]),
            (c["variables"], c["binaries"] + c["integers"]),
        )
        return [range(end - count, end) for end, count in groups if count]


def parse_header(path: Path, lines: Sequence[bytes]) -> Header:
    """Read the header from the first ten lines of a file.

    Raises
    ------
    ReadError
        If a line is missing or holds something else than counts that are consistent with each other.
    """
    if not lines or not lines[0].strip():
        raise ReadError(f"{path}: line 1: expected the header of a .nl file, found nothing")
    if lines[0][:1] not in (b"g", b"b"):
        start = lines[0][:20].decode("ascii", "backslashreplace")
        raise ReadError(f"{path}: line 1: expected 'g' (a text file) or 'b' (a binary file), found {start!r}")
    if len(lines) < LINES:
        raise ReadError(f"{path}: line {len(lines)}: expected a header of {LINES} lines, found the end of the file")
    options, tolerance = _options(path, lines[0])
    counts: dict[str, int] = {}
    for number, ((required, names), line) in enumerate(zip(_FIELDS, lines[1:LINES], strict=True), start=2):
        counts |= _counts(path, number, line, required, names)
    _check(path, counts)
    binary = lines[0][:1] == b"b"
    return Header(
        binary=binary,
        options=options,
        bound_tolerance=tolerance,
        byte_order=_byte_order(path, counts["arithmetic"]) if binary else "<",
        counts=counts,
    )


def _options(path: Path, line: bytes) -> tuple[tuple[int, ...], float | None]:
    fields = line[1:].partition(b"#")[0].split()
    try:
        count = int(fields[0]) if fields else 0
        options = tuple(int(field) for field in fields[1 : count + 1])
        has_tolerance = len(options) > 1 and options[1] == 3
        return options, float(fields[count + 1]) if has_tolerance else None
    except (ValueError, IndexError):
        shown = line[:60].decode("ascii", "backslashreplace")
        raise ReadError(
            f"{path}: line 1: expected a letter, the number of options and these, found {shown!r}"
        ) from None


def _counts(path: Path, number: int, line: bytes, required: int, names: tuple[str, ...]) -> dict[str, int]:
    fields = line.partition(b"#")[0].split()[: len(names)]
    valid = all(field.isdigit() and len(field) < 19 for field in fields)
    if len(fields) < required or not valid:
        shown = line[:60].decode("ascii", "backslashreplace").strip()
        wanted = ", ".join(names).replace("_", " ")
        raise ReadError(f"{path}: line {number}: expected the counts of {wanted}, found {shown!r}")
    values = [int(field) for field in fields]
    return dict(zip(names, values + [0] * (len(names) - len(values)), strict=True))


def _check(path: Path, counts: dict[str, int]) -> None:
    if not counts["variables"]:
        raise ReadError(f"{path}: line 2: expected at least one variable, found none")
    parts = (
        (3, "nonlinear_constraints", "constraints"),
        (3, "nonlinear_objectives", "objectives"),
        (5, "nonlinear_in_constraints", "variables"),
        (5, "nonlinear_in_objectives", "variables"),
        (5, "nonlinear_in_both", "nonlinear_in_constraints"),
    )
    for line, part, whole in parts:
        if counts[part] > counts[whole]:
            raise ReadError(
                f"{path}: line {line}: expected at most {counts[whole]} ({whole}) for {part}, found {counts[part]}"
            )


def _byte_order(path: Path, arithmetic: int) -> Literal["<", ">"]:
    if arithmetic == 1:
        return "<"
    if arithmetic == 2:
        return ">"
    raise ReadError(f"{path}: line 6: expected arithmetic 1 (little endian) or 2 (big endian), found {arithmetic}")


def header_end(data: bytes) -> int:
    """Offset of the first byte behind the header's lines, or the length of the data if they are fewer."""
    ends = accumulate(range(LINES), lambda start, _: data.find(b"\n", start) + 1 or len(data), initial=0)
    return list(ends)[-1]
