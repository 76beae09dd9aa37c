"""What a generated project costs, known before it runs: bytes, operations, symbols."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqp.control.codegen.build import STRICT, compiler
from sqp.control.codegen.operations import Operations

#: Functions of the C library that straight-line code may call; nothing else may be undefined in the objects.
FORBIDDEN = re.compile(r"\b(malloc|calloc|realloc|free|printf|fprintf|puts|exit|abort|fopen)\b")


@dataclass(frozen=True)
class StaticReport:
    """Sizes of a project compiled for this machine.

    Attributes
    ----------
    code, constants, state : int
        Bytes of instructions, of constant data, and of the controller's struct.
    stack : int
        Bytes of the largest frame of a function.
    symbols : tuple of str
        Functions that the objects need from outside.
    operations : Operations

    Examples
    --------
    >>> report = StaticReport(9_000, 500, 12_000, 300, ("memset", "sqrt"), Operations(400, 900, 200))
    >>> report.allocates_or_prints
    False
    >>> print(report.text("cart").splitlines()[4])
    | code | 9000 bytes |
    """

    code: int
    constants: int
    state: int
    stack: int
    symbols: tuple[str, ...]
    operations: Operations

    @property
    def allocates_or_prints(self) -> bool:
        """Whether a function that allocates, prints or ends the program is called: never."""
        return any(FORBIDDEN.fullmatch(symbol) for symbol in self.symbols)

    def text(self, name: str) -> str:
        """A page in Markdown."""
        rows = [
            ("code", f"{self.code} bytes"),
            ("constants", f"{self.constants} bytes"),
            ("state (`" + name + "_controller`)", f"{self.state} bytes"),
            ("largest stack frame", f"{self.stack} bytes"),
            ("needs from the C library", ", ".join(self.symbols)),
            *((f"operations: {phase}", str(count)) for phase, count in self.operations.by_phase().items()),
        ]
        lines = [f"# {name}", "", "| | |", "|---|---|", *(f"| {label} | {value} |" for label, value in rows)]
        return "\n".join([*lines, ""])


def static_report(folder: Path, name: str, sources: Sequence[str], operations: Operations, level: str) -> StaticReport:
    """Compile the files with ``level`` (such as "-O2") and read off sizes, frames and symbols.

    Raises
    ------
    NotCompiled
        If there is no compiler.
    """
    gcc = compiler()
    objects = folder / "objects"
    objects.mkdir(exist_ok=True)
    code = constants = stack = 0
    needed: set[str] = set()
    for source in sources:
        part = objects / f"report_{Path(source).stem}.o"
        command = [gcc, *STRICT, level, "-fstack-usage", "-c", str(folder / source), "-o", str(part)]
        subprocess.run(command, check=True, capture_output=True, cwd=objects)
        text, data = _sections(part)
        code, constants = code + text, constants + data
        frames = part.with_suffix(".su")
        if frames.exists():
            stack = max([stack, *(int(line.split("\t")[1]) for line in frames.read_text().splitlines())])
        needed |= _undefined(part)
    outside = tuple(sorted(symbol for symbol in needed if not symbol.startswith((f"{name}_", "_GLOBAL_"))))
    return StaticReport(code, constants, _bytes_of_state(folder, name), stack, outside, operations)


def _sections(part: Path) -> tuple[int, int]:
    """Bytes of instructions and of constants."""
    listing = subprocess.run(["size", "-A", str(part)], check=True, capture_output=True, text=True).stdout
    sizes = {"text": 0, "rodata": 0}
    for line in listing.splitlines():
        for kind in sizes:
            if re.match(rf"\.{kind}", line):
                sizes[kind] += int(line.split()[1])
    return sizes["text"], sizes["rodata"]


def _undefined(part: Path) -> set[str]:
    if shutil.which("nm") is None:
        return set()
    listing = subprocess.run(["nm", "-u", str(part)], check=True, capture_output=True, text=True).stdout
    return {line.split()[-1] for line in listing.splitlines() if line.strip()}


def _bytes_of_state(folder: Path, name: str) -> int:
    """The size of the struct, found at compile time: it is the size of an array in an object file."""
    source = folder / "objects" / "report_state.c"
    source.write_text(f'#include "../{name}.h"\nchar state[sizeof({name}_controller)];\n', encoding="utf-8")
    part = source.with_suffix(".o")
    subprocess.run([compiler(), "-fno-common", "-c", str(source), "-o", str(part)], check=True, capture_output=True)
    listing = subprocess.run(["nm", "-S", str(part)], check=True, capture_output=True, text=True).stdout
    return next(int(line.split()[1], 16) for line in listing.splitlines() if line.endswith(" state"))
