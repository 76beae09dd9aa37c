"""Where the nodes of a horizon are in time."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import final

import numpy as np
from numpy.typing import ArrayLike

from sqp.arrays import Vector
from sqp.errors import OptionError
from sqp.settings import positive_real, whole_number


@final
@dataclass(frozen=True, kw_only=True)
class FreeDuration:
    """A length of the horizon that is to be found; it becomes a constant state called "duration".

    Parameters
    ----------
    start : float
        Where to start; positive.
    lower, upper : float
        Bounds; positive, in order.
    unit : str

    Examples
    --------
    >>> FreeDuration(start=2.0, upper=10.0).lower
    0.001
    """

    start: float = 1.0
    lower: float = 1e-3
    upper: float = float("inf")
    unit: str = "s"

    def __post_init__(self) -> None:
        for name in ("start", "lower", "upper"):
            positive_real(f"FreeDuration.{name}", getattr(self, name))
        if not (self.lower <= self.start <= self.upper and isfinite(self.start)):
            raise OptionError(
                f"FreeDuration: start {self.start:g} must lie between lower {self.lower:g} and upper {self.upper:g}"
            )


@final
@dataclass(frozen=True, eq=False)
class Grid:
    """N + 1 nodes at ``fractions`` of a duration; ``duration`` None: stages of a discrete map, counted 0, 1, ...

    Examples
    --------
    >>> grid = grid_of(4, 2.0, None)
    >>> grid.times, grid.uniform
    (array([0. , 0.5, 1. , 1.5, 2. ]), True)
    """

    fractions: Vector
    duration: float | FreeDuration | None

    @property
    def horizon(self) -> int:
        return self.fractions.size - 1

    @property
    def is_discrete(self) -> bool:
        return self.duration is None

    @property
    def is_free(self) -> bool:
        return isinstance(self.duration, FreeDuration)

    @property
    def length(self) -> float:
        """Length of the horizon in time; of a free one, where the search starts."""
        if isinstance(self.duration, FreeDuration):
            return self.duration.start
        return float(self.horizon) if self.duration is None else float(self.duration)

    @property
    def times(self) -> Vector:
        """(N + 1,) of the nodes."""
        return self.fractions * self.length

    @property
    def steps(self) -> Vector:
        """(N,) fractions that the intervals take."""
        return np.diff(self.fractions)

    @property
    def uniform(self) -> bool:
        """Whether all intervals are equally long."""
        return bool(np.ptp(self.steps) <= 1e-12)


def grid_of(horizon: int, duration: float | FreeDuration | None, fractions: ArrayLike | None) -> Grid:
    """The grid that a user means.

    Raises
    ------
    OptionError
        If the horizon is no positive whole number, the duration is not positive and finite, or the fractions do not
        increase from 0 to 1.
    """
    whole_number("horizon", horizon, least=1)
    if duration is not None and not isinstance(duration, FreeDuration):
        positive_real("duration", duration)
        if not isfinite(duration):
            raise OptionError("duration must be finite; FreeDuration() makes it a variable")
    given = np.linspace(0.0, 1.0, horizon + 1) if fractions is None else np.array(fractions, dtype=np.float64)
    if given.shape != (horizon + 1,):
        raise OptionError(f"grid must have {horizon + 1} entries, one for each node, got shape {given.shape}")
    if not (given[0] == 0.0 and given[-1] == 1.0 and (np.diff(given) > 0.0).all()):
        raise OptionError("grid must increase from 0 to 1: it holds fractions of the duration")
    return Grid(given, duration)
