"""What the command line does with an exception: one sentence on standard error, and an honest exit code."""

from __future__ import annotations

import traceback
from collections.abc import Generator
from contextlib import contextmanager

import typer

from sqp.cli.exit_codes import ExitCode
from sqp.errors import SqpError


@contextmanager
def reported() -> Generator[None]:
    """Turn the exceptions of the body into messages and exit codes.

    Examples
    --------
    >>> from sqp.errors import ReadError
    >>> try:
    ...     with reported():
    ...         raise ReadError("model.nl: the file is empty")
    ... except typer.Exit as stop:
    ...     print(int(stop.exit_code))
    2
    """
    try:
        yield
    except (SqpError, OSError) as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(ExitCode.BAD_INPUT) from error
    except ModuleNotFoundError as error:
        typer.echo(f"error: {error}; is the extra installed that brings it?", err=True)
        raise typer.Exit(ExitCode.BAD_INPUT) from error
    except KeyboardInterrupt as error:
        typer.echo("interrupted", err=True)
        raise typer.Exit(ExitCode.INTERRUPTED) from error
    except (typer.Exit, typer.Abort):
        raise
    except Exception as error:
        traceback.print_exc()
        typer.echo(f"error: unexpected {type(error).__name__}: {error}", err=True)
        raise typer.Exit(ExitCode.UNEXPECTED) from error
