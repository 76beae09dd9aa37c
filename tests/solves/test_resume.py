"""A solve that was interrupted and continued has the same bits as one that was not, whatever the strategies."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sqp
from sqp.acceptance.merit import L1Merit
from sqp.algorithm.record import IterationRecord
from sqp.algorithm.result import Result
from sqp.hessian.bfgs import BFGS
from sqp.qp.osqp import OSQP
from sqp.qp.piqp import PIQP
from sqp.step.trust_region import TrustRegion
from sqp_problems import catalogue

METHODS = {
    "default": sqp.SQP(limits=sqp.Limits(iterations=40), keep_iterates=True),
    "l1 merit": sqp.SQP(acceptance=L1Merit(), limits=sqp.Limits(iterations=40), keep_iterates=True),
    "trust region": sqp.SQP(
        acceptance=L1Merit(), step=TrustRegion(), limits=sqp.Limits(iterations=40), keep_iterates=True
    ),
    "bfgs": sqp.SQP(hessian=BFGS(), limits=sqp.Limits(iterations=40), keep_iterates=True),
    "osqp": sqp.SQP(qp=OSQP(), limits=sqp.Limits(iterations=40), keep_iterates=True),
    "piqp": sqp.SQP(qp=PIQP(), limits=sqp.Limits(iterations=40), keep_iterates=True),
    "no relaxation": sqp.SQP(relax=False, limits=sqp.Limits(iterations=40), keep_iterates=True),
}
#: Dense and sparse, with restoration phases, rescues and degenerate ends on their way.
NAMES = ("HS6", "HS13", "HS15", "HS26", "HS43", "HS61", "HS71", "HS93", "HS99", "HS109", "HS116")
QUICK = ("HS6", "HS43", "HS71", "HS100")


@cache
def stated(name: str) -> Any:
    """The problem of a case, made once."""
    [case] = catalogue.cases(name=name)
    return case.build().problem()


class Counted:
    """A problem that counts how often its functions are asked."""

    def __init__(self, problem: Any) -> None:
        self._problem = problem
        self.calls = 0

    def __getattr__(self, name: str) -> Any:
        member = getattr(self._problem, name)
        if name not in {"objective", "gradient", "constraints", "jacobian", "lagrangian_hessian"}:
            return member

        def counted(*arguments: Any) -> Any:
            self.calls += 1
            return member(*arguments)

        return counted


def plain(record: IterationRecord) -> tuple[object, ...]:
    """A record with the bits of its arrays."""
    arrays = [b"" if part is None else part.tobytes() for part in (record.x, record.y, record.z)]
    return dataclasses.replace(record, x=None, y=None, z=None), *arrays


def bits(result: Result) -> Any:
    """Everything but times, and what the strategies have learnt."""
    assert result.state is not None
    learnt = {name: part.tobytes() for name, part in result.state.to_arrays().items()}
    point = result.x.tobytes(), result.y.tobytes(), result.z.tobytes(), repr(result.f)
    said = result.stop, result.point, result.message, result.notes
    return point, said, result.counts, result.residuals, repr([plain(record) for record in result.history]), learnt


def interrupted_at(k: int) -> Any:
    def callback(record: IterationRecord) -> None:
        if record.iteration == k:
            raise KeyboardInterrupt

    return callback


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS.keys())
@settings(max_examples=4, deadline=None)
@given(name=st.sampled_from(NAMES), data=st.data())
def test_an_interrupted_solve_is_continued_to_the_same_bits(
    tmp_path_factory: pytest.TempPathFactory, method: sqp.SQP, name: str, data: st.DataObject
) -> None:
    problem = stated(name)
    whole = method.solve(problem)
    k = data.draw(st.integers(1, max(1, whole.iterations - 1)))
    path = tmp_path_factory.mktemp("resume") / "solve.npz"
    part = method.solve(problem, callback=interrupted_at(k), checkpoint=sqp.Checkpoint(path))
    assert part.stop is sqp.StopReason.INTERRUPTED
    assert part.iterations == k
    seen: list[int] = []
    rest = sqp.resume(path, problem, callback=lambda record: seen.append(record.iteration))
    assert bits(rest) == bits(whole)
    assert seen == list(range(k + 1, whole.iterations + 1))


@pytest.mark.parametrize("name", ["HS71", "HS109"])
def test_a_run_cut_by_any_limit_is_continued(tmp_path: Path, name: str) -> None:
    problem, path = stated(name), tmp_path / "solve.npz"
    whole = sqp.SQP(keep_iterates=True).solve(problem)
    for limits in (sqp.Limits(iterations=2), sqp.Limits(evaluations=3), sqp.Limits(seconds=1e-9)):
        method = sqp.SQP(limits=limits, keep_iterates=True)
        assert not method.solve(problem, checkpoint=sqp.Checkpoint(path))
        assert bits(sqp.resume(path, problem, limits=sqp.Limits())) == bits(whole)


def test_a_run_is_continued_again_and_again_by_the_same_call(tmp_path: Path) -> None:
    problem = stated("HS99")
    whole = sqp.SQP(keep_iterates=True).solve(problem)
    method = sqp.SQP(keep_iterates=True)
    for k in (1, 2, 3, 99):
        checkpoint = sqp.Checkpoint(tmp_path / "solve.npz", resume=True)
        result = method.solve(problem, callback=interrupted_at(k), checkpoint=checkpoint)
    assert bits(result) == bits(whole)


def test_a_warm_started_run_is_continued(tmp_path: Path) -> None:
    problem, path = stated("HS100"), tmp_path / "solve.npz"
    method = sqp.SQP(hessian=BFGS(), keep_iterates=True)
    warm = method.solve(problem, problem.start + 0.1, callback=interrupted_at(9))
    whole = method.solve(problem, warm=warm)
    method.solve(problem, warm=warm, callback=interrupted_at(2), checkpoint=sqp.Checkpoint(path))
    assert bits(sqp.resume(path, problem)) == bits(whole)


def test_a_finished_run_is_repeated_without_asking_the_functions(tmp_path: Path) -> None:
    problem: Any = Counted(stated("HS71"))
    path = tmp_path / "solve.npz"
    whole = sqp.solve(problem, checkpoint=sqp.Checkpoint(path))
    problem.calls = 0
    assert bits(sqp.resume(path, problem)) == bits(whole)
    assert problem.calls == 5  # each function proves that it is the same


SCRIPT = """
import sys, sqp
from sqp_problems import catalogue
for name in sys.argv[1:]:
    [case] = catalogue.cases(name=name)
    result = sqp.solve(case.build().problem())
    print(result.x.tobytes().hex(), result.y.tobytes().hex(), result.counts)
"""


def test_another_process_computes_the_same_bits() -> None:
    names = ("HS93", "HS109")
    here = [sqp.solve(stated(name)) for name in names]
    expected = [f"{one.x.tobytes().hex()} {one.y.tobytes().hex()} {one.counts}" for one in here]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONHASHSEED": "random"}
    command = [sys.executable, "-c", SCRIPT, *names]
    there = subprocess.run(command, capture_output=True, check=True, text=True, env=environment).stdout
    assert there.splitlines() == expected


def test_threads_compute_the_same_bits_with_shared_settings_and_problems() -> None:
    for method in METHODS.values():
        expected = [bits(method.solve(stated(name))) for name in QUICK]
        with ThreadPoolExecutor(4) as pool:
            found = list(pool.map(lambda k, method=method: bits(method.solve(stated(QUICK[k % 4]))), range(8)))
        assert found == expected * 2
