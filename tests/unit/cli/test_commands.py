from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import Result

from sqp.adapters import rivals
from sqp.model.problem import Problem

Command = Callable[..., Result]


def model(tmp_path: Path, body: str) -> Path:
    path = tmp_path / "model.py"
    path.write_text("import sqp\nm = sqp.Model('m')\n" + body)
    return path


def test_solve_prints_the_iterations_and_the_named_solution(sqp: Command, tank: Path) -> None:
    run = sqp("solve", tank)
    assert run.exit_code == 0, run.output
    assert "iter" in run.stdout
    assert "filled" in run.stdout
    row = next(line.split() for line in run.stdout.splitlines() if line.startswith("w "))
    assert float(row[1]) == pytest.approx(2.0)
    assert row[2] == "m"


def test_json_is_alone_on_standard_output(sqp: Command, tank: Path) -> None:
    run = sqp("solve", tank, "--json")
    content = json.loads(run.stdout)
    assert content["success"] is True
    assert content["exit_code"] == run.exit_code == 0
    assert content["objective"] == pytest.approx(12.0)
    assert content["variables"] == {"w": pytest.approx(2.0), "h": pytest.approx(1.0)}
    assert content["multipliers"]["filled"] == pytest.approx(-2.0)
    assert "chatter of the file" in run.stderr


def test_quiet_is_one_line(sqp: Command, tank: Path) -> None:
    run = sqp("solve", tank, "--quiet")
    assert run.exit_code == 0
    assert len(run.stdout.splitlines()) == 1
    assert run.stdout.startswith("KKT")


def test_log_and_picture_are_written(sqp: Command, tank: Path, tmp_path: Path) -> None:
    log, picture = tmp_path / "run.log", tmp_path / "run.svg"
    run = sqp("solve", tank, "-q", "--log", log, "--plot", picture)
    assert run.exit_code == 0, run.output
    assert log.read_text().splitlines()[0].startswith("iter")
    assert len(log.read_text().splitlines()) > 2
    assert "<svg" in picture.read_text()


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("x = m.variable('x', start=1.0)\nm.minimize(x**2)\nm.subject_to(x**2 <= -1, name='never')", 3),
        ("x = m.variable('x', start=1.0)\nm.minimize(x)", 4),
        ("x = m.variable('x', start=-1.0)\nm.minimize(sqp.log(x))", 6),
    ],
)
def test_the_exit_code_says_what_the_point_is(sqp: Command, tmp_path: Path, body: str, code: int) -> None:
    run = sqp("solve", model(tmp_path, body), "--quiet")
    assert run.exit_code == code, run.output


def test_a_limit_has_its_own_exit_code(sqp: Command, tank: Path) -> None:
    assert sqp("solve", tank, "-q", "--iterations", "1").exit_code == 5


@pytest.mark.parametrize(
    "arguments",
    [
        ["solve"],
        ["solve", "no_such_file.nl"],
        ["bench", "--suite", "nothing"],
        ["bench", "--solver", "nobody"],
        ["bench", "--suite", "engineering", "--tag", "no such tag"],
        ["dance"],
    ],
)
def test_bad_input_is_2_and_explained_on_standard_error(sqp: Command, arguments: list[str]) -> None:
    run = sqp(*arguments)
    assert run.exit_code == 2
    assert run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize("option", [("--tolerance", "-1"), ("--seconds", "0"), ("--iterations", "-3")])
def test_options_out_of_range_are_bad_input(sqp: Command, tank: Path, option: tuple[str, str]) -> None:
    run = sqp("solve", tank, *option)
    assert run.exit_code == 2, run.output
    assert option[0].strip("-") in run.stderr


def test_an_error_leaves_json_output_empty(sqp: Command, tmp_path: Path) -> None:
    run = sqp("solve", tmp_path / "none.nl", "--json")
    assert run.exit_code == 2
    assert run.stdout == ""
    assert "no such file" in run.stderr


def test_bench_json_judges_every_row(sqp: Command) -> None:
    run = sqp("bench", "--suite", "engineering", "--max-n", 2, "--solver", "sqp", "--json")
    content = json.loads(run.stdout)
    assert content["rows"]
    assert all(row["n"] <= 2 for row in content["rows"])
    assert content["summary"][0]["solved"] == sum(row["solved"] for row in content["rows"])
    assert run.exit_code == (0 if all(row["solved"] or row["as_expected"] for row in content["rows"]) else 7)


