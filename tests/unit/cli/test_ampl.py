"""The program as AMPL, Pyomo and JuMP call it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import casadi as ca
import numpy as np
import pytest

import sqp
from sqp.adapters.ampl.options import KEYWORDS, Assignments
from sqp.cli import COMMANDS, ampl
from sqp.cli.app import app
from sqp.errors import OptionError
from tests.contracts.doors.pyomo import program
from tests.unit.adapters.nl_files import nl_text
from tests.unit.adapters.sol_files import read_sol

HS71 = Path(__file__).parents[2] / "contracts" / "hs71.nl"
ROOT = Path(sqp.__file__).parent.parent
X = [1.0, 4.742999, 3.821150, 1.379408]


@pytest.fixture
def stub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("sqp_options", raising=False)
    (tmp_path / "hs71.nl").write_bytes(HS71.read_bytes())
    return tmp_path / "hs71"


def call(*arguments: object) -> int:
    return ampl.run([str(argument) for argument in arguments])


@pytest.mark.parametrize("extension", ["", ".nl"])
def test_the_answer_is_beside_the_stub(extension: str, stub: Path) -> None:
    assert call(f"{stub}{extension}", "-AMPL") == 0
    answer = read_sol(stub.with_suffix(".sol"))
    np.testing.assert_allclose(answer.x, X, atol=1e-6)
    np.testing.assert_allclose(answer.y, [0.552294, -0.161469, 0.0], atol=1e-5)
    assert answer.suffixes[0, "ipopt_zL_out"] == {0: pytest.approx(1.087871, abs=1e-5)}
    assert answer.message.startswith(f"SQP {sqp.__version__}: A Karush-Kuhn-Tucker point")
    assert answer.code == 0


def test_assignments_come_from_the_environment_and_the_call(
    stub: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("sqp_options", "max_iter=2 outlev 0")
    assert call(stub, "-AMPL") == 0
    assert read_sol(stub.with_suffix(".sol")).code == 400
    assert not capsys.readouterr().out
    assert call(stub, "-AMPL", "max_iter=100", 'hessian="exact"') == 0
    assert read_sol(stub.with_suffix(".sol")).code == 0


def test_output_is_iterations_and_echo_unless_told_otherwise(stub: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call(stub, "-AMPL", "tol=1e-7", "mu_init=0.1")
    out = capsys.readouterr().out
    assert "tol=1e-7\n" in out
    assert 'unknown keyword "mu_init" is ignored' in out
    assert re.search(r"^ +1 +\d", out, re.MULTILINE)
    assert "Karush" not in out, "the host shows the message"
    call("-e", stub, "-AMPL", "tol=1e-7")
    assert "tol=1e-7" not in capsys.readouterr().out
    call(stub, "-AMPL", "wantsol=8")
    assert not capsys.readouterr().out


def test_without_a_host_the_message_is_shown_and_an_answer_written_on_request(
    stub: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(stub) == 0
    assert "Karush" in capsys.readouterr().out
    assert not stub.with_suffix(".sol").exists()
    assert call("-s", stub) == 0
    assert stub.with_suffix(".sol").exists()
    stub.with_suffix(".sol").unlink()
    assert call(stub, "wantsol=9") == 0
    assert stub.with_suffix(".sol").exists()
    call("-of", stub.with_name("other.sol"), stub)
    assert read_sol(stub.with_name("other.sol")).code == 0


def test_a_value_that_is_none_becomes_an_answer(stub: Path) -> None:
    for assignment, words in (("tol=2", "tolerance must be"), ("maxit=many", "maxit must be a whole number")):
        assert call(stub, "-AMPL", assignment) == 0
        answer = read_sol(stub.with_suffix(".sol"))
        assert answer.code == 505
        assert words in answer.message
        assert (answer.rows, answer.variables, answer.x.size) == (3, 4, 0)


def test_a_model_that_cannot_be_solved_becomes_an_answer(tmp_path: Path) -> None:
    text = nl_text("F0 1 1 erf\nO0 0\nn0\nb\n3\n", variables=1)
    for name, data, words in (("f", text, "'erf'"), ("cut", text[:150], "cut.nl"), ("none", "", "empty")):
        (tmp_path / f"{name}.nl").write_text(data)
        assert call(tmp_path / name, "-AMPL") == 0
        answer = read_sol(tmp_path / f"{name}.sol")
        assert answer.code == 504
        assert words in answer.message


def test_notes_are_part_of_the_message(tmp_path: Path) -> None:
    body = "O0 0\no35\no23\nn0\nv0\nv0\no16\nv0\nb\n0 -1 4\nx1\n0 2\nk0\nG0 1\n0 0\n"
    (tmp_path / "kink.nl").write_text(nl_text(body, variables=1, nonlinear=(0, 1), entries=(0, 1)))
    call(tmp_path / "kink", "-AMPL")
    assert "note: the model uses operators that are not differentiable" in read_sol(tmp_path / "kink.sol").message


@pytest.mark.filterwarnings("ignore::sqp.errors.SqpWarning")
def test_the_objective_can_be_chosen(tmp_path: Path) -> None:
    body = "O0 0\no5\nv0\nn2\nO1 1\no16\no5\no1\nv0\nn3\nn2\nb\n0 -9 9\nk0\nG0 1\n0 0\nG1 1\n0 0\n"
    (tmp_path / "two.nl").write_text(nl_text(body, variables=1, objectives=2, nonlinear=(0, 2), entries=(0, 2)))
    for number, x, objective in (("1", 0, 0), ("2", 3, 1), ("0", None, 0)):
        assert call(tmp_path / "two", "-AMPL", f"objno={number}") == 0
        answer = read_sol(tmp_path / "two.sol")
        assert (answer.code, answer.objective) == (0, objective)
        assert x is None or answer.x == pytest.approx([x], abs=1e-6)
    call(tmp_path / "two", "-AMPL", "objno=3")
    assert read_sol(tmp_path / "two.sol").code == 505


@pytest.mark.parametrize("sense", [1, -1])
def test_a_warm_start_with_the_answers_multipliers_is_at_the_end(sense: int, tmp_path: Path) -> None:
    """Maximised, the user's dual values have the other sign, and the file starts from them as they are."""
    problem = sqp.read_nl(HS71)
    x = problem.functions.objective.sx_in(0)
    f = problem.functions.objective(x, [])
    stated = sqp.CasadiProblem(
        x,
        f,
        problem.functions.constraints(x, []),
        variable_bounds=problem.variable_bounds,
        constraint_bounds=problem.constraint_bounds,
        start=problem.start,
        sense=sense,
    )
    sqp.write_nl(stated, tmp_path / "cold")
    call(tmp_path / "cold", "-AMPL", "outlev=0")
    cold = read_sol(tmp_path / "cold.sol")
    assert cold.y[0] * sense == pytest.approx(0.552294, abs=1e-5)
    text = (tmp_path / "cold.nl").read_text()
    at = text.index("\nx4\n")
    start = "".join(f"\n{i} {value!r}" for i, value in enumerate(cold.x.tolist()))
    warm = (
        text[:at]
        + f"\nd{cold.y.size}"
        + "".join(f"\n{i} {value!r}" for i, value in enumerate(cold.y.tolist()))
        + f"\nx4{start}"
    )
    costs = cold.suffixes[0, "ipopt_zL_out"]
    body = text[at + 4 :].split("\nr\n", 1)[1]
    suffix = f"\nS4 {len(costs)} ipopt_zL_in" + "".join(f"\n{i} {value!r}" for i, value in costs.items())
    (tmp_path / "warm.nl").write_text(f"{warm}{suffix}\nr\n{body}")
    loaded = sqp.read_nl(tmp_path / "warm.nl")
    assert loaded.dual_start == pytest.approx(-sense * cold.y)
    assert loaded.bound_dual_start is not None
    assert loaded.bound_dual_start[0] == pytest.approx(-1.087871, abs=1e-5)
    call(tmp_path / "warm", "-AMPL", "max_iter=0")
    answer = read_sol(tmp_path / "warm.sol")
    assert answer.code == 0, "no iteration was needed"
    np.testing.assert_allclose(answer.y, cold.y, rtol=1e-6)


