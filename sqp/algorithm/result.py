"""The result of a solve: everything a user could want to know about it."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from sqp.algorithm.record import Counts, IterationRecord, Residuals, Seconds
from sqp.algorithm.state import SolverState
from sqp.algorithm.stop import PointKind, StopReason
from sqp.algorithm.table import solution_table
from sqp.arrays import Vector
from sqp.diagnosis.effort import Effort
from sqp.diagnosis.findings import Explanation
from sqp.errors import ModelError, SolveFailed
from sqp.evaluation.values import FailedEvaluation
from sqp.model.problem import Problem, SolutionView

_GOOD = (PointKind.KKT, PointKind.KKT_ACCEPTABLE)


@dataclass(frozen=True, eq=False)
class Point:
    """A point worth keeping: ``x``, the objective there in the user's sense, and the largest violation.

    Examples
    --------
    >>> import numpy as np
    >>> Point(np.array([1.0, 2.0]), f=5.0, violation=0.0).f
    5.0
    """

    x: Vector
    f: float
    violation: float


@dataclass(frozen=True, eq=False)
class Result:
    """What a solve found, how it ended, and how it went.

    Attributes
    ----------
    x : (n,)
        The returned point.
    y, z : (m,), (n,)
        Multipliers of the constraints and of the bounds on x, of L = f + y'c + z'x for the *minimised* f; an active
        upper bound has a positive multiplier, an active lower bound a negative one.
    f : float
        The objective as the user stated it (not negated for a maximisation).
    stop, point : StopReason, PointKind
        How the run ended; what the point is.
    message : str
        One or two sentences: both answers, with what was special about this run.
    residuals, scaled_residuals : Residuals
        In the user's units, and in the solver's scaling.
    counts, seconds, history, settings
        Evaluation counts, seconds per phase, one record per iteration, the settings object used.
    best_feasible, least_violation : Point or None
        The best feasible point and the least violated point that were evaluated.
    ray : (n,) or None
        Where ``stop`` is UNBOUNDED: a direction, largest entry 1, along which the objective falls without limit
        from ``x`` while the constraints hold; None if the feasible points that were found lie on no straight line.
    notes : tuple of str
        What the solver changed or noticed: a moved start, a rescue by another strategy, scaling.
    first_failure : FailedEvaluation or None
        The first evaluation of a function that failed, and where.
    state : SolverState or None
        What another solve can start from, given as its argument ``warm``; None without an iterate.
    problem : Problem or None
        What was solved; lost by pickling if it cannot be pickled itself.

    Examples
    --------
    >>> import sqp
    >>> m = sqp.Model("square")
    >>> x = m.variable("x", lower=1.0, start=3.0)
    >>> m.minimize(x**2)
    >>> result = m.solve()
    >>> bool(result), result.point.name, round(result["x"], 6), round(result.multiplier("bounds of x"), 6)
    (True, 'KKT', 1.0, -2.0)
    """

    x: Vector
    y: Vector
    z: Vector
    f: float
    stop: StopReason
    point: PointKind
    message: str
    residuals: Residuals
    scaled_residuals: Residuals
    counts: Counts
    seconds: Seconds
    history: tuple[IterationRecord, ...] = ()
    settings: object = None
    best_feasible: Point | None = None
    least_violation: Point | None = None
    ray: Vector | None = None
    notes: tuple[str, ...] = ()
    variable_names: Sequence[str] = ()
    constraint_names: Sequence[str] = ()
    view: SolutionView | None = field(default=None, repr=False)
    first_failure: FailedEvaluation | None = field(default=None, repr=False)
    state: SolverState | None = field(default=None, repr=False)
    problem: Problem | None = field(default=None, repr=False)

    @property
    def success(self) -> bool:
        """Whether the point is a KKT point; derived from the point, never from how the run ended."""
        return self.point in _GOOD

    def __bool__(self) -> bool:
        return self.success

    @property
    def iterations(self) -> int:
        return self.counts.iterations

    def __getstate__(self) -> dict[str, Any]:
        state = dict(vars(self))
        if not _pickles(self.problem):
            state["problem"] = None
        return state

    def raise_for_status(self) -> Result:
        """Return self if successful, raise :class:`sqp.errors.SolveFailed` (with ``.result``) otherwise."""
        if not self.success:
            raise SolveFailed(self.message, self)
        return self

    def __getitem__(self, name: str) -> Any:
        """Value of the variable called ``name``, in its own shape.

        Raises
        ------
        KeyError
            If there is no such variable; the message lists the names.
        """
        if self.view is not None:
            values = self.view.variables(self.x)
            if name in values:
                return values[name]
            raise KeyError(f"no variable {name!r}; the variables are: {', '.join(values)}")
        if name in self.variable_names:
            return float(self.x[list(self.variable_names).index(name)])
        raise KeyError(f"no variable {name!r}")

    def value(self, expression: Any) -> Any:
        """Value of any expression in the model's variables and parameters at the returned point."""
        return self._model_view("value").value(expression, self.x)

    def multiplier(self, name: str) -> Any:
        """Multiplier of the constraint called ``name`` in the constraint's shape, ``"bounds of NAME"`` for bounds."""
        if self.view is not None:
            values = self.view.multipliers(self.y, self.z)
            if name in values:
                return values[name]
            raise KeyError(f"no constraint {name!r}; the constraints are: {', '.join(values)}")
        if name in self.constraint_names:
            return float(self.y[list(self.constraint_names).index(name)])
        raise KeyError(f"no constraint {name!r}")

    def table(self) -> str:
        """The solution as a readable text table: names, values, units, bounds that hold, multipliers."""
        return solution_table(self)

    def explain(self, effort: Effort | None = None) -> Explanation:
        """What is wrong at the returned point, in the names of the model, and what to try.

        Violated constraints and bounds, conflicts among them, dependent constraints, values and derivatives that are
        not finite or not right, bad scaling; of a solution, curvature and multipliers that leave it undecided.

        Parameters
        ----------
        effort : Effort, optional
            Limits on the work; ten seconds by default.

        Examples
        --------
        >>> import sqp
        >>> m = sqp.Model()
        >>> x = m.variable("x", lower=0.0, upper=1.0)
        >>> high = m.subject_to(x >= 3.0, name="high")
        >>> m.minimize(x)
        >>> print(m.solve().explain().findings[0].sentence)
        high >= 3 and x <= 1 cannot hold together anywhere; without any one of them the others could.
        """
        from sqp.diagnosis.explain import Ending, explain

        ending = Ending(
            message=self.message,
            solved=self.success,
            fritz_john=self.point is PointKind.FRITZ_JOHN,
            unbounded=PointKind.UNBOUNDED is self.point or self.stop is StopReason.UNBOUNDED,
            x=self.x,
            y=self.y,
            z=self.z,
            ray=self.ray,
            failure=self.first_failure,
        )
        return explain(self.problem, ending, effort or Effort())

    def _model_view(self, what: str) -> SolutionView:
        if self.view is None:
            raise ModelError(f"result.{what}: this problem was not made from a model with named parts")
        return self.view


def with_result(error: Exception, result: Result) -> Exception:
    """The exception with the result so far in its attribute ``result``, and a note that says so."""
    with suppress(AttributeError):  # a class with slots has no room for it
        error.result = result  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]
        error.add_note(f"The best point so far is in the attribute 'result' of this exception: {result.point.name}.")
    return error


def _pickles(problem: Problem | None) -> bool:
    """Whether a problem can be pickled; those made of local functions cannot."""
    try:
        pickle.dumps(problem)
    except (pickle.PicklingError, TypeError, AttributeError):
        return False
    return True
