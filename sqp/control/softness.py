"""What it costs to violate a soft constraint."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, final

from sqp.errors import OptionError
from sqp.settings import real_above


@final
@dataclass(frozen=True, kw_only=True)
class Soft:
    """A slack s >= 0 on a constraint, at the cost ``linear`` s + ``quadratic`` s^2 (per unit of time).

    A linear weight that exceeds the constraint's multiplier leaves the solution where it is unless there is no
    feasible one; a quadratic one always gives way a little.

    Parameters
    ----------
    linear, quadratic : float
        Not negative, finite, not both zero.

    Examples
    --------
    >>> Soft.of("L1"), Soft.of("L2"), Soft.of(None)
    (Soft(linear=1000.0, quadratic=0.0), Soft(linear=0.0, quadratic=1000.0), None)
    """

    linear: float = 1e3
    quadratic: float = 0.0

    def __post_init__(self) -> None:
        for name in ("linear", "quadratic"):
            value = getattr(self, name)
            real_above(f"Soft.{name}", value, -1.0)
            if not 0.0 <= value < float("inf"):
                raise OptionError(f"Soft.{name} must be finite and not negative, got {value}")
        real_above("the sum of Soft.linear and Soft.quadratic", self.linear + self.quadratic, 0.0)

    @classmethod
    def of(cls, given: Any) -> Soft | None:
        """What a user means: None or False, True or "L1", "L2", or the weights themselves.

        Raises
        ------
        OptionError
            For anything else.
        """
        if given is None or given is False:
            return None
        if given is True or given == "L1":
            return cls()
        if given == "L2":
            return cls(linear=0.0, quadratic=1e3)
        if not isinstance(given, cls):
            raise OptionError(f"soft must be True, 'L1', 'L2' or Soft(linear=..., quadratic=...), got {given!r}")
        return given