def test_values_come_last_for_casadi(stub: Path) -> None:
    """CasADi's interface to AMPL solvers calls with -oFILE and takes the last lines as the values."""
    path = stub.with_name("casadi.sol")
    assert call(f"-o{path}", f"{stub}.nl") == 0
    np.testing.assert_allclose([float(line) for line in path.read_text().splitlines()[-4:]], X, atol=1e-6)


def test_casadi_calls_the_program(tmp_path: Path) -> None:
    x = ca.SX.sym("x", 4)
    rows = ca.vertcat(x[0] * x[1] * x[2] * x[3], ca.sumsqr(x))
    nlp = {"x": x, "f": x[0] * x[3] * (x[0] + x[1] + x[2]) + x[2], "g": rows}
    solver: Any = ca.nlpsol("solver", "ampl", nlp, {"solver": str(program(tmp_path))})
    answer = solver(x0=[1, 5, 5, 1], lbx=1, ubx=5, lbg=[25, 40], ubg=[np.inf, 40])
    np.testing.assert_allclose(answer["x"].full().ravel(), X, atol=1e-6)


def test_questions(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("-v") == 0
    assert re.search(r"[0-9]+(\.[0-9]+){1,3}", capsys.readouterr().out)
    assert call("-=") == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == list(KEYWORDS)
    assert call("-?") == 0
    assert capsys.readouterr().out.startswith("usage: sqp [options] stub [-AMPL]")


def test_what_cannot_be_answered_fails(tmp_path: Path, stub: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(tmp_path / "absent", "-AMPL") == 1
    assert "can't open" in capsys.readouterr().err
    assert call("-x", stub, "-AMPL") == 1
    assert "unknown option -x" in capsys.readouterr().err
    assert call("-of", tmp_path / "no" / "folder.sol", stub) == 1
    assert "can't write" in capsys.readouterr().err


def test_the_protocol_and_the_commands_are_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("solve.nl").touch()
    Path("m.nl").touch()
    for arguments in (["-v"], ["m"], ["m.nl"], ["solve", "-AMPL"], ["-s", "m"], ["x.nl", "tol=1"], ["-="]):
        assert ampl.is_meant(arguments, COMMANDS), arguments
    for arguments in ([], ["solve", "m.nl"], ["--version"], ["--help"], ["unknown"], ["check", "m.nl"]):
        assert not ampl.is_meant(arguments, COMMANDS), arguments


def test_every_command_is_listed() -> None:
    names = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    assert names <= set(COMMANDS)


def test_words_and_values() -> None:
    given = Assignments()
    given.add_text("tol = 1e-5 presolve=no max_cpu_time='3' strange word=2")
    given.add_arguments(['hessian_approximation="limited-memory"', "odd", "maxit= 7"])
    assert given.values == {"tolerance": 1e-5, "presolve": False, "seconds": 3.0, "hessian": "lbfgs", "iterations": 7}
    assert given.unknown == ["strange", "word", "odd"]
    with pytest.raises(OptionError, match="presolve must be yes or no, got 'perhaps'"):
        given.add("presolve", "perhaps")


def started(*arguments: object, called: str = "sqp") -> subprocess.Popen[str]:
    start = f"import sys; sys.argv[0] = {called!r}; from sqp.cli import main; main()"
    environment = os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"}
    command = [sys.executable, "-c", start, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


def test_a_program_under_another_name_answers_with_it() -> None:
    """Pyomo's newer interface to IPOPT asks a program of that name for its version."""
    out, _ = started("--version", called="ipopt").communicate(timeout=60)
    name, number, _ = out.split(maxsplit=2)
    assert (name.lower(), number) == ("ipopt", sqp.__version__)


def test_who_stops_the_program_gets_the_best_point_so_far(tmp_path: Path) -> None:
    n = 300
    rows = "".join(f"o5\no1\no5\nv{i}\nn2\nv{i + 1}\nn2\no5\no1\nv{i}\nn1\nn2\n" for i in range(n - 1))
    gradient = "".join(f"{i} 0\n" for i in range(n))
    bounds, counts = "0 -9 9\n" * n, "0\n" * (n - 1)
    body = f"O0 0\no54\n{2 * n - 2}\n{rows}b\n{bounds}k{n - 1}\n{counts}G0 {n}\n{gradient}"
    (tmp_path / "long.nl").write_text(nl_text(body, variables=n, nonlinear=(0, 1), entries=(0, n)))
    process = started(tmp_path / "long", "-AMPL", "tol=1e-300", "hessian=sr1", "iterations=1000000")
    assert process.stdout is not None
    while not process.stdout.readline().lstrip().startswith("3 "):
        assert process.poll() is None
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    assert process.returncode == 0
    answer = read_sol(tmp_path / "long.sol")
    assert answer.x.size == n


@pytest.mark.parametrize("listener", [">&-", ">&- 2>&-", ">/dev/full", "| true"])
def test_the_answer_is_written_even_if_nobody_listens(listener: str, stub: Path) -> None:
    """A host may have closed the output, or have stopped to read it."""
    program_text = "import sys, time; time.sleep(0.2); sys.argv[0] = 'sqp'; from sqp.cli import main; main()"
    command = f'set -o pipefail; "{sys.executable}" -c "{program_text}" "{stub}" -AMPL {listener}'
    done = subprocess.run(["bash", "-c", command], env=os.environ | {"PYTHONPATH": str(ROOT)}, check=False)
    assert done.returncode == 0
    assert read_sol(stub.with_suffix(".sol")).code == 0


def test_the_program_starts_without_what_a_solve_can_do_without(stub: Path) -> None:
    """Of the packages that take long to load; and in less than three times the time of what it cannot do without."""
    unwanted = ["typer", "rich", "click", "matplotlib", "scipy.optimize", "scipy.sparse.linalg", "osqp", "pyomo"]
    check = f"""import sys, atexit
atexit.register(lambda: print([name for name in {unwanted} if name in sys.modules]))
sys.argv = ["sqp", {str(stub)!r}, "-AMPL", "outlev=0"]
from sqp.cli import main
main()"""
    out = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "[]"
    times = [_seconds(f"{code}") for code in ("import numpy, scipy.sparse, casadi", check)]
    assert times[1] < 3 * times[0] + 0.2


def _seconds(code: str) -> float:
    """The best of three, of the processor's time."""

    def once() -> float:
        before = os.times()
        subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
        after = os.times()
        return after.children_user + after.children_system - before.children_user - before.children_system

    return min(once() for _ in range(3))
