"""Whatever happens at whichever call of a user's function: the best point so far, and the truth about how it ended."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

import sqp
from sqp.algorithm.record import IterationRecord
from sqp.algorithm.stop import PointKind, StopReason
from sqp.errors import ProblemError
from sqp.qp.osqp import OSQP
from tests.unit.algorithm.small_problems import cusp, hs71, logarithm, rosenbrock, slide, two_discs
from tests.unit.algorithm.troubled import Trouble, Troubled, imaginary, infinite, misshapen, nan, raising

PROBLEMS = {"rosenbrock": rosenbrock, "hs71": hs71, "cusp": cusp, "slide": slide, "logarithm": logarithm}
SHORT = sqp.Limits(iterations=40)


@cache
def stated(name: str) -> Any:
    return PROBLEMS[name]()


def is_no_worse_than_the_history(result: Any) -> bool:
    """No iterate is feasible with a lower objective; if none is feasible, none is less violated."""
    feasible = [record.f for record in result.history if record.violation <= 1e-8]
    if feasible:
        return bool(result.success or result.f <= min(feasible) + 1e-9 * max(1.0, abs(result.f)))
    return all(result.residuals.violation <= record.violation + 1e-9 for record in result.history)


@pytest.mark.parametrize("name", PROBLEMS)
def test_ctrl_c_at_any_call_returns_the_best_point(name: str) -> None:
    problem = stated(name)
    for call in range(1, 61):
        troubled = Troubled(problem, call, raising(KeyboardInterrupt()))
        result = sqp.solve(troubled, limits=SHORT)
        if troubled.calls < call:
            break
        assert result.stop is StopReason.INTERRUPTED
        assert troubled.calls == call  # nobody is asked again
        assert result.point is PointKind.UNKNOWN or result.f == problem.objective(result.x)
        assert is_no_worse_than_the_history(result)


def test_ctrl_c_in_the_restoration_phase() -> None:
    seen = 0
    for call in range(10, 60, 3):
        result = sqp.solve(Troubled(two_discs(), call, raising(KeyboardInterrupt())), relax=False)
        assert result.stop is StopReason.INTERRUPTED
        seen += any(record.note.startswith("restoration") for record in result.history)
    assert seen > 3


def reducible() -> Any:
    """A problem of which presolve takes out a variable and a row."""
    m = sqp.Model()
    x, y, fixed = m.variable("x", start=-1.2), m.variable("y", start=1.0), m.variable("fixed", lower=3, upper=3)
    m.minimize((1 - x) ** 2 + 100 * (y - x**2) ** 2 + fixed)
    m.subject_to(2 * x <= 1.8)
    m.subject_to(x * y >= -5)
    return m.problem()


def test_ctrl_c_while_presolve_is_at_work() -> None:
    quiet = Troubled(reducible(), 0, nan)
    assert any(note.startswith("presolve removed") for note in sqp.solve(quiet).notes)
    for call in (*range(1, 12), *range(quiet.calls - 3, quiet.calls + 1)):
        result = sqp.solve(Troubled(reducible(), call, raising(KeyboardInterrupt())))
        assert result.stop is StopReason.INTERRUPTED or result.success  # after the solve it only cuts the report


def test_ctrl_c_in_a_qp_backend(monkeypatch: pytest.MonkeyPatch) -> None:
    from sqp.qp import osqp

    def interrupted(*_: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(osqp.OSQPSession, "_answer", interrupted)
    result = sqp.solve(stated("hs71"), qp=OSQP())
    assert result.stop is StopReason.INTERRUPTED
    np.testing.assert_array_equal(result.x, stated("hs71").start)


TROUBLES = {
    "nan": nan,
    "infinite": infinite,
    "misshapen": misshapen,
    "complex": imaginary,
    "exception": raising(RuntimeError("the simulation diverged")),
}


@pytest.mark.parametrize("trouble", TROUBLES.values(), ids=TROUBLES.keys())
@pytest.mark.parametrize("name", ["rosenbrock", "hs71"])
def test_one_failure_after_the_first_iteration_is_survived(name: str, trouble: Trouble) -> None:
    for call in range(6, 40, 3):  # of two, four or five functions in turn: each of them fails
        troubled = Troubled(stated(name), call, trouble)
        result = sqp.solve(troubled)
        if troubled.calls < call:
            break
        assert result.success, f"call {call}: {result.message}"


@pytest.mark.parametrize("trouble", TROUBLES.values(), ids=TROUBLES.keys())
@pytest.mark.parametrize("name", ["rosenbrock", "hs71"])
def test_functions_that_fail_for_good_end_the_solve_soon(name: str, trouble: Trouble) -> None:
    for call in range(6, 40, 3):
        troubled = Troubled(stated(name), call, trouble, lasting=True)
        result = sqp.solve(troubled)
        if troubled.calls < call:
            break
        assert result.success or result.stop is StopReason.EVALUATION_FAILED
        assert troubled.calls <= 2000
        assert result.success or "The last evaluation that failed: " in result.message
        assert np.isfinite(result.f)


def test_the_message_names_the_function_and_the_row() -> None:
    troubled = Troubled(stated("hs71"), 8, nan, lasting=True)
    assert "failed: constraints: c[0] is nan" in sqp.solve(troubled).message


@pytest.mark.parametrize("trouble", [misshapen, imaginary])
def test_the_first_answer_of_a_function_must_be_right(trouble: Trouble) -> None:
    for call in range(1, 5):
        with pytest.raises(ProblemError, match=r"returned|must return"):
            sqp.solve(Troubled(stated("hs71"), call, trouble))


def test_a_mistake_in_a_function_is_raised_with_the_result_so_far() -> None:
    with pytest.raises(TypeError, match="unsupported operand") as caught:
        sqp.solve(Troubled(stated("hs71"), 20, raising(TypeError("unsupported operand"))))
    error: Any = caught.value
    assert error.result.stop is StopReason.RAISED
    assert error.result.iterations == len(error.result.history) > 1
    assert "in the attribute 'result'" in error.__notes__[0]


@pytest.mark.parametrize("presolve", [True, False])
def test_an_exception_of_the_callback_carries_the_result_so_far(*, presolve: bool) -> None:
    m = sqp.Model()
    x, y, fixed = m.variable("x", start=-1.2), m.variable("y", start=1.0), m.variable("fixed", lower=3, upper=3)
    m.minimize((1 - x) ** 2 + 100 * (y - x**2) ** 2 + fixed)
    seen: list[IterationRecord] = []

    def callback(record: IterationRecord) -> None:
        seen.append(record)
        if record.iteration == 4:
            raise LookupError("no such column")

    with pytest.raises(LookupError, match="no such column") as caught:
        m.solve(callback=callback, presolve=presolve)
    error: Any = caught.value
    assert error.result.stop is StopReason.RAISED
    assert error.result.iterations == 4
    np.testing.assert_array_equal(error.result.x, seen[-1].x)
    assert error.result["fixed"] == 3


@pytest.mark.parametrize("evaluations", range(1, 12))
def test_no_evaluation_exceeds_the_limit(evaluations: int) -> None:
    limits = sqp.Limits(evaluations=evaluations)
    for name in PROBLEMS:
        result = sqp.solve(stated(name), limits=limits)
        assert result.counts.objective <= evaluations
        assert result.counts.constraints <= evaluations
        assert result.success or result.stop in {StopReason.EVALUATION_LIMIT, StopReason.UNBOUNDED}


def test_evaluations_of_differences_are_counted_apart() -> None:
    result = sqp.minimize(lambda x: float((x - 1) @ (x - 1)), np.zeros(3))
    assert result.counts.differences == 6 * result.counts.gradient  # central: two for each variable
    assert sqp.solve(stated("hs71")).counts.differences == 0
