"""How much work a diagnosis may do."""

from __future__ import annotations

from dataclasses import dataclass

from sqp.settings import positive_real, whole_number


@dataclass(frozen=True, kw_only=True)
class Effort:
    """Limits on the work of a diagnosis; what they cut off is named in :attr:`Explanation.omitted`.

    Parameters
    ----------
    seconds : float
        After which no further examination begins, positive.
    linear_programs : int
        Linear programs solved in the search for conflicts, at least 1.
    conflicts : int
        Conflicts searched for that have no constraint in common, at least 1.
    evaluations : int
        Evaluations of the functions to check supplied derivatives, at least 2.
    dense : int
        Largest dimension of a matrix that is treated as dense, at least 1.

    Raises
    ------
    OptionError
        If a value is outside its range.

    Examples
    --------
    >>> Effort(evaluations=0)
    Traceback (most recent call last):
    sqp.errors.OptionError: Effort.evaluations must be at least 2, got 0
    """

    seconds: float = 10.0
    linear_programs: int = 200
    conflicts: int = 3
    evaluations: int = 1000
    dense: int = 1000

    def __post_init__(self) -> None:
        positive_real("Effort.seconds", self.seconds)
        whole_number("Effort.linear_programs", self.linear_programs, least=1)
        whole_number("Effort.conflicts", self.conflicts, least=1)
        whole_number("Effort.evaluations", self.evaluations, least=2)
        whole_number("Effort.dense", self.dense, least=1)
