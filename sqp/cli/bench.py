"""``sqp bench``: run solvers over a suite of test problems and judge every answer independently."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from sqp.cli.exit_codes import ExitCode
from sqp.cli.failures import reported

if TYPE_CHECKING:
    from sqp.report.bench import Case, Row, Summary

Suite = Annotated[
    str,
    typer.Option(help="Installed suite: hs, engineering, infeasible, degenerate, ..., all."),
]
Solver = Annotated[list[str], typer.Option(help="sqp, ipopt or slsqp; may be given several times.")]
Tag = Annotated[list[str], typer.Option(help="Only problems that have this tag; may be given several times.")]
Advance = Callable[[str], None]

MaxN = Annotated[int | None, typer.Option("--max-n", help="Only problems with at most this many variables.")]
Seconds = Annotated[float, typer.Option(help="Limit on wall-clock seconds of each solve.")]
Json = Annotated[bool, typer.Option("--json", help="Print rows and summaries as JSON on standard output only.")]


def bench(
    *,
    suite: Suite = "hs",
    solver: Solver = ["sqp"],  # noqa: B006 - typer copies its defaults
    tag: Tag = [],  # noqa: B006
    max_n: MaxN = None,
    seconds: Seconds = 60.0,
    json: Json = False,
) -> None:
    """Solve every problem of a suite; nothing that a solver claims is counted before it is checked.

    Ends with 0 if every solver solves every problem, or says what is expected of one without a solution; 7 otherwise.
    Ctrl-C ends with 130, after the rows so far.
    """
    with reported():
        from sqp.adapters.rivals import SOLVERS
        from sqp.errors import OptionError
        from sqp.report.bench import Summary

        unknown = [name for name in solver if name not in SOLVERS]
        if unknown:
            raise OptionError(f"solver must be one of {', '.join(SOLVERS)}, got {unknown[0]!r}")
        cases = _selected(suite, tag, max_n)
        rows, interrupted = _rows(cases, solver, seconds, hidden=json)
        summaries = [Summary.of(name, rows) for name in solver]
        if json:
            _print_json(rows, summaries)
        else:
            _print_tables(suite, rows, summaries)
        if interrupted:
            raise KeyboardInterrupt
    raise typer.Exit(ExitCode.OPTIMAL if all(row.right for row in rows) else ExitCode.NOT_OPTIMAL)


def _rows(cases: Sequence[Case], solvers: Sequence[str], seconds: float, *, hidden: bool) -> tuple[list[Row], bool]:
    """The rows of all solves, and whether Ctrl-C ended them early; an interrupted solve has no row."""
    from sqp.adapters.rivals import SOLVERS
    from sqp.report.bench import run_case

    rows: list[Row] = []
    try:
        with _progress(len(cases) * len(solvers), hidden=hidden) as advance:
            for case in cases:
                for name in solvers:
                    advance(f"{case.name} {name}")
                    row = run_case(case, name, SOLVERS[name], seconds)
                    if row.interrupted:
                        return rows, True
                    rows.append(row)
    except KeyboardInterrupt:
        return rows, True
    return rows, False


def _selected(name: str, tags: Sequence[str], max_n: int | None) -> list[Case]:
    from sqp.errors import OptionError
    from sqp.report.bench import suite

    cases = [case for case in suite(name) if case.tags.issuperset(tags)]
    if max_n is not None:
        cases = [case for case in cases if case.build().problem().variable_bounds.size <= max_n]
    if not cases:
        raise OptionError(f"suite {name!r} has no problem with the tags and size asked for")
    return cases


@contextmanager
def _progress(total: int, *, hidden: bool) -> Generator[Advance]:
    """A progress bar on standard error; the body calls what it gets with the name of each piece of work."""
    columns = (TextColumn("{task.description:24}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=hidden) as bar:
        task = bar.add_task("", total=total)
        begun = -1

        def advance(description: str) -> None:
            nonlocal begun
            begun += 1
            bar.update(task, description=description, completed=begun)

        yield advance


def _print_json(rows: Sequence[Row], summaries: Sequence[Summary]) -> None:
    from dataclasses import asdict
    from json import dumps

    from sqp.cli.output import plain

    content = {"rows": [asdict(row) for row in rows], "summary": [asdict(summary) for summary in summaries]}
    typer.echo(dumps(plain(content), allow_nan=False))


def _print_tables(suite: str, rows: Sequence[Row], summaries: Sequence[Summary]) -> None:
    console = Console(highlight=False)
    missed = [row for row in rows if not row.at_known or row.false_claim]
    if missed:
        table = _table("Not at a known solution", "problem", "solver", "status", "f", "published", "residual")
        for row in missed:
            status = f"FALSE CLAIM {row.status}" if row.false_claim else row.status
            numbers = f"{row.objective:.8g}", f"{row.optimum:.8g}", f"{row.residual:.1e}"
            table.add_row(row.name, row.solver, status[:22], *numbers)
        console.print(table)
    counted = "problems", "solved", "expected", "optimum", "known", "false", "iterations", "seconds"
    table = _table(f"Suite {suite}", "solver", *counted)
    for s in summaries:
        counts = s.cases, s.solved, s.as_expected, s.at_optimum, s.at_known, s.false_claims
        table.add_row(s.solver, *map(str, counts), f"{s.median_iterations:g}", f"{s.seconds:.3g}")
    console.print(table)
    console.print(
        "solved: a KKT point; expected: no KKT point, as is known of the problem; optimum: at the published optimum; "
        "known: at this or another known local solution; false: claims success with a residual above 1e-4; "
        "iterations: median of the solved; seconds: all solved together",
        style="dim",
    )


def _table(title: str, *columns: str) -> Table:
    """Words to the left, numbers to the right, one line for each row."""
    table = Table(title=title, box=SIMPLE_HEAD)
    for name in columns:
        words = name in ("problem", "solver", "status")
        table.add_column(name, no_wrap=True, overflow="ellipsis", justify="left" if words else "right")
    return table
