"""``sqp solve FILE``: solve one problem and show the solution."""

from __future__ import annotations

import logging
import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from sqp.cli.exit_codes import exit_code
from sqp.cli.failures import reported

if TYPE_CHECKING:
    from sqp.algorithm.journal import Callback
    from sqp.algorithm.result import Result
    from sqp.algorithm.sqp import SQP
    from sqp.model.problem import Problem

File = Annotated[Path, typer.Argument(help="An AMPL model (.nl) or a Python file (.py) that defines a model.")]
Name = Annotated[str | None, typer.Option(help="Name of the model, problem or function in a Python file.")]
Tolerance = Annotated[float, typer.Option(help="Largest scaled residual of a KKT point.")]
Iterations = Annotated[int, typer.Option(help="Limit on iterations.")]
Evaluations = Annotated[int, typer.Option(help="Limit on evaluations of the objective.")]
Time = Annotated[float, typer.Option("--seconds", help="Limit on wall-clock seconds.")]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON on standard output, and nothing else.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print how it ended and the objective, in one line.")]
Explain = Annotated[bool, typer.Option("--explain", help="Also say what is wrong, by name, and what to try.")]
Log = Annotated[Path | None, typer.Option(help="Also write the iteration log to this file.")]
Plot = Annotated[Path | None, typer.Option(help="Write a picture of the convergence to this file (.png, .svg, .pdf).")]
Checkpoint = Annotated[
    Path | None, typer.Option(help="Save the solve to this file (.npz) now and then, so that it can be continued.")
]
Resume = Annotated[Path | None, typer.Option(help="Continue the solve in this file, and go on saving to it.")]


def solve(
    file: File,
    *,
    name: Name = None,
    tolerance: Tolerance = 1e-8,
    iterations: Iterations = 1000,
    evaluations: Evaluations = 100_000,
    seconds: Time = float("inf"),
    json: Json = False,
    quiet: Quiet = False,
    explain: Explain = False,
    log: Log = None,
    plot: Plot = None,
    checkpoint: Checkpoint = None,
    resume: Resume = None,
) -> None:
    """Solve the problem in FILE and print the iterations and the solution.

    A Python file is searched for a function build(), model() or problem(), then for the only model at its top level.
    """
    console = Console(file=sys.stdout, highlight=False, soft_wrap=True)
    with reported(), redirect_stdout(sys.stderr):  # what the user's file prints must not end up in the answer
        from sqp.algorithm.limits import Limits
        from sqp.algorithm.sqp import SQP
        from sqp.cli.load import load_problem
        from sqp.cli.output import HINT, as_json, outcome, solution

        limits = Limits(iterations=iterations, evaluations=evaluations, seconds=seconds)
        method = SQP(tolerance=tolerance, limits=limits)
        problem = load_problem(file, name)
        silent = json or quiet
        if not silent:
            console.print(_heading(problem, file), style="bold", markup=False)
        listeners = _listeners(Console(quiet=True) if silent else console, log)
        result = _solved(method, problem, listeners, checkpoint, resume)
        explanation = result.explain() if explain else None
        answer = as_json(result, explanation) if json else outcome(result) if quiet else solution(result)
        console.print(answer, markup=False)
        if not json and explanation is not None:
            console.print(f"\n{explanation}", markup=False)
        elif not silent and not result.success:
            console.print(HINT, markup=False)
        if plot is not None:
            from sqp.report.plots import convergence_plot

            convergence_plot(result, plot)
    raise typer.Exit(exit_code(result))


def _solved(method: SQP, problem: Problem, callback: Callback, checkpoint: Path | None, resume: Path | None) -> Result:
    """Begin or continue."""
    from sqp.algorithm import checkpoint as files
    from sqp.algorithm.resume import resume as continued

    saves = None if checkpoint is None else files.Checkpoint(checkpoint)
    if resume is None:
        return method.solve(problem, callback=callback, checkpoint=saves)
    return continued(resume, problem, method=method, callback=callback, checkpoint=saves)


def _heading(problem: Problem, file: Path) -> str:
    return f"{file.name}: {problem.variable_bounds.size} variables, {problem.constraint_bounds.size} constraints\n"


def _listeners(console: Console, log: Path | None) -> Callback:
    from sqp.report.log import LOGGER, LoggingLog, TerminalLog, both

    terminal = TerminalLog(console)
    if log is None:
        return terminal
    LOGGER.setLevel(logging.INFO)
    LOGGER.addHandler(logging.FileHandler(log, mode="w", encoding="utf-8"))
    return both(terminal, LoggingLog())
