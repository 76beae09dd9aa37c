"""How a run ends when somebody or something ends it: the point is always returned, and the reason is the true one."""

from __future__ import annotations

import time

import numpy as np
import pytest

import sqp
from sqp.algorithm.record import IterationRecord
from sqp.algorithm.result import Result
from sqp.algorithm.stop import PointKind, StopReason
from tests.unit.algorithm.small_problems import Watched, hs71, logarithm, rosenbrock


def consistent(result: Result) -> None:
    """The returned point is one that was evaluated: f belongs to x, and records end there."""
    assert np.isfinite(result.x).all()
    assert result.f == pytest.approx(rosenbrock().objective(result.x), rel=1e-12)
    assert len(result.history) == result.iterations


@pytest.mark.parametrize("iterations", [0, 1, 3])
def test_iteration_limit(iterations: int) -> None:
    result = sqp.solve(rosenbrock(), limits=sqp.Limits(iterations=iterations))
    assert result.stop is StopReason.ITERATION_LIMIT
    assert result.iterations == iterations
    assert not result
    consistent(result)


def test_evaluation_limit() -> None:
    result = sqp.solve(rosenbrock(), limits=sqp.Limits(evaluations=4))
    assert result.stop is StopReason.EVALUATION_LIMIT
    assert result.counts.objective == 4
    consistent(result)


def test_time_limit() -> None:
    slow = Watched(rosenbrock(), lambda _: time.sleep(0.02))
    begin = time.perf_counter()
    result = sqp.solve(slow, limits=sqp.Limits(seconds=0.1))
    assert result.stop is StopReason.TIME_LIMIT
    assert time.perf_counter() - begin < 2.0
    consistent(result)


def test_a_callback_that_returns_true() -> None:
    seen: list[IterationRecord] = []

    def enough(record: IterationRecord) -> bool:
        seen.append(record)
        return record.iteration == 2

    result = sqp.solve(rosenbrock(), callback=enough)
    assert result.stop is StopReason.STOPPED_BY_CALLBACK
    assert [record.iteration for record in seen] == [1, 2]
    assert seen[-1].x is not None
    np.testing.assert_array_equal(seen[-1].x, result.x)
    consistent(result)


def test_a_callback_that_raises_stop_iteration() -> None:
    def enough(_: IterationRecord) -> None:
        raise StopIteration

    result = sqp.solve(rosenbrock(), callback=enough)
    assert (result.stop, result.iterations) == (StopReason.STOPPED_BY_CALLBACK, 1)
    consistent(result)


@pytest.mark.parametrize("answer", [False, None, 0, 1, "yes"])
def test_only_true_itself_stops(answer: object) -> None:
    assert sqp.solve(rosenbrock(), callback=lambda _: answer).success


def test_an_error_in_the_callback_is_the_callers() -> None:
    def broken(_: IterationRecord) -> None:
        raise LookupError("no such column")

    with pytest.raises(LookupError, match="no such column"):
        sqp.solve(rosenbrock(), callback=broken)


def test_records_are_frozen_and_the_history_keeps_points_only_on_request() -> None:
    short = sqp.solve(rosenbrock())
    long = sqp.solve(rosenbrock(), keep_iterates=True)
    assert all(record.x is None for record in short.history)
    assert long.history[-1].x is not None
    np.testing.assert_array_equal(long.history[-1].x, long.x)
    with pytest.raises(AttributeError):
        long.history[0].f = 0.0  # pyright: ignore[reportAttributeAccessIssue]


@pytest.mark.parametrize("call", [3, 6, 9])
def test_the_keyboard_interrupts_and_the_point_is_returned(call: int) -> None:
    def interrupt(number: int) -> None:
        if number == call:
            raise KeyboardInterrupt

    result = sqp.solve(Watched(rosenbrock(), interrupt))
    assert result.stop is StopReason.INTERRUPTED
    assert result.point is PointKind.FEASIBLE
    consistent(result)


def test_functions_that_fail_at_the_start() -> None:
    result = sqp.solve(logarithm(start=-1.0))
    assert result.stop is StopReason.EVALUATION_FAILED
    assert result.point is PointKind.UNKNOWN
    assert "objective: is nan" in result.message
    np.testing.assert_array_equal(result.x, [-1.0])
    assert not result


@pytest.mark.parametrize("error", [ZeroDivisionError("division by zero"), ValueError("math domain error")])
def test_functions_that_raise_at_the_start(error: Exception) -> None:
    def broken(_: int) -> None:
        raise error

    result = sqp.solve(Watched(rosenbrock(), broken))
    assert result.stop is StopReason.EVALUATION_FAILED
    assert f"objective raised {type(error).__name__}: {error}" in result.message


def test_a_region_where_functions_are_not_defined_is_stepped_back_from() -> None:
    result = sqp.solve(logarithm())
    assert result.success
    assert result.x[0] == pytest.approx(1.0, abs=1e-7)
    assert result.counts.failed_evaluations > 0


def test_a_single_failure_on_the_way_is_survived() -> None:
    result = sqp.solve(Watched(rosenbrock(), lambda number: float("nan") if number == 4 else None))
    assert result.success
    assert result.counts.failed_evaluations == 1


def test_a_programming_mistake_in_a_function_is_not_hidden() -> None:
    def broken(number: int) -> None:
        if number > 3:
            raise TypeError("unsupported operand")

    with pytest.raises(TypeError, match="unsupported operand"):
        sqp.solve(Watched(rosenbrock(), broken))


def test_hs71_needs_no_second_opinion() -> None:
    seen: list[str] = []
    result = sqp.solve(hs71(), callback=lambda record: seen.append(record.note))
    assert result.success
    assert not any("merit" in note or "short" in note for note in seen)
