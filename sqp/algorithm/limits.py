"""When to stop although the problem is not solved."""

from __future__ import annotations

from dataclasses import dataclass

from sqp.errors import OptionError


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Limits of one solve.

    Parameters
    ----------
    iterations : int
        Most iterations; not negative.
    evaluations : int
        Most evaluations of the objective, and of the constraints; at least 1.
    seconds : float
        Wall-clock limit, looked at before each evaluation and before each QP backend; positive, may be infinite.
    unbounded : float
        How far below both zero and its first value the objective must be followed along feasible points, where it must
        still fall, to count as unbounded; positive.

    Examples
    --------
    >>> Limits(iterations=50).seconds
    inf
    """

    iterations: int = 3000
    evaluations: int = 100_000
    seconds: float = float("inf")
    unbounded: float = 1e15

    def __post_init__(self) -> None:
        if self.iterations < 0:
            raise OptionError(f"Limits.iterations must not be negative, got {self.iterations}")
        if self.evaluations < 1:
            raise OptionError(f"Limits.evaluations must be at least 1, got {self.evaluations}")
        if not self.seconds > 0:
            raise OptionError(f"Limits.seconds must be positive, got {self.seconds}")
        if not self.unbounded > 0:
            raise OptionError(f"Limits.unbounded must be positive, got {self.unbounded}")
