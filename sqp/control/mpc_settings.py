"""How a controller or an estimator works within its time."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import final

from sqp.control.curvature import StageHessian
from sqp.control.recorder import FlightRecorder
from sqp.control.step_solver import StepQP
from sqp.settings import instance, positive_real, switch, whole_number


@final
@dataclass(frozen=True, kw_only=True)
class MPCSettings:
    """The keyword arguments of :class:`sqp.control.MPC` and :class:`sqp.control.MovingHorizonEstimator`.

    Parameters
    ----------
    rate : float or None
        Samples per unit of time; positive.  None: one sample in each interval of the grid.
    iterations : int
        Most programs solved in each step, at least 1.  With 1, the real-time iteration, every step is a full one;
        with more, steps are shortened by a merit function and stop when they are short.
    tolerance : float
        Largest step, relative to the scales of states and controls, of iterations that have converged; not negative,
        and 0 uses all iterations.
    deadline : float or None
        Seconds after which a step begins no further work; the length of a sample by default.
    shift : bool
        Whether the plan moves with time.
    hessian : StageHessian
        Second derivatives of the steps.
    qp : StepQP
        How the programs are solved.
    compile : bool
        Whether the functions of the stages are compiled, which needs a C compiler and is kept for the next time.
    raises : bool
        Whether a step without a fresh control raises :class:`sqp.errors.SolveFailed` after it has recovered.
    recorder : FlightRecorder or None
        Where each step is written down.
    clock : callable
        Seconds.

    Examples
    --------
    >>> MPCSettings(rate=50.0).deadline
    0.02
    """

    rate: float | None = None
    iterations: int = 1
    tolerance: float = 1e-6
    deadline: float | None = None
    shift: bool = True
    hessian: StageHessian = field(default_factory=StageHessian)
    qp: StepQP = field(default_factory=StepQP)
    compile: bool = False
    raises: bool = False
    recorder: FlightRecorder | None = None
    clock: Callable[[], float] = time.perf_counter

    def __post_init__(self) -> None:
        if self.rate is not None:
            positive_real("MPC.rate", self.rate)
        if self.deadline is None and self.rate is not None:
            object.__setattr__(self, "deadline", 1.0 / self.rate)
        if self.deadline is not None:
            positive_real("MPC.deadline", self.deadline)
        whole_number("MPC.iterations", self.iterations, least=1)
        if self.tolerance != 0.0:
            positive_real("MPC.tolerance", self.tolerance)
        for name in ("shift", "compile", "raises"):
            switch(f"MPC.{name}", getattr(self, name))
        instance("MPC.hessian", self.hessian, StageHessian)
        instance("MPC.qp", self.qp, StepQP)
