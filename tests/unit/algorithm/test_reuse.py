"""One settings object, many solves: the same bits each time, in any thread, after any failure."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

import sqp
from sqp.algorithm.record import IterationRecord
from sqp.algorithm.result import Result
from sqp.errors import SolveFailed
from sqp.hessian.bfgs import BFGS
from tests.unit.algorithm.small_problems import Watched, hs71, logarithm, rosenbrock, slide, two_discs

METHOD = sqp.SQP()


def bits(result: Result) -> Any:
    path = [(record.f, record.length, record.shift, record.backend) for record in result.history]
    return result.x.tobytes(), result.y.tobytes(), result.z.tobytes(), repr((result.f, path, result.counts))


@pytest.mark.parametrize("make", [rosenbrock, hs71, two_discs])
def test_the_same_solve_gives_the_same_bits(make: Any) -> None:
    problem = make()
    first = METHOD.solve(problem)
    assert bits(METHOD.solve(problem)) == bits(first)  # the same problem object
    assert bits(sqp.SQP().solve(make())) == bits(first)  # everything new


def test_four_threads_share_one_settings_object_and_one_problem() -> None:
    problems = [hs71(), rosenbrock()]
    expected = [bits(METHOD.solve(problem)) for problem in problems]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda number: bits(METHOD.solve(problems[number % 2])), range(24)))
    assert found == [expected[number % 2] for number in range(24)]


def broken(_: int) -> float:
    return float("nan")


def interrupted(number: int) -> None:
    if number == 4:
        raise KeyboardInterrupt


@pytest.mark.parametrize(
    "poison",
    [two_discs(), slide(), logarithm(-1.0), Watched(rosenbrock(), broken), Watched(rosenbrock(), interrupted)],
    ids=["infeasible", "unbounded", "undefined at the start", "nan", "interrupted"],
)
def test_a_failed_solve_leaves_nothing_behind(poison: Any) -> None:
    method, problem = sqp.SQP(), hs71()
    before = bits(method.solve(problem))
    assert not method.solve(poison)
    assert bits(method.solve(problem)) == before


def test_an_exception_in_the_callback_leaves_nothing_behind() -> None:
    def fall_over(_: IterationRecord) -> None:
        raise LookupError

    problem = hs71()
    before = bits(METHOD.solve(problem))
    with pytest.raises(LookupError):
        METHOD.solve(problem, callback=fall_over)
    assert bits(METHOD.solve(problem)) == before


@pytest.mark.parametrize("make", [rosenbrock, hs71, two_discs, slide, lambda: logarithm(-1.0)])
def test_results_are_pickled_whole(make: Any) -> None:
    result = METHOD.solve(make())
    copy = pickle.loads(pickle.dumps(result))
    assert bits(copy) == bits(result)
    assert (copy.stop, copy.point, copy.message, copy.notes) == (
        result.stop,
        result.point,
        result.message,
        result.notes,
    )
    assert copy.settings == result.settings
    assert copy.residuals == result.residuals
    assert copy.table() == result.table()


def test_settings_are_pickled_and_compare_by_value() -> None:
    method = sqp.SQP(tolerance=1e-7, hessian=BFGS())
    assert pickle.loads(pickle.dumps(method)) == method
    assert method != sqp.SQP()


def test_raise_for_status_returns_what_is_solved_and_raises_what_is_not() -> None:
    good = METHOD.solve(hs71())
    assert good.raise_for_status() is good
    bad = METHOD.solve(two_discs())
    assert not bad
    with pytest.raises(SolveFailed) as caught:
        bad.raise_for_status()
    assert caught.value.result is bad
    assert str(caught.value) == bad.message
    copy = pickle.loads(pickle.dumps(caught.value))
    assert str(copy) == bad.message
    np.testing.assert_array_equal(copy.result.x, bad.x)


def test_the_settings_used_are_in_the_result() -> None:
    assert METHOD.solve(hs71()).settings is METHOD
