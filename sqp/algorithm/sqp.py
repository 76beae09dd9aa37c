"""The SQP method: its settings, and ``solve``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import final

from numpy.typing import ArrayLike

from sqp.acceptance.filter import Filter
from sqp.acceptance.progress import Acceptance
from sqp.algorithm.checkpoint import Checkpoint
from sqp.algorithm.journal import Callback
from sqp.algorithm.limits import Limits
from sqp.algorithm.result import Result
from sqp.algorithm.resume import begin
from sqp.algorithm.start import checked_start
from sqp.hessian.choice import for_restoration
from sqp.hessian.exact import Exact
from sqp.hessian.model import HessianModel
from sqp.model.problem import Problem
from sqp.qp.backend import QPBackend
from sqp.qp.cascade import Cascade
from sqp.qp.convexify import Convexifier, Convexify
from sqp.settings import instance, real_below, real_between, strategy, switch
from sqp.step.line_search import LineSearch
from sqp.step.step import StepControl


@final
@dataclass(frozen=True, kw_only=True)
class SQP:
    """Sequential quadratic programming: one choice for each ingredient, reusable and thread-safe.

    Parameters
    ----------
    qp : QPBackend
        Solves the quadratic subproblems.
    hessian : HessianModel
        Approximates the Hessian of the Lagrangian.
    acceptance : Acceptance
        Judges trial points.
    step : StepControl
        Decides how far to go along a direction.
    convexify : Convexifier
        Corrects a reduced Hessian that is not positive definite.
    tolerance : float
        Largest stationarity, relative infeasibility and complementarity of a KKT point, in the user's units; in (0, 1).
    acceptable : float
        The same for a point that is reported as nearly optimal when no progress is possible; at least ``tolerance``.
    relax : bool
        Meet inconsistent linearised constraints as well as possible; if False, leave for restoration at once.
    scaling : bool
        Scale the objective and the constraints by their gradients at the start, and the variables by their typical
        size if the problem knows it.
    presolve : bool
        Take out fixed variables, constant rows and linear rows that bound one variable before the first iteration.
    rescue : bool
        Try other strategies when these ones stop short of a KKT point.
    limits : Limits
        When to give up.
    keep_iterates : bool
        Whether the history keeps the points, not only their residuals.

    Examples
    --------
    >>> import casadi as ca
    >>> from sqp.model.casadi_problem import CasadiProblem
    >>> x = ca.SX.sym("x", 2)
    >>> result = SQP(tolerance=1e-10).solve(CasadiProblem(x, ca.sumsqr(x - 1)), [0.0, 0.0])
    >>> result.stop.name, result.point.name, result.iterations
    ('CONVERGED', 'KKT', 1)
    """

    qp: QPBackend = field(default_factory=Cascade)
    hessian: HessianModel = field(default_factory=Exact)
    acceptance: Acceptance = field(default_factory=Filter)
    step: StepControl = field(default_factory=LineSearch)
    convexify: Convexifier = field(default_factory=Convexify)
    tolerance: float = 1e-8
    acceptable: float = 1e-6
    relax: bool = True
    scaling: bool = True
    presolve: bool = True
    rescue: bool = True
    limits: Limits = field(default_factory=Limits)
    keep_iterates: bool = False

    def __post_init__(self) -> None:
        for name in ("qp", "hessian", "acceptance", "step", "convexify"):
            strategy(f"SQP.{name}", getattr(self, name))
        instance("SQP.limits", self.limits, Limits)
        real_between("SQP.tolerance", self.tolerance, 0, 1)
        real_below("SQP.acceptable", self.acceptable, 1)
        for name in ("relax", "scaling", "presolve", "rescue", "keep_iterates"):
            switch(f"SQP.{name}", getattr(self, name))
        if self.acceptable < self.tolerance:
            object.__setattr__(self, "acceptable", self.tolerance)

    def for_restoration(self) -> SQP:
        """Settings of a run on the restoration problem."""
        return replace(self, hessian=for_restoration(self.hessian), rescue=False)

    def solve(
        self,
        problem: Problem,
        x0: ArrayLike | None = None,
        *,
        y0: ArrayLike | None = None,
        z0: ArrayLike | None = None,
        warm: Result | None = None,
        callback: Callback | None = None,
        checkpoint: Checkpoint | None = None,
        notes: Sequence[str] = (),
    ) -> Result:
        """Solve a problem.

        Parameters
        ----------
        problem : Problem
        x0 : (n,), optional
            Start; by default the problem's own.  Entries outside the variable bounds are moved onto them.
        y0, z0 : (m,), (n,), optional
            Multipliers to start from; estimated by least squares if not given.
        warm : Result, optional
            An earlier solve of a problem of the same sizes: its point, multipliers, working set and quasi-Newton matrix
            are the start; x0, y0 and z0 replace those of the result.  A note of the result says what was used.
        callback : callable, optional
            Called with an :class:`~sqp.algorithm.record.IterationRecord` after each iteration; the solve stops when
            it returns True or raises StopIteration.  Any other exception ends it too, and carries the result so far
            in its attribute ``result``.
        checkpoint : Checkpoint, optional
            Where to save the solve, so that :func:`sqp.resume` can continue it.
        notes : sequence of str
            What the result is to say before its own notes, also if it is resumed.

        Raises
        ------
        ProblemError, OptionError
            Before the first iteration, if an argument is wrong.
        """
        start = checked_start(problem, x0, y0, z0, warm)
        start = replace(start, notes=(*notes, *start.notes)) if notes else start
        state = None if warm is None else warm.state
        return begin(self, problem, start, state, callback, checkpoint)
