"""The command line: ``sqp solve``, ``sqp bench`` and ``sqp check``, and the solver that AMPL and its kin call.

Nothing heavy is imported before a command needs it, so that ``sqp --help`` answers at once.
"""

from __future__ import annotations

import sys
from pathlib import Path

#: The first argument that is none of the solver protocol's stubs.
COMMANDS = ("solve", "bench", "check", "report")


def main() -> None:
    """Entry point of the ``sqp`` command; ends the process with the exit code of the command."""
    from sqp.cli import ampl
    from sqp.cli.exit_codes import ExitCode

    arguments, program = sys.argv[1:], Path(sys.argv[0]).stem
    posing = arguments == ["--version"] and program not in ("sqp", "__main__")
    if posing or ampl.is_meant(arguments, COMMANDS):
        sys.exit(ampl.run(arguments, "sqp" if program == "__main__" else program))
    from sqp.cli.app import app

    try:
        app()
    except KeyboardInterrupt:
        sys.exit(ExitCode.INTERRUPTED)