def test_bench_prints_one_line_per_solver(sqp: Command) -> None:
    run = sqp("bench", "--suite", "engineering", "--max-n", 2, "--solver", "sqp", "--solver", "slsqp")
    assert "Suite engineering" in run.stdout
    assert all(any(solver in line.split() for line in run.stdout.splitlines()) for solver in ("sqp", "slsqp"))


@pytest.mark.parametrize("raised", [True, False])
def test_an_interrupt_ends_the_bench_with_the_rows_so_far(
    sqp: Command, monkeypatch: pytest.MonkeyPatch, *, raised: bool
) -> None:
    honest, calls = rivals.SOLVERS["slsqp"], 0

    def interrupted_in_the_second(problem: Problem, seconds: float = 60.0, /) -> rivals.Answer:
        nonlocal calls
        calls += 1
        if calls == 2 and raised:
            raise KeyboardInterrupt
        answer = honest(problem, seconds)
        return replace(answer, status="INTERRUPTED/FEASIBLE") if calls == 2 else answer

    monkeypatch.setitem(rivals.SOLVERS, "sqp", interrupted_in_the_second)
    run = sqp("bench", "--suite", "hs", "--max-n", 2, "--json")
    assert run.exit_code == 130
    assert len(json.loads(run.stdout)["rows"]) == 1
    assert calls == 2


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys, sqp.cli.app\n"
        "heavy = {'numpy', 'scipy', 'casadi', 'osqp', 'piqp', 'daqp', 'matplotlib', 'cvxpy'} & set(sys.modules)\n"
        "sys.exit(', '.join(heavy) or 0)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


CONFLICT = "x = m.variable('x', lower=0)\nm.subject_to(x <= -1, name='impossible')\nm.minimize(x)"


def test_a_failed_solve_hints_at_its_explanation(sqp: Command, tmp_path: Path) -> None:
    run = sqp("solve", model(tmp_path, CONFLICT))
    assert run.exit_code != 0
    assert "--explain" in run.stdout
    assert "--explain" not in sqp("solve", model(tmp_path, CONFLICT), "--quiet").stdout


def test_explain_names_the_culprits(sqp: Command, tmp_path: Path) -> None:
    run = sqp("solve", model(tmp_path, CONFLICT), "--explain")
    assert "impossible <= -1" in run.stdout
    assert "cannot hold together anywhere" in run.stdout
    assert "run with --explain" not in run.stdout


def test_the_explanation_is_part_of_the_json(sqp: Command, tmp_path: Path) -> None:
    content = json.loads(sqp("solve", model(tmp_path, CONFLICT), "--explain", "--json").stdout)
    assert content["explanation"]["findings"][0]["trouble"] == "CONFLICT"
    assert content["explanation"]["findings"][0]["names"] == ["impossible", "x"]


def test_a_solve_is_continued_from_its_checkpoint(sqp: Command, tank: Path, tmp_path: Path) -> None:
    file = tmp_path / "tank.npz"
    part = sqp("solve", tank, "--json", "--iterations", 2, "--checkpoint", file)
    assert json.loads(part.stdout)["stop"] == "ITERATION_LIMIT"
    rest, whole = sqp("solve", tank, "--json", "--resume", file), sqp("solve", tank, "--json")
    assert rest.exit_code == 0, rest.output
    timeless = [
        {key: value for key, value in json.loads(run.stdout).items() if key != "seconds"} for run in (rest, whole)
    ]
    assert timeless[0] == timeless[1]


def test_a_checkpoint_of_something_else_is_refused(sqp: Command, tank: Path, tmp_path: Path) -> None:
    file = tmp_path / "tank.npz"
    sqp("solve", tank, "--quiet", "--checkpoint", file)
    run = sqp("solve", model(tmp_path, "x = m.variable('x', start=1.0)\nm.minimize(x**2)"), "--resume", file)
    assert run.exit_code == 2
    assert "is of a problem with 2 variables, this has 1" in run.output
