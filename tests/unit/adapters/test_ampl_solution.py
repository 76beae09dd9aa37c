"""What a result becomes in AMPL's terms, and how an answer file is written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import sqp
from sqp.adapters.ampl.answer import Answer, answer_to
from sqp.adapters.ampl.codes import SolveCode, solve_code
from sqp.adapters.ampl.info import Suffix
from sqp.adapters.ampl.service import answered, solved
from sqp.adapters.ampl.solution import message_lines, write_sol
from sqp.algorithm.stop import PointKind, StopReason
from tests.unit.adapters.nl_files import nl_text, rich_text, to_binary
from tests.unit.adapters.sol_files import _binary, read_sol

FULL = Answer(
    message="SQP: done\n\nOptions are none",
    code=SolveCode.ACCEPTABLE,
    rows=2,
    variables=3,
    objective=1,
    x=np.array([0.1, -1e-300, 2.0]),
    y=np.array([1 / 3, -4.0]),
    suffixes=(
        Suffix(name="zL", kind="variable", real=True, size=3, indices=np.array([2]), values=np.array([0.7])),
        Suffix(
            name="sstatus", kind="constraint", real=False, size=2, indices=np.array([0, 1]), values=np.array([3, 5.0])
        ),
    ),
)


@pytest.mark.parametrize("form", ["text", "<", ">"])
@pytest.mark.parametrize("tolerance", [None, 1e-9])
def test_a_reader_gets_every_bit_back(form: str, tolerance: float | None, tmp_path: Path) -> None:
    options = (1, 1, 0) if tolerance is None else (1, 3, 0)
    answer = replace(FULL, options=options, bound_tolerance=tolerance, byte_order=None if form == "text" else form)
    path = tmp_path / "stub.sol"
    write_sol(path, answer)
    found = read_sol(path) if form == "text" else _binary(path.read_bytes(), form)
    np.testing.assert_array_equal(found.x, FULL.x)
    np.testing.assert_array_equal(found.y, FULL.y)
    assert (found.options, found.bound_tolerance) == (list(options), tolerance)
    assert (found.rows, found.variables, found.objective, found.code) == (2, 3, 1, 1)
    assert found.suffixes == {(0, "zL"): {2: 0.7}, (1, "sstatus"): {0: 3, 1: 5}}
    assert found.message.splitlines() == ["SQP: done", " ", " Options are none"]


def test_an_option_of_three_is_counted_with_its_real(tmp_path: Path) -> None:
    write_sol(tmp_path / "stub.sol", replace(FULL, options=(1, 3, 0), bound_tolerance=0.5))
    lines = (tmp_path / "stub.sol").read_text().splitlines()
    at = lines.index("Options")
    assert lines[at + 1 : at + 10] == ["5", "1", "3", "0", "2", "2", "3", "3", "0.5"]


def test_an_answer_without_values_says_how_many_there_would_be(tmp_path: Path) -> None:
    write_sol(tmp_path / "stub.sol", replace(FULL, x=None, y=None, suffixes=()))
    found = read_sol(tmp_path / "stub.sol")
    assert (found.rows, found.y.size, found.variables, found.x.size) == (2, 0, 3, 0)


def test_no_line_of_a_message_ends_it_early() -> None:
    assert "" not in message_lines("a\n\nb")
    assert not any(line.startswith("Options") for line in message_lines("Options\nOptions: 3"))


CODES = [
    (PointKind.KKT, StopReason.ITERATION_LIMIT, 0),
    (PointKind.KKT_ACCEPTABLE, StopReason.SMALL_STEP, 1),
    (PointKind.FRITZ_JOHN, StopReason.SMALL_STEP, 100),
    (PointKind.INFEASIBLE_STATIONARY, StopReason.TIME_LIMIT, 200),
    (PointKind.INFEASIBLE, StopReason.INFEASIBLE, 201),
    (PointKind.UNBOUNDED, StopReason.ITERATION_LIMIT, 300),
    (PointKind.FEASIBLE, StopReason.ITERATION_LIMIT, 400),
    (PointKind.INFEASIBLE, StopReason.TIME_LIMIT, 402),
    (PointKind.FEASIBLE, StopReason.INTERRUPTED, 403),
    (PointKind.FEASIBLE, StopReason.EVALUATION_LIMIT, 404),
    (PointKind.FEASIBLE, StopReason.STALLED, 500),
    (PointKind.INFEASIBLE, StopReason.SMALL_STEP, 501),
    (PointKind.FEASIBLE, StopReason.SUBPROBLEM_FAILED, 502),
    (PointKind.UNKNOWN, StopReason.EVALUATION_FAILED, 550),
]


@pytest.fixture(scope="module")
def some_result() -> sqp.Result:
    m = sqp.Model()
    x = m.variable("x", lower=0.0, upper=1.0)
    m.minimize(x)
    return m.solve()


@pytest.mark.parametrize(("point", "stop", "code"), CODES)
def test_the_point_decides_the_code(point: PointKind, stop: StopReason, code: int, some_result: sqp.Result) -> None:
    assert solve_code(replace(some_result, point=point, stop=stop)) == code


def test_every_ending_has_a_code(some_result: sqp.Result) -> None:
    for point in PointKind:
        for stop in StopReason:
            assert solve_code(replace(some_result, point=point, stop=stop)) in SolveCode


def test_a_contradiction_is_priced_by_a_suffix_and_not_by_dual_values(tmp_path: Path) -> None:
    body = "C0\no5\nv0\nn2\nO0 0\nn0\nx1\n0 1\nr\n1 -1\nb\n3\nk0\nJ0 1\n0 0\nG0 1\n0 1\n"
    (tmp_path / "m.nl").write_text(nl_text(body, variables=1, constraints=1, nonlinear=(1, 0), entries=(1, 1)))
    answer = answered(tmp_path / "m.nl", {}, title="SQP")
    assert answer.code == SolveCode.LOCALLY_INFEASIBLE
    assert answer.y is None
    assert {suffix.name for suffix in answer.suffixes} == {"sstatus", "dunbdd"}
    certificate = next(suffix for suffix in answer.suffixes if suffix.name == "dunbdd")
    assert certificate.dense()[0] < 0, "the row would have to give way upwards"


def test_the_answer_to_a_binary_file_is_binary(tmp_path: Path) -> None:
    (tmp_path / "m.nl").write_bytes(to_binary(rich_text(), ">"))
    answer = answered(tmp_path / "m.nl", {"iterations": 2}, title="SQP")
    assert answer.byte_order == ">"
    write_sol(tmp_path / "m.sol", answer)
    assert _binary((tmp_path / "m.sol").read_bytes(), ">").x.size == 4


def test_statuses_of_variables_and_rows(tmp_path: Path) -> None:
    body = "O0 0\nn0\nx3\n0 .5\n1 .5\n2 .5\nr\n1 1\n2 -9\nb\n0 0 1\n0 .5 .5\n0 0 1\nk2\n1\n3\n"
    body += "J0 2\n0 1\n1 1\nJ1 2\n1 1\n2 1\nG0 2\n0 -1\n2 1\n"
    (tmp_path / "m.nl").write_text(nl_text(body, variables=3, constraints=2, entries=(4, 2)))
    answer = answered(tmp_path / "m.nl", {}, title="SQP")
    status = {suffix.kind: suffix.dense().tolist() for suffix in answer.suffixes if suffix.name == "sstatus"}
    assert status == {"variable": [2, 5, 3], "constraint": [4, 1]}


def test_multipliers_of_complementarity_count_with_their_products(tmp_path: Path) -> None:
    """min x0 + x1 with 0 <= x0 complementing x0 + x1 - 1 >= 0: y of the row is the price of its 1."""
    body = "C0\nn0\nO0 0\nn0\nx2\n0 0\n1 1\nr\n5 1 1\nb\n2 0\n2 0\nk1\n1\nJ0 2\n0 1\n1 1\nG0 2\n0 1\n1 2\n"
    (tmp_path / "m.nl").write_text(nl_text(body, variables=2, constraints=1, entries=(2, 2)))
    problem = sqp.read_nl(tmp_path / "m.nl")
    result = solved(problem, {})
    answer = answer_to(problem, result, "SQP")
    assert answer.y is not None
    assert (answer.rows, answer.y.size, result.y.size) == (1, 1, 2)
    gradient = problem.gradient(result.x)
    zL = next((s.dense() for s in answer.suffixes if s.name == "ipopt_zL_out"), np.zeros(2))
    stationarity = gradient - dict_row(problem, result.x) * answer.y[0] - zL
    np.testing.assert_allclose(stationarity, 0, atol=1e-7)


def dict_row(problem: sqp.CasadiProblem, x: np.ndarray) -> np.ndarray:
    return np.asarray(problem.jacobian(x))[0]
