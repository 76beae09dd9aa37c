"""Functions as SciPy's users write them: with extra arguments, counted, and differentiated by SciPy's schemes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, final

import numpy as np

from sqp.arrays import Vector
from sqp.errors import OptionError
from sqp.model.differences import Differences

#: SciPy's names of difference schemes; "cs", the complex step, is exact and no scheme of differences.
SCHEMES = ("2-point", "3-point", "cs")
_COMPLEX_STEP = 1e-30


@final
class Counted:
    """A user's function with its extra arguments, and how often it was called.

    Examples
    --------
    >>> power = Counted(lambda x, p: x**p, (2,))
    >>> float(power(3.0)), power.calls
    (9.0, 1)
    """

    def __init__(self, function: Callable[..., Any], args: tuple[Any, ...] = ()) -> None:
        self.function = function
        self.args = args
        self.calls = 0

    def __call__(self, *arguments: Any) -> Any:
        self.calls += 1
        return self.function(*arguments, *self.args)


@final
class Both:
    """A function that returns its value and its gradient, asked once for the two at each point.

    Examples
    --------
    >>> both = Both(lambda x: (float(x @ x), 2 * x))
    >>> both.value(np.ones(2)), both.gradient(np.ones(2))
    (2.0, array([2., 2.]))
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function
        self._last: tuple[Any, Any, Any] | None = None

    def value(self, x: Vector, *args: Any) -> Any:
        return self._at(x, args)[0]

    def gradient(self, x: Vector, *args: Any) -> Any:
        return self._at(x, args)[1]

    def _at(self, x: Vector, args: tuple[Any, ...]) -> Any:
        if self._last is None or not np.array_equal(x, self._last[0]):
            value, gradient = self.function(x, *args)
            self._last = (x.copy(), value, gradient)
        return self._last[1:]


def complex_step(function: Callable[..., Any]) -> Callable[..., Any]:
    """The derivative of a vector function of real-analytic operations, (k, n) and exact to rounding.

    References
    ----------
    W. Squire, G. Trapp (1998), Using complex variables to estimate derivatives, SIAM Rev. 40, 110-112.

    Examples
    --------
    >>> complex_step(lambda x: x[0] ** 2 + x[1])(np.array([3.0, 1.0]))
    array([[6., 1.]])
    """

    def derivative(x: Vector) -> Any:
        columns: list[Any] = []
        for j in range(x.size):
            moved = x.astype(np.complex128)
            moved[j] += 1j * _COMPLEX_STEP
            columns.append(np.imag(np.atleast_1d(function(moved))) / _COMPLEX_STEP)
        return np.stack(columns, axis=-1)

    return derivative


def scheme(name: str, given: Any, relative_step: Any = None) -> Differences:
    """The differences that "2-point" and "3-point" mean; of several relative steps the largest serves for all.

    Raises
    ------
    OptionError
        If there is no such scheme, or the step is out of range.

    Examples
    --------
    >>> scheme("jac", "3-point").central
    True
    """
    if given not in SCHEMES[:2]:
        raise OptionError(f"{name} must be a function or one of {', '.join(map(repr, SCHEMES))}, got {given!r}")
    step = None if relative_step is None else float(np.max(np.abs(relative_step)))
    return Differences(central=given == "3-point", relative_step=step)
