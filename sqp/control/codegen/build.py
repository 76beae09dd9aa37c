"""Compile a generated project with the compiler of this machine."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from sqp.errors import SqpError

#: What generated code compiles under without a word.
STRICT = ("-std=c99", "-Wall", "-Wextra", "-Wpedantic", "-Wconversion")
#: The model is straight-line code: a higher level costs compile time and gains nothing.
MODEL_FLAGS = ("-O1",)


class NotCompiled(SqpError, RuntimeError):
    """There is no C compiler, or it refused the code; the message says which."""


def compiler() -> str:
    """The path of gcc or another C compiler.

    Raises
    ------
    NotCompiled
        If there is none.
    """
    for name in ("gcc", "cc", "clang"):
        path = shutil.which(name)
        if path:
            return path
    raise NotCompiled("no C compiler was found: install gcc, or compile the generated project elsewhere")


def compiled(folder: Path, name: str, flags: Sequence[str], sources: Sequence[str], target: str) -> Path:
    """Compile sources of a project, each with its own flags, and link them as ``target``; returns its path.

    Raises
    ------
    NotCompiled
        If there is no compiler, or it refuses the code.
    """
    gcc = compiler()
    objects = folder / "objects"
    objects.mkdir(exist_ok=True)
    parts: list[str] = []
    for source in sources:
        part = objects / f"{Path(target).stem}_{Path(source).stem}.o"
        own = MODEL_FLAGS if source == f"{name}_model.c" and any(flag in ("-O2", "-O3") for flag in flags) else ()
        _run([gcc, *STRICT, *flags, *own, "-fPIC", "-c", str(folder / source), "-o", str(part)])
        parts.append(str(part))
    shared = ["-shared"] if target.endswith(".so") else []
    path = folder / target
    _run([gcc, *flags, *shared, *parts, "-lm", "-o", str(path)])
    return path


def _run(command: Sequence[str]) -> None:
    finished = subprocess.run(command, check=False, capture_output=True, text=True)
    if finished.returncode:
        raise NotCompiled(f"{' '.join(command)} failed:\n{finished.stderr}")
