"""CasADi functions as machine code: translated to C, compiled once, and kept on disk by content.

Compiled code evaluates scalar operations several times as fast as CasADi's interpreter.  What has been compiled before,
in whatever process, is only loaded.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import casadi as ca

from sqp.errors import OptionError

#: Longer programs stay interpreted: a compiler takes minutes for them.
LONGEST = 50_000
_FLAGS = ("-O2", "-fPIC", "-shared")


def compiled(function: Any) -> Any:
    """The same function as compiled code; the function itself if it is too long, or has parts without C code.

    The compiler is the one that the environment variable ``CC`` names, else ``cc``, ``gcc`` or ``clang``.  Libraries
    are kept in :func:`cache_folder`.

    Raises
    ------
    OptionError
        If there is no compiler, or it fails.

    Examples
    --------
    >>> x = ca.SX.sym("x")
    >>> fast = compiled(ca.Function("cube", [x], [x**3]))  # doctest: +SKIP
    >>> fast(2.0)  # doctest: +SKIP
    DM(8)
    """
    if function.n_instructions() > LONGEST:
        return function
    generator = ca.CodeGenerator("function", {"with_header": False})
    try:
        generator.add(function)
        code: str = generator.dump()
    except RuntimeError:  # a function that CasADi cannot write in C, such as a solver or a callback
        return function
    compiler = _compiler()
    key = hashlib.sha256("\n".join((code, compiler, *_FLAGS, sys.platform)).encode()).hexdigest()[:32]
    library = cache_folder() / f"{key}.so"
    if not library.exists():
        _build(compiler, code, library)
    return ca.external(function.name(), str(library))


def cache_folder() -> Path:
    """Where compiled functions are kept: ``$SQP_CACHE``, else ``sqp`` in the user's cache; safe to delete."""
    own = os.environ.get("SQP_CACHE")
    if own:
        return Path(own)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "sqp"


def _compiler() -> str:
    wanted = os.environ.get("CC")
    candidates = [wanted] if wanted else ["cc", "gcc", "clang"]
    found = next((path for path in map(shutil.which, candidates) if path), None)
    if found is None:
        raise OptionError(
            f"compile=True needs a C compiler; looked for {', '.join(candidates)}: install one, name one in the "
            "environment variable CC, or leave out compile"
        )
    return found


def _build(compiler: str, code: str, library: Path) -> None:
    """Compile in a folder of its own beside the library; two processes may do so at the same time."""
    library.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=library.parent) as folder:
        source, made = Path(folder) / "function.c", Path(folder) / "function.so"
        source.write_text(code, encoding="utf-8")
        command = [compiler, *_FLAGS, str(source), "-o", str(made), "-lm"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
        if done.returncode:
            raise OptionError(f"{compiler} could not compile a function: {done.stderr.strip()[-500:]}")
        made.replace(library)
