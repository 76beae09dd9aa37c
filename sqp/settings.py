"""Checks of settings: each raises an OptionError that names the setting, its range and the value found."""

from __future__ import annotations

from collections.abc import Callable
from math import isnan
from numbers import Integral, Real

import numpy as np

from sqp.errors import OptionError


def real_between(name: str, value: object, low: float, high: float) -> None:
    """A real number strictly between ``low`` and ``high``.

    >>> real_between("BFGS.damping", 0.2, 0, 1)
    """
    _real(name, value, f"must be in ({low:g}, {high:g})", lambda number: low < number < high)


def real_above(name: str, value: object, bound: float) -> None:
    """A real number that exceeds ``bound``; it may be infinite."""
    _real(name, value, f"must exceed {bound:g}", lambda number: number > bound)


def real_below(name: str, value: object, bound: float) -> None:
    """A real number less than ``bound``."""
    _real(name, value, f"must be less than {bound:g}", lambda number: number < bound)


def positive_real(name: str, value: object) -> None:
    """A real number greater than 0; it may be infinite."""
    _real(name, value, "must be positive", lambda number: number > 0)


def whole_number(name: str, value: object, *, least: int) -> None:
    """An integer of at least ``least``, which is no boolean."""
    range_ = "must not be negative" if least == 0 else f"must be at least {least}"
    if _is_truth(value) or not isinstance(value, Integral):
        raise OptionError(f"{name} {range_}, got {value!r}, which is not a whole number")
    if value < least:
        raise OptionError(f"{name} {range_}, got {value}")


def switch(name: str, value: object) -> None:
    """True or False."""
    if not isinstance(value, bool | np.bool_):
        raise OptionError(f"{name} must be True or False, got {value!r}")


def instance(name: str, value: object, kind: type) -> None:
    """An object of a class."""
    if not isinstance(value, kind):
        article = "an" if kind.__name__[0] in "AEIO" else "a"
        raise OptionError(f"{name} must be {article} {kind.__name__}, got {value!r}")


def strategy(name: str, value: object) -> None:
    """An object with the settings of a strategy: it has a ``start``, and it is not the class itself."""
    if isinstance(value, type) or not callable(getattr(value, "start", None)):
        raise OptionError(f"{name} must be a settings object with a start, got {value!r}")


def _real(name: str, value: object, range_: str, holds: Callable[[float], bool]) -> None:
    if _is_truth(value) or not isinstance(value, Real):
        raise OptionError(f"{name} {range_}, got {value!r}, which is not a real number")
    number = float(value)
    if isnan(number) or not holds(number):
        raise OptionError(f"{name} {range_}, got {value}")


def _is_truth(value: object) -> bool:
    """Whether a value is True or False, which Python counts among the numbers."""
    return isinstance(value, bool)
