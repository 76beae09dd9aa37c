"""What a strategy has learnt survives being written to a file and recalled by another run, to the last bit.

Strategies are found by the parameters of their ``start``: a new one in its room is covered without a line here.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sqp
import sqp.acceptance
import sqp.hessian
import sqp.step
from sqp.acceptance.progress import Acceptance, Progress
from sqp.algorithm.result import Result
from sqp.algorithm.state import SolverState
from sqp.evaluation.evaluator import Evaluator
from sqp.hessian.model import HessianModel
from sqp.memory import Memory, Remembers
from sqp.model.problem import Problem
from sqp.step.step import StepControl
from tests.contracts.strategies import strategies

ROLES = {
    "hessian": (sqp.hessian, HessianModel),
    "acceptance": (sqp.acceptance, Acceptance),
    "step": (sqp.step, StepControl),
}
EVERY = [(role, strategy) for role, (room, seam) in ROLES.items() for strategy in strategies(room, seam)]
every_strategy = pytest.mark.parametrize(
    ("role", "strategy"), [pytest.param(*pair, id=f"{pair[0]}-{type(pair[1]).__name__}") for pair in EVERY]
)
#: Iterations after which everything has been learnt and nothing is over.
SOME = 7


def valley() -> Problem:
    """A curved valley of residuals, bounded by curved rows: steps are shortened, corrected and bent there."""
    m = sqp.Model("valley")
    x = m.variable("x", 3, start=[-1.2, 1.0, 2.0], lower=-5, upper=5)
    terms = [10 * (x[1] - x[0] ** 2), 1 - x[0], 3 * (x[2] - x[0] * x[1]), 0.1 * x[2] ** 2 - 1]
    m.minimize_sum_of_squares(sqp.stack(*terms))
    m.subject_to(x[0] ** 2 + x[1] ** 2 + x[2] ** 2 <= 8, name="ball")
    m.subject_to(x[0] * x[2] + x[1] == 0.5, name="curve")
    return m.problem()


def cut_short(role: str, strategy: Any) -> tuple[sqp.SQP, Problem, Result, SolverState]:
    """A solve with this strategy that ended in the middle, and its state."""
    problem = valley()
    method = sqp.SQP(**{role: strategy}, rescue=False, presolve=False, limits=sqp.Limits(iterations=SOME))
    result = method.solve(problem)
    assert result.state is not None
    return method, problem, result, result.state


def written_and_read(state: SolverState, folder: Path) -> SolverState:
    path = folder / "state.npz"
    arrays: dict[str, Any] = state.to_arrays()
    np.savez(path, **arrays)
    with np.load(path, allow_pickle=False) as file:
        return SolverState.from_arrays({name: file[name] for name in file.files})


def started(role: str, strategy: Any, problem: Problem) -> Any:
    """Another run of the strategy."""
    if role == "hessian":
        return strategy.start(Evaluator(problem))
    return strategy.start(Progress(1.0, 1.0)) if role == "acceptance" else strategy.start()


def bits(memory: Memory) -> dict[str, tuple[str, tuple[int, ...], bytes]]:
    arrays = {name: np.asarray(part) for name, part in memory.items()}
    return {name: (array.dtype.str, array.shape, array.tobytes()) for name, array in arrays.items()}


def test_every_role_has_strategies_that_remember() -> None:
    remembering = {role for role, strategy in EVERY if isinstance(started(role, strategy, valley()), Remembers)}
    assert remembering == set(ROLES)


@every_strategy
def test_a_memory_is_recalled_from_a_file_to_the_same_bits(role: str, strategy: Any, tmp_path: Path) -> None:
    _, problem, _, state = cut_short(role, strategy)
    read = written_and_read(state, tmp_path)
    assert {key: bits(memory) for key, memory in read.memories.items()} == {
        key: bits(memory) for key, memory in state.memories.items()
    }
    run, key = started(role, strategy, problem), f"{role}: {strategy!r}"
    assert isinstance(run, Remembers) is (key in read.memories)
    if isinstance(run, Remembers):
        run.recall({name: part.copy() for name, part in read.memories[key].items()})
        assert bits(run.memory()) == bits(state.memories[key])


@every_strategy
def test_a_solve_goes_on_from_the_file_as_from_the_memory(role: str, strategy: Any, tmp_path: Path) -> None:
    method, problem, result, state = cut_short(role, strategy)
    on = replace(method, limits=sqp.Limits(iterations=2 * SOME))
    kept, read = (
        on.solve(problem, warm=replace(result, state=known)) for known in (state, written_and_read(state, tmp_path))
    )
    assert kept.notes == read.notes
    assert (kept.x.tobytes(), kept.y.tobytes(), kept.z.tobytes()) == (
        read.x.tobytes(),
        read.y.tobytes(),
        read.z.tobytes(),
    )
    assert [record.f for record in kept.history] == [record.f for record in read.history]


@every_strategy
def test_a_memory_is_a_copy(role: str, strategy: Any) -> None:
    _, problem, _, state = cut_short(role, strategy)
    memory = state.memories.get(f"{role}: {strategy!r}")
    if memory is None:
        return
    run = started(role, strategy, problem)
    run.recall({name: part.copy() for name, part in memory.items()})
    for part in run.memory().values():
        if part.dtype.kind == "f" and part.size:
            part.fill(np.nan)
    assert bits(run.memory()) == bits(memory)
