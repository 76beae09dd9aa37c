"""What user functions return, turned into what the solver works with: floats and vectors.

Each class wraps one user function.  The function receives copies of its arguments and what it returns is copied, so
neither side can write into the other's arrays.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from collections.abc import Callable
from typing import Any, final

import numpy as np
from numpy.typing import NDArray

from sqp.arrays import Vector
from sqp.errors import ProblemError
from sqp.model.pattern import is_any_sparse


@final
class ReturnedScalar:
    """A user function whose value is one number: a float, or anything that holds exactly one.

    Parameters
    ----------
    name : str
        What messages call the function.
    function : callable

    Examples
    --------
    >>> ReturnedScalar("objective", lambda x: [x @ x])(np.array([3.0, 4.0]))
    25.0
    """

    def __init__(self, name: str, function: Callable[..., Any]) -> None:
        self.name = name
        self.function = expect_callable(name, function)

    def __call__(self, *arguments: Vector | float) -> float:
        value = self.function(*copies(arguments))
        if type(value) is float:
            return value
        array = float_array(self.name, value)
        if array.size != 1:
            raise ProblemError(f"{self.name} must return one number, got an array of shape {array.shape}")
        return array.item()


@final
class ReturnedVector:
    """A user function whose value is a vector of known length: a list, a row or column, a scalar for length 1."""

    def __init__(self, name: str, function: Callable[..., Any], size: int | None) -> None:
        self.name = name
        self.function = expect_callable(name, function)
        self.size = size

    def __call__(self, *arguments: Vector | float) -> Vector:
        array = float_array(self.name, self.function(*copies(arguments)))
        if array.size != max((1, *array.shape)) and array.size:
            raise ProblemError(f"{self.name} must return a vector, got an array of shape {array.shape}")
        if self.size is not None and array.size != self.size:
            raise ProblemError(f"{self.name} must return {self.size} numbers, got {array.size}")
        return array.reshape(-1)


@final
class Remembered:
    """A function of x that keeps its last value, so that differences at the same point need not ask again."""

    def __init__(self, function: Callable[[Vector], Any]) -> None:
        self.function = function
        self._last: tuple[bytes, Any] | None = None

    def __call__(self, x: Vector, /) -> Any:
        key, last = x.tobytes(), self._last
        if last is None or last[0] != key:
            last = (key, self.function(x))
            self._last = last
        value = last[1]
        return value.copy() if isinstance(value, np.ndarray) else value


def expect_callable(name: str, function: Any) -> Callable[..., Any]:
    """The argument itself if it can be called."""
    if not callable(function):
        raise ProblemError(f"{name} must be a function, got {type(function).__name__}")
    return function


def copies(arguments: tuple[Vector | float, ...]) -> list[Vector | float]:
    """The arguments of a user function, which may write into them."""
    return [value.copy() if isinstance(value, np.ndarray) else value for value in arguments]


def float_array(name: str, value: Any) -> NDArray[np.float64]:
    """A new float64 array of what a user function returned."""
    if type(value) is np.ndarray and value.dtype == np.float64:
        return value.copy()
    if value is None:
        raise ProblemError(f"{name} returned None; is its return statement missing?")
    try:
        array = np.asarray(_dense(value))
        if array.dtype.kind == "c":
            raise ProblemError(f"{name} must return real numbers, got complex ones")
        return array.astype(np.float64)
    except (TypeError, ValueError) as error:
        if isinstance(error, ProblemError):
            raise
        raise ProblemError(f"{name} must return numbers, got {type(value).__name__}: {error}") from error


def _dense(value: Any) -> Any:
    return value.toarray() if is_any_sparse(value) else value
