"""The seam of the step room: how far to go along a direction, and what to do when a trial point is rejected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from sqp.acceptance.progress import AcceptanceRun, Prediction, Progress
from sqp.arrays import Vector
from sqp.evaluation.values import Values


@dataclass(frozen=True, eq=False)
class Move:
    """A direction as the step room sees it: the displacement and what the model predicts for it.

    Examples
    --------
    >>> import numpy as np
    >>> Move(np.array([0.5]), Prediction(slope=-1.0, curvature=1.0, violation=0.0)).prediction.decrease
    1.0
    """

    d: Vector
    prediction: Prediction


@dataclass(frozen=True, eq=False)
class Step:
    """An accepted trial point: its values and progress, the length, and whether a correction was used.

    Examples
    --------
    >>> import numpy as np
    >>> move = Move(np.array([0.5]), Prediction(slope=-1.0, curvature=1.0, violation=0.0))
    >>> values = Values(x=np.array([1.5]), f=2.0, c=np.zeros(0))
    >>> Step(values, Progress(objective=2.0, violation=0.0), length=1.0, move=move).corrected
    False
    """

    values: Values
    progress: Progress
    length: float
    move: Move
    corrected: bool = False


class Trials(Protocol):
    """What a step control may ask while it searches from the current iterate."""

    @property
    def x(self) -> Vector:
        """The current iterate, (n,)."""
        ...

    @property
    def progress(self) -> Progress:
        """Objective and violation at the current iterate."""
        ...

    def values(self, d: Vector) -> Values:
        """Function values at the current point plus ``d`` (kept inside the variable bounds); EvaluationError."""
        ...

    def progress_of(self, values: Values) -> Progress: ...

    def corrected(self, values: Values, move: Move) -> Move | None:
        """Second-order correction of a full step that led to ``values``."""
        ...

    def within(self, radius: float) -> Move | None:
        """The step of the subproblem restricted to ``radius`` in every variable."""
        ...


class StepRun(Protocol):
    """A step control during one solve."""

    @property
    def radius(self) -> float:
        """Longest step, in every variable, that the next subproblem may take; may be infinite."""
        ...

    @property
    def binding(self) -> bool:
        """Whether the radius holds even where only a longer step meets the linearised constraints."""
        ...

    def advance(self, trials: Trials, move: Move, judge: AcceptanceRun) -> Step | None:
        """An accepted step, or None if none was found."""
        ...


class StepControl(Protocol):
    """Settings of a step control."""

    def start(self, size: float = 1.0) -> StepRun:
        """Begin a solve at a point whose largest entry is ``size``, at least 1: the unit of first step lengths."""
        ...
