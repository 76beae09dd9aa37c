"""``sqp check FILE``: compare the derivatives of a problem with its function values."""

from __future__ import annotations

import json as notation
import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from sqp.cli.exit_codes import ExitCode
from sqp.cli.failures import reported
from sqp.errors import EvaluationError, ProblemError

if TYPE_CHECKING:
    from sqp.arrays import Vector
    from sqp.model.problem import Problem

File = Annotated[Path, typer.Argument(help="An AMPL model (.nl) or a Python file (.py) that defines a model.")]
Name = Annotated[str | None, typer.Option(help="Name of the model, problem or function in a Python file.")]
At = Annotated[
    str | None,
    typer.Option(help="Where to check: all values, '1,2.5', or some by name, 'x[0]=1,y=2.5'. Default: the start."),
]
Directions = Annotated[int, typer.Option(help="Random directions to look along.")]
Seed = Annotated[int, typer.Option(help="Seed of the random directions.")]
Json = Annotated[bool, typer.Option("--json", help="Print the report as JSON on standard output, and nothing else.")]
Plot = Annotated[Path | None, typer.Option(help="Write a picture of the remainders to this file (.png, .svg, .pdf).")]


def check(
    file: File,
    *,
    name: Name = None,
    at: At = None,
    directions: Directions = 3,
    seed: Seed = 0,
    json: Json = False,
    plot: Plot = None,
) -> None:
    """Check the derivatives of the problem in FILE against its function values.

    Remainders of Taylor expansions must fall with the square and the cube of the step; wrong entries are named.
    """
    console = Console(file=sys.stdout, highlight=False, soft_wrap=True)
    with reported(), redirect_stdout(sys.stderr):  # what the user's file prints must not end up in the answer
        from sqp.calculus.check import check_derivatives
        from sqp.cli.load import load_problem
        from sqp.cli.output import plain

        problem = load_problem(file, name)
        try:
            report = check_derivatives(problem, _point(problem, at), directions=directions, seed=seed)
        except EvaluationError as error:
            typer.echo(f"error: the functions cannot be evaluated where they are to be checked: {error}", err=True)
            raise typer.Exit(ExitCode.EVALUATION_FAILED) from error
        text = notation.dumps(plain(report.as_dict()), allow_nan=False, ensure_ascii=False) if json else str(report)
        console.print(text, markup=False)
        if plot is not None:
            report.plot(plot)
    raise typer.Exit(ExitCode.OPTIMAL if report.ok else ExitCode.WRONG_DERIVATIVES)


def _point(problem: Problem, at: str | None) -> Vector | None:
    """The point that the user asks for; None is the start.

    Raises
    ------
    ProblemError
        If a value is no number, or a name or the number of values does not fit the problem.
    """
    import numpy as np

    from sqp.model.names import unknown_name
    from sqp.model.problem import HasStart, provides, variable_name

    if at is None:
        return None
    n = problem.variable_bounds.size
    if "=" not in at:
        return np.array([_number(value) for value in at.split(",")])
    if not provides(problem, HasStart):
        raise ProblemError("--at by name needs a problem with a start, which gives the other values")
    x = np.array(problem.start, dtype=np.float64)
    index = {variable_name(problem, i): i for i in range(n)}
    for assignment in _assignments(at):
        variable, _, value = assignment.partition("=")
        if variable.strip() not in index:
            raise ProblemError(f"--at: {unknown_name('variable', variable.strip(), index)}")
        x[index[variable.strip()]] = _number(value)
    return x


def _assignments(at: str) -> list[str]:
    """The parts between commas; a comma inside brackets, as in ``A[0,1]=2``, separates nothing.

    >>> _assignments("A[0,1]=2,b=3")
    ['A[0,1]=2', 'b=3']
    """
    parts = [""]
    depth = 0
    for character in at:
        depth += (character == "[") - (character == "]")
        if character == "," and not depth:
            parts.append("")
        else:
            parts[-1] += character
    return parts


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ProblemError(f"--at: expected a number, got {text.strip()!r}") from None
