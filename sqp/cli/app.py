"""The typer application: which commands there are."""

from __future__ import annotations

from typing import Annotated

import typer

from sqp.cli.bench import bench
from sqp.cli.check import check
from sqp.cli.exit_codes import MEANING
from sqp.cli.solve import solve

app = typer.Typer(
    name="sqp",
    epilog="Exit codes: " + "; ".join(f"{int(code)} {text}" for code, text in MEANING.items()) + ".",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(solve)
app.command()(bench)
app.command()(check)


def _show_version(wanted: bool) -> None:  # noqa: FBT001 - the signature that typer calls
    if wanted:
        from importlib.metadata import version

        typer.echo(f"sqp {version('sqp-framework')}")
        raise typer.Exit


@app.callback()
def sqp(
    *,
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Sequential quadratic programming for smooth nonlinear programs."""
