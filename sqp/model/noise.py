"""How noisy is a function: the relative error of its values, measured from a few of them.

References
----------
J. J. Moré, S. M. Wild (2011), Estimating computational noise, SIAM J. Sci. Comput. 33, 1292-1314: the difference table
    and the acceptance rule of algorithm ECnoise.
"""

from __future__ import annotations

from collections.abc import Callable
from math import factorial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sqp.arrays import Vector
from sqp.errors import ProblemError

#: Points per difference table; spacings tried in turn; tables whose median is the answer, because one alone can be
#: fooled by values rounded to a grid that the spacing happens to fit.
_EVALUATIONS = 9
_SPACINGS = (1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4)
_AGREEING = 3
_ROUNDING = float(np.finfo(np.float64).eps)


def estimate_noise(function: Callable[[Vector], float], x: Vector, direction: Vector | None = None) -> float:
    """Relative noise of a scalar function near ``x``, for :class:`sqp.model.differences.Differences`.

    Parameters
    ----------
    function : callable
        ``function(x) -> float``.
    x : (n,)
    direction : (n,), optional
        Along which to sample; random by default.  All points are within 4e-4 of ``x``, relative to its size.

    Returns
    -------
    float
        Noise of f divided by max |f|, at least the unit roundoff.

    Raises
    ------
    ProblemError
        If no spacing separates the noise from the trend of the function.

    Examples
    --------
    >>> noisy = lambda x: round(float(x @ x), 6)  # six decimals
    >>> 1e-8 < estimate_noise(noisy, np.array([1.0, 2.0])) < 1e-6
    True
    """
    along = np.random.default_rng(0).standard_normal(x.size) if direction is None else direction
    along = along / np.linalg.norm(along) * max(1.0, float(np.linalg.norm(x)))
    found = list[float]()
    for spacing in _SPACINGS:
        offsets = (np.arange(_EVALUATIONS) - _EVALUATIONS // 2) * spacing
        values = np.array([function(x + offset * along) for offset in offsets])
        if not np.isfinite(values).all():
            raise ProblemError("the noise cannot be estimated: the function is not finite near x")
        level = _noise_level(values) if np.unique(values).size > _EVALUATIONS // 2 else None
        if level is not None:
            found.append(level / float(np.abs(values).max()))
        if len(found) == _AGREEING:
            break
    if not found:
        raise ProblemError("the noise cannot be estimated: the values near x are constant or all trend")
    return max(float(np.median(found)), _ROUNDING)


def level(differences: NDArray[np.float64], order: int) -> Any:
    """Noise of equally spaced values whose differences of this order are all noise, for each column.

    Differencing k times multiplies the variance of independent errors by (2k)! / (k!)^2: the difference table of Moré,
    Wild (2011).
    """
    gamma = factorial(order) ** 2 / factorial(2 * order)
    return np.sqrt(gamma * np.mean(differences**2, axis=0))


def _noise_level(values: Vector) -> float | None:
    """The first of three consecutive levels that agree within a factor 4, from differences that change sign."""
    levels, signs_change = list[float](), list[bool]()
    differences = values
    for k in range(1, values.size):
        differences = np.diff(differences)
        levels.append(float(level(differences, k)))
        signs_change.append(bool(differences.min() * differences.max() < 0.0))
    for k in range(len(levels) - 2):
        three = levels[k : k + 3]
        if signs_change[k] and max(three) <= 4.0 * min(three):
            return levels[k]
    return None
