"""A problem that makes trouble at one call, whichever function is asked then."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from sqp.arrays import Vector

Trouble = Callable[[str, Any], Any]


class Troubled:
    """``problem``, except that at call number ``call`` the answer is what ``trouble(function, answer)`` returns."""

    def __init__(self, problem: Any, call: int, trouble: Trouble, *, lasting: bool = False) -> None:
        self._problem: Any = problem
        self._call, self._trouble, self._lasting = call, trouble, lasting
        self.calls = 0
        self.variable_bounds, self.constraint_bounds = problem.variable_bounds, problem.constraint_bounds
        self.start = problem.start
        if hasattr(problem, "linear_constraints"):
            self.linear_constraints = problem.linear_constraints

    def _answered(self, function: str, *arguments: Any) -> Any:
        self.calls += 1
        answer = getattr(self._problem, function)(*arguments)
        is_troubled = self.calls >= self._call if self._lasting else self.calls == self._call
        return self._trouble(function, answer) if is_troubled else answer

    def objective(self, x: Vector, /) -> Any:
        return self._answered("objective", x)

    def gradient(self, x: Vector, /) -> Any:
        return self._answered("gradient", x)

    def constraints(self, x: Vector, /) -> Any:
        return self._answered("constraints", x)

    def jacobian(self, x: Vector, /) -> Any:
        return self._answered("jacobian", x)

    def lagrangian_hessian(self, x: Vector, y: Vector, sigma: float, /) -> Any:
        return self._answered("lagrangian_hessian", x, y, sigma)


def raising(error: BaseException) -> Trouble:
    def trouble(function: str, answer: Any) -> Any:
        raise error

    return trouble


def nan(function: str, answer: Any) -> Any:
    return answer * float("nan")


def infinite(function: str, answer: Any) -> Any:
    return answer + float("inf") if np.ndim(answer) < 2 else answer * float("inf")


def misshapen(function: str, answer: Any) -> Any:
    return np.zeros((7, 7))


def imaginary(function: str, answer: Any) -> Any:
    return answer * 1j
