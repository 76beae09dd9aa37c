"""What a ``.nl`` file says beyond the mathematics; an answer file needs part of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import numpy as np

from sqp.arrays import Indices, Vector

#: Kinds of suffixes in the order of the file's codes.
SUFFIX_KINDS = ("variable", "constraint", "objective", "problem")


@dataclass(frozen=True, eq=False, kw_only=True)
class Suffix:
    """Values attached to variables, constraints, objectives or the problem.

    Parameters
    ----------
    name : str
        For example ``"scaling_factor"``.
    kind : str
        ``"variable"``, ``"constraint"``, ``"objective"`` or ``"problem"``.
    real : bool
        Whether the values are real; they are integers otherwise.
    size : int
        Number of things of that kind.
    indices, values : (k,) arrays
        The values that are not 0.

    Examples
    --------
    >>> scaling = Suffix(name="s", kind="variable", real=True, size=3, indices=np.array([1]), values=np.array([2.5]))
    >>> scaling.dense()
    array([0. , 2.5, 0. ])
    """

    name: str
    kind: str
    real: bool
    size: int
    indices: Indices
    values: Vector

    def dense(self) -> Vector:
        """(size,) all values."""
        values = np.zeros(self.size)
        values[self.indices] = self.values
        return values


@dataclass(frozen=True, eq=False, kw_only=True)
class AmplInfo:
    """The part of a ``.nl`` file that is not the problem itself.

    Parameters
    ----------
    path : Path
        The file.
    byte_order : '<', '>' or None
        Of a file in the binary format; None for text.
    rows : int
        Number of constraints in the file; the problem may have more, for complementarity conditions.
    options : tuple of int
        The options of its first line, which an answer file repeats.
    bound_tolerance : float or None
        The real at the end of the first line, if there is one.
    objectives : int
        Number of objectives in the file.
    objective : int or None
        Which of them the problem has; None if it has none.
    sense : int
        +1 if that objective is minimised, -1 if it is maximised.
    suffixes : dict
        By kind and name.
    """

    path: Path
    byte_order: Literal["<", ">"] | None
    rows: int
    options: tuple[int, ...]
    bound_tolerance: float | None
    objectives: int
    objective: int | None
    sense: int
    suffixes: dict[tuple[str, str], Suffix] = field(default_factory=dict[tuple[str, str], Suffix])

    def suffix(self, kind: str, name: str) -> Vector | None:
        """All values of a suffix, or None if the file does not have it."""
        suffix = self.suffixes.get((kind, name))
        return None if suffix is None else suffix.dense()
