"""The SQP method: its settings, and ``solve``."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import final

import numpy as np

from sqp.acceptance.filter import Filter
from sqp.acceptance.progress import Acceptance
from sqp.algorithm.limits import Limits
from sqp.algorithm.record import Counts, Seconds
from sqp.algorithm.result import Result
from sqp.algorithm.run import Callback, Run
from sqp.algorithm.stop import PointKind
from sqp.arrays import Vector
from sqp.evaluation.evaluator import Evaluator
from sqp.hessian.bfgs import BFGS
from sqp.hessian.exact import Exact
from sqp.hessian.model import HessianModel
from sqp.model.problem import HasStart, Problem
from sqp.qp.backend import QPBackend
from sqp.qp.cascade import Cascade
from sqp.qp.convexify import Convexifier, Convexify
from sqp.step.line_search import LineSearch
from sqp.step.step import StepControl


@final
@dataclass(frozen=True, kw_only=True)
class SQP:
    """Sequential quadratic programming."""

    qp: QPBackend = field(default_factory=Cascade)
    hessian: HessianModel = field(default_factory=Exact)
    acceptance: Acceptance = field(default_factory=Filter)
    step: StepControl = field(default_factory=LineSearch)
    convexify: Convexifier = field(default_factory=Convexify)
    tolerance: float = 1e-8
    limits: Limits = field(default_factory=Limits)

    def for_restoration(self) -> SQP:
        """Settings of a run on the restoration problem."""
        hessian = self.hessian if isinstance(self.hessian, Exact) else BFGS()
        limits = replace(self.limits, iterations=min(self.limits.iterations, 200))
        return replace(self, hessian=hessian, limits=limits)

    def solve(
        self,
        problem: Problem,
        x0: Vector | None = None,
        *,
        y0: Vector | None = None,
        z0: Vector | None = None,
        callback: Callback | None = None,
    ) -> Result:
        begin = time.perf_counter()
        if x0 is None:
            assert isinstance(problem, HasStart)
            x0 = problem.start
        evaluator = Evaluator(problem)
        run = Run(self, evaluator, callback, begin + self.limits.seconds)
        outcome = run.solve(problem.variable_bounds.project(np.asarray(x0, float)), y0, z0)
        it = outcome.iterate
        point = PointKind.KKT if outcome.residuals.worst <= self.tolerance else PointKind.INFEASIBLE
        counts = Counts(iterations=len(outcome.history), qp=run._workshop.solved, **evaluator.calls)
        seconds = Seconds(time.perf_counter() - begin, evaluator.function_seconds, evaluator.derivative_seconds, 0.0)
        return Result(
            it.x, it.y, it.z, it.f, outcome.stop, point, outcome.stop.value, outcome.residuals, outcome.residuals,
            counts, seconds, tuple(outcome.history), self,
        )
