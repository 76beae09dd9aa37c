"""What users pass as a start, as bounds and as names, checked and converted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias, cast

import numpy as np
from numpy.typing import ArrayLike

from sqp.arrays import Vector
from sqp.bounds import Bounds
from sqp.errors import ProblemError
from sqp.model.pattern import Pattern

#: ``Bounds``, or a pair (lower, upper) in which each side is an array, one number for all entries, or None.  It is
#: never read as one pair for each entry; two tuples for two entries, which may be meant so, are refused.
BoundsLike: TypeAlias = "Bounds | tuple[ArrayLike | None, ArrayLike | None]"


def as_point(name: str, values: Any) -> Vector:
    """A new one-dimensional float array without NaN and infinities.

    >>> as_point("x0", [1, 2])
    array([1., 2.])
    """
    array = _real_array(name, values)
    array = array.reshape(1) if array.ndim == 0 else array
    if array.ndim != 1:
        raise ProblemError(f"{name} must be one-dimensional, got shape {array.shape}")
    bad = np.flatnonzero(~np.isfinite(array))
    if bad.size:
        raise ProblemError(f"{name}[{int(bad[0])}] must be finite, got {array[bad[0]]:g}")
    return array


def as_bounds(name: str, given: Any, size: int) -> Bounds:
    """Bounds of ``size`` entries; None means free.

    >>> as_bounds("bounds", (0.0, None), 2).lower
    array([0., 0.])
    """
    if given is None:
        return Bounds.free(size)
    if isinstance(given, Bounds):
        if given.size != size:
            raise ProblemError(f"{name} must have {size} entries, got {given.size}")
        return given
    lower, upper = as_pair(name, given)
    if size == 2 and isinstance(lower, tuple) and isinstance(upper, tuple):
        raise ProblemError(
            f"{name}={given!r} can be read as (lower, upper) and as one pair for each of two entries; write "
            "Bounds(lower, upper), or the sides as lists: ([lower, lower], [upper, upper])"
        )
    lower = _side(f"lower side of {name}", lower, -np.inf, size)
    upper = _side(f"upper side of {name}", upper, np.inf, size)
    try:
        return Bounds(lower, upper)
    except ProblemError as error:
        raise ProblemError(f"{name}: {str(error).removeprefix('bounds: ')}") from None


def as_pair(name: str, given: Any) -> tuple[Any, Any]:
    """The two sides of bounds, unchecked."""
    if isinstance(given, Bounds):
        return given.lower, given.upper
    if isinstance(given, list | tuple | np.ndarray):
        sides = list(cast("Iterable[Any]", given))
        if len(sides) == 2:
            return sides[0], sides[1]
        found = f"{len(sides)} items"
        if sides and all(isinstance(side, tuple | list) and len(cast("Sequence[Any]", side)) == 2 for side in sides):
            found += ", as it seems one pair for each entry"
    else:
        found = type(given).__name__
    raise ProblemError(f"{name} must be a pair (lower, upper) of arrays, numbers or None, got {found}")


def as_names(name: str, given: Sequence[str], size: int) -> tuple[str, ...]:
    """One name per entry, all different, or none at all."""
    names = tuple(given)
    if names and len(names) != size:
        raise ProblemError(f"{name} must have {size} entries, got {len(names)}")
    for index, entry in enumerate(names):
        if entry in names[:index]:
            raise ProblemError(f"{name} must all differ, got {entry!r} twice")
    return names


def as_pattern(name: str, sparsity: Any, shape: tuple[int, int]) -> Pattern | None:
    """The pattern that a user gave as a matrix or as a ``Pattern``, of the expected shape; None stays None."""
    if sparsity is None:
        return None
    pattern = sparsity if isinstance(sparsity, Pattern) else Pattern.of(sparsity)
    if pattern.shape != shape:
        raise ProblemError(f"{name} must have shape {shape}, got {pattern.shape}")
    return pattern


def as_scale(name: str, values: Any, size: int) -> Vector:
    """A new array of ``size`` positive finite numbers."""
    array = as_point(name, values)
    if array.size != size:
        raise ProblemError(f"{name} must have {size} entries, got {array.size}")
    if not np.all(array > 0.0):
        raise ProblemError(f"{name} must be positive, got {array.min():g}")
    return array


def _side(name: str, values: Any, absent: float, size: int) -> Vector:
    if values is None:
        return np.full(size, absent)
    array = _real_array(name, values)
    if array.ndim == 0:
        return np.full(size, array.item())
    if array.shape != (size,):
        raise ProblemError(f"{name} must be a number or have shape ({size},), got shape {array.shape}")
    return array


def _real_array(name: str, values: Any) -> Vector:
    try:
        array = np.array(values)
    except ValueError as error:
        raise ProblemError(f"{name} must be an array of numbers: {error}") from error
    if array.dtype.kind not in "buif":
        hint = "; write -numpy.inf or numpy.inf for an absent bound" if None in array.ravel().tolist() else ""
        raise ProblemError(f"{name} must be an array of real numbers, got {_kind(array)}{hint}")
    return array.astype(np.float64)


def _kind(array: Any) -> str:
    return {"c": "complex numbers", "U": "text", "O": "objects"}.get(array.dtype.kind, str(array.dtype))
