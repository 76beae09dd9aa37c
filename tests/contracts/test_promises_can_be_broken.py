"""A contract that nothing can break proves nothing: each promise notices the fault made for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy import sparse

from sqp.model.problem import Problem
from tests.contracts import problem_contract as contract
from tests.contracts.test_problems import callables, callables_sparse


class Faulty:
    """A good problem in which one function is replaced."""

    def __init__(self, inner: Problem, name: str, fault: Callable[..., Any]) -> None:
        self._inner, self._name, self._fault = inner, name, fault

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        original = getattr(self._inner, name)
        if name != self._name:
            return original
        return lambda *arguments: self._fault(original, *arguments)


_MEMORY = np.zeros(4)
_CALLS = [0]


def shared_memory(original: Callable[..., Any], x: Any) -> Any:
    _MEMORY[:] = original(x)
    return _MEMORY


def drifting(original: Callable[..., Any], x: Any) -> Any:
    _CALLS[0] += 1
    return original(x) * (1 + 1e-15 * _CALLS[0])


def lopsided(original: Callable[..., Any], x: Any, y: Any, sigma: float) -> Any:
    matrix = original(x, y, sigma)
    matrix[0, 1] *= 1.01
    return matrix


def without_zeros(original: Callable[..., Any], x: Any) -> Any:
    matrix = original(x).copy()
    _CALLS[0] += 1
    if _CALLS[0] % 2:
        matrix.data[0] = 0.0
        matrix.eliminate_zeros()
    return matrix


def forgetful_of_sigma(original: Callable[..., Any], x: Any, y: Any, sigma: float) -> Any:
    return original(x, y, 1.0)


def single_precision(original: Callable[..., Any], x: Any) -> Any:
    return original(x).astype(np.float32)


@pytest.mark.parametrize(
    ("promise", "build", "name", "fault"),
    [
        (contract.purity, callables, "gradient", shared_memory),
        (contract.purity, callables, "constraints", drifting),
        (contract.hessian, callables, "lagrangian_hessian", lopsided),
        (contract.hessian, callables, "lagrangian_hessian", forgetful_of_sigma),
        (contract.derivatives, callables, "lagrangian_hessian", forgetful_of_sigma),
        (contract.derivatives, callables, "gradient", lambda original, x: original(x) + 1e-4),
        (contract.derivatives, callables_sparse, "jacobian", lambda original, x: original(x) * 1.001),
        (contract.one_pattern, callables_sparse, "jacobian", without_zeros),
        (contract.shapes_and_types, callables, "gradient", single_precision),
        (contract.shapes_and_types, callables, "jacobian", lambda original, x: sparse.csc_array(original(x))),
        (contract.shapes_and_types, callables, "objective", lambda original, x: np.array([original(x)])),
    ],
    ids=lambda part: getattr(part, "__name__", None),
)
def test_fault_is_noticed(
    promise: Callable[[Any], None], build: Callable[[], Problem], name: str, fault: Callable[..., Any]
) -> None:
    promise(build())
    with pytest.raises(AssertionError):
        promise(Faulty(build(), name, fault))


def test_linear_rows_are_checked() -> None:
    problem: Any = Faulty(callables(), "", lambda: None)
    problem.linear_constraints = np.array([True, False, True])
    with pytest.raises(AssertionError):
        contract.linear_rows(problem)
