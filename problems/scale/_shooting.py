"""What the optimal control problems of this family share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def runge_kutta(rates: Callable[[Any, Any], Any], state: Any, control: Any, step: float) -> Any:
    """The state after one step of the classical Runge-Kutta method with constant control.

    Examples
    --------
    >>> round(runge_kutta(lambda x, u: u - x, 1.0, 0.0, 0.1), 5)  # as exp(-0.1)
    0.90484
    """
    first = rates(state, control)
    second = rates(state + step / 2 * first, control)
    third = rates(state + step / 2 * second, control)
    fourth = rates(state + step * third, control)
    return state + step / 6 * (first + 2 * second + 2 * third + fourth)
