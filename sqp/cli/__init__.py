"""The command line: ``sqp solve``, ``sqp bench`` and ``sqp check``.

Nothing heavy is imported before a command needs it, so that ``sqp --help`` answers at once.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Entry point of the ``sqp`` command; ends the process with the exit code of the command."""
    from sqp.cli.app import app
    from sqp.cli.exit_codes import ExitCode

    try:
        app()
    except KeyboardInterrupt:
        sys.exit(ExitCode.INTERRUPTED)
