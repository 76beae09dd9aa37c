from __future__ import annotations

from dataclasses import replace

import pytest

import sqp
from sqp.algorithm.result import Result
from sqp.algorithm.stop import PointKind, StopReason
from sqp.cli.exit_codes import MEANING, ExitCode, exit_code


@pytest.fixture(scope="module")
def solved() -> Result:
    m = sqp.Model("m")
    x = m.variable("x", start=1.0)
    m.minimize(x**2)
    return m.solve()


@pytest.mark.parametrize(
    ("stop", "point", "code"),
    [
        (StopReason.CONVERGED, PointKind.KKT, ExitCode.OPTIMAL),
        (StopReason.ITERATION_LIMIT, PointKind.KKT_ACCEPTABLE, ExitCode.OPTIMAL),
        (StopReason.LOCALLY_INFEASIBLE, PointKind.INFEASIBLE_STATIONARY, ExitCode.INFEASIBLE),
        (StopReason.ITERATION_LIMIT, PointKind.INFEASIBLE_STATIONARY, ExitCode.INFEASIBLE),
        (StopReason.INFEASIBLE, PointKind.INFEASIBLE, ExitCode.INFEASIBLE),
        (StopReason.UNBOUNDED, PointKind.UNBOUNDED, ExitCode.UNBOUNDED),
        (StopReason.ITERATION_LIMIT, PointKind.FEASIBLE, ExitCode.LIMIT),
        (StopReason.EVALUATION_LIMIT, PointKind.INFEASIBLE, ExitCode.LIMIT),
        (StopReason.TIME_LIMIT, PointKind.INFEASIBLE, ExitCode.LIMIT),
        (StopReason.EVALUATION_FAILED, PointKind.UNKNOWN, ExitCode.EVALUATION_FAILED),
        (StopReason.EVALUATION_FAILED, PointKind.FEASIBLE, ExitCode.EVALUATION_FAILED),
        (StopReason.SMALL_STEP, PointKind.FEASIBLE, ExitCode.NOT_OPTIMAL),
        (StopReason.ITERATION_LIMIT, PointKind.FRITZ_JOHN, ExitCode.NOT_OPTIMAL),
        (StopReason.SUBPROBLEM_FAILED, PointKind.INFEASIBLE, ExitCode.NOT_OPTIMAL),
        (StopReason.INTERRUPTED, PointKind.FEASIBLE, ExitCode.INTERRUPTED),
    ],
)
def test_the_point_decides(solved: Result, stop: StopReason, point: PointKind, code: ExitCode) -> None:
    assert exit_code(replace(solved, stop=stop, point=point)) is code


def test_success_and_exit_code_zero_are_the_same(solved: Result) -> None:
    for stop in StopReason:
        for point in PointKind:
            result = replace(solved, stop=stop, point=point)
            assert (exit_code(result) is ExitCode.OPTIMAL) == result.success


def test_every_code_is_explained() -> None:
    assert set(MEANING) == set(ExitCode)
