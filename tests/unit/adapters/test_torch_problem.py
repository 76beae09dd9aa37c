"""Problems from pure functions of tensors; skipped where PyTorch is not installed, because it is heavy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import sqp
from sqp.adapters.traced_problem import TracedProblem
from sqp.errors import ProblemError
from tests.contracts.problem_contract import PROMISES

torch: Any = pytest.importorskip("torch")


def objective(x: Any, p: Any) -> Any:
    return ((x[1:] - x[:-1] ** 2) ** 2).sum() + p["weight"] * ((x - p["goal"]) ** 2).sum()


def constraints(x: Any, p: Any) -> Any:
    return torch.stack([x[0] * x[1], torch.sin(x[2]) + x[3]]) - p["offset"][0]


def problem(goal: float = 1.0) -> TracedProblem:
    return sqp.from_torch(
        objective,
        [0.5, 1.0, 0.2, 0.3],
        constraints=constraints,
        constraint_bounds=([0.4, -1.0], [np.inf, 2.0]),
        bounds=(-3.0, 3.0),
        parameters={"weight": 0.5, "goal": np.full(4, goal), "offset": (np.zeros(2),)},
    )


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
def test_promises_of_problems(promise: Callable[[Any], None]) -> None:
    promise(problem())


def test_many_variables_have_products_and_no_matrix() -> None:
    many = sqp.from_torch(lambda x: ((x - 1) ** 4).sum() + (x[0] - x[1]) ** 2, np.zeros(400))
    assert not hasattr(many, "lagrangian_hessian")
    result = sqp.solve(many, hessian="auto", tolerance=1e-9)
    assert result.success
    assert result.counts.hessian_product > 0


@pytest.mark.parametrize(
    ("f", "message"),
    [
        (lambda x: x, "one number as a tensor, got shape"),
        (lambda x: 1.0, "one number as a tensor, got float"),
        (lambda x: (x @ x).float(), "must return float64, got torch.float32"),
    ],
)
def test_wrong_functions(f: Any, message: str) -> None:
    with pytest.raises(ProblemError, match=message):
        sqp.from_torch(f, [1.0, 2.0])


def test_batches_and_other_parameters() -> None:
    goals = np.array([0.5, 1.5])
    many = {"weight": np.full(2, 0.5), "goal": np.tile(goals[:, None], 4), "offset": (np.zeros((2, 2)),)}
    for goal, each in zip(goals, problem().batch(many), strict=True):
        assert sqp.solve(each).x == pytest.approx(sqp.solve(problem(goal)).x)
