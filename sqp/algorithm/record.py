"""What is written down about a run: residuals, counts, seconds and one record per iteration."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import isnan

from sqp.arrays import Vector


@dataclass(frozen=True)
class Residuals:
    """How far a point with multipliers is from the optimality conditions, in one consistent scaling.

    Attributes
    ----------
    stationarity : float
        ``|grad f + J'y + z|_inf`` divided by ``max(1, mean |multipliers| / 100)``.
    feasibility : float
        Largest violation of a bound or constraint, each relative to ``max(1, |bound|)``.
    complementarity : float
        Largest ``min(gap to the bound that the multiplier's sign names, |multiplier|)``, scaled likewise; of a row with
        a large gradient, instead of the multiplier, what it contributes to the stationarity.
    violation : float
        Largest absolute violation of a bound or constraint.

    Examples
    --------
    >>> Residuals(stationarity=1e-9, feasibility=0.0, complementarity=1e-10, violation=0.0).worst
    1e-09
    """

    stationarity: float
    feasibility: float
    complementarity: float
    violation: float

    @property
    def worst(self) -> float:
        """The largest of stationarity, feasibility and complementarity; NaN if one of them is."""
        total = self.stationarity + self.feasibility + self.complementarity
        return total if isnan(total) else max(self.stationarity, self.feasibility, self.complementarity)


@dataclass(frozen=True)
class Counts:
    """How often each function was evaluated, and how much work the subproblems took.

    ``differences`` counts the evaluations at displaced points that finite differences took inside the others.

    Examples
    --------
    >>> Counts(iterations=3, objective=5).objective
    5
    """

    iterations: int = 0
    objective: int = 0
    constraints: int = 0
    gradient: int = 0
    jacobian: int = 0
    hessian: int = 0
    hessian_product: int = 0
    qp: int = 0
    failed_evaluations: int = 0
    differences: int = 0


@dataclass(frozen=True)
class Seconds:
    """Wall-clock seconds by phase.

    Examples
    --------
    >>> Seconds(total=1.0, functions=0.25, qp=0.5).other
    0.25
    """

    total: float = 0.0
    functions: float = 0.0
    derivatives: float = 0.0
    qp: float = 0.0

    @property
    def other(self) -> float:
        """Everything that is not user code and not the QP room."""
        return max(0.0, self.total - self.functions - self.derivatives - self.qp)


@dataclass(frozen=True, eq=False)
class IterationRecord:
    """One accepted iterate, frozen; what a callback receives and what the history holds.

    ``x``, ``y`` and ``z`` are the accepted point in the user's units; the history keeps them only when
    ``SQP.keep_iterates`` is set (they are then not ``None``), the callback always has them.

    Examples
    --------
    >>> IterationRecord(iteration=1, f=2.0, violation=0.0, stationarity=0.5, complementarity=0.0).f
    2.0
    """

    iteration: int
    f: float
    violation: float
    stationarity: float
    complementarity: float
    step_norm: float = 0.0
    length: float = 0.0
    shift: float = 0.0
    active: int = 0
    backend: str = ""
    note: str = ""
    x: Vector | None = field(default=None, repr=False)
    y: Vector | None = field(default=None, repr=False)
    z: Vector | None = field(default=None, repr=False)

    def without_iterate(self) -> IterationRecord:
        """The same record without x, y and z."""
        return self if self.x is None else replace(self, x=None, y=None, z=None)

    def of_restoration(self, iteration: int, f: float) -> IterationRecord:
        """This record of a restoration run as an iteration of the run that it serves.

        There the objective is the violation and the constraints hold, so ``violation`` is its objective and the
        user's objective is the last one known.
        """
        return replace(self, iteration=iteration, f=f, violation=self.f).without_iterate()
