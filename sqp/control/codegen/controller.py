"""A generated controller, loaded back into Python: the interface of :class:`sqp.control.MPC`, the arithmetic of C."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, final

import numpy as np
from numpy.typing import ArrayLike

from sqp.arrays import Vector
from sqp.control.measurement import are_finite, measured_state
from sqp.control.mpc_settings import MPCSettings
from sqp.control.parameters import ParameterValues
from sqp.control.plan import Plan
from sqp.control.stages import Stages, Table
from sqp.control.status import Status, StepReport
from sqp.errors import SolveFailed

#: Status codes of the C interface, in the order of its enumeration; the first is named by the iterations allowed.
STATUSES: Final = (
    Status.SOLVED,
    Status.BUDGET,
    Status.DEADLINE,
    Status.SOFTENED,
    Status.NOT_FINITE,
    Status.MODEL_FAILED,
    Status.SOLVED,
)
_Pointer = ctypes.c_void_p


@final
class GeneratedController:
    """Steps of a compiled controller; see :meth:`sqp.control.codegen.generate.GeneratedProject.load`.

    Parameters
    ----------
    library : path
        The compiled project.
    name : str
        Its prefix.
    stages : Stages
    settings : MPCSettings
    real : dtype
        float64 or float32.

    Attributes
    ----------
    report : StepReport
        How the last step went.

    Examples
    --------
    The last two lines need a C compiler.

    >>> import tempfile
    >>> import sqp, sqp.control
    >>> ocp = sqp.control.OptimalControlProblem("integrator", horizon=10, duration=1.0)
    >>> x, u = ocp.state("x", initial=1.0), ocp.control("u", lower=-1.0, upper=1.0)
    >>> ocp.derivatives({x: u})
    >>> ocp.stage_squares(sqp.stack([x, 0.1 * u]))
    >>> controller = sqp.control.generate(ocp, tempfile.mkdtemp()).load()  # doctest: +SKIP
    >>> controller.step([1.0])  # doctest: +SKIP
    array([-1.])
    """

    def __init__(self, library: Path, name: str, stages: Stages, settings: MPCSettings, real: Any = np.float64) -> None:
        self.stages, self.settings, self._real = stages, settings, real
        self._c = _Interface(library, name)
        self._memory = np.zeros(self._c.host_bytes() // 8 + 8)
        self._at = _Pointer(self._memory.ctypes.data)
        self._values = ParameterValues(stages)
        self._x0, self._u = np.zeros(stages.nx, real), np.zeros(stages.nu, real)
        self._counts, self._reals = np.zeros(4, np.intc), np.zeros(3, real)
        self._ends = [_Pointer(array.ctypes.data) for array in (self._x0, self._u, self._counts, self._reals)]
        step = float(stages.times[1] - stages.times[0])
        self._sample = step if settings.rate is None else 1.0 / settings.rate
        self._c.init(self._at)
        self._data: tuple[Table, Vector] | None = None
        self.reset()

    def reset(self) -> None:
        """Forget the plan and the time: the next step is a first one."""
        self._c.reset(self._at)
        self._planned = self._applied = False
        self._elapsed, self._usable = 0.0, True
        self.report = StepReport(Status.SOLVED)

    @property
    def plan(self) -> Plan:
        """The states and controls that the last step intends; multipliers stay in C and are zero here."""
        x = np.zeros((self.stages.horizon + 1, self.stages.nx), self._real)
        u = np.zeros((self.stages.horizon, self.stages.nu), self._real)
        self._c.get_plan(self._at, _Pointer(x.ctypes.data), _Pointer(u.ctypes.data))
        start = Plan.at_start(self.stages)
        return Plan(x.astype(np.float64), u.astype(np.float64), start.a, start.y, start.y_end)

    def adopt(self, plan: Plan) -> None:
        """Plan these states and controls, the latter within their bounds."""
        x, u = (np.ascontiguousarray(part, self._real) for part in (plan.x, plan.u))
        self._c.set_plan(self._at, _Pointer(x.ctypes.data), _Pointer(u.ctypes.data))
        self._planned, self._applied = True, False

    def warm_up(self, x0: Any = None, parameters: Mapping[str, ArrayLike] | None = None) -> Plan:
        """Iterate to convergence from a state; the first step does this by itself. Returns the plan."""
        start = self.stages.initial_state if x0 is None else measured_state(self.stages, x0)
        self._set_parameters(parameters)
        self._x0[:] = start
        self._c.set_deadline(self._at, -1.0)
        self._c.solve(self._at, *self._ends[:2])
        self._planned, self._applied = True, False
        self._adopt_report()
        return self.plan

    def step(self, x0: Any, parameters: Mapping[str, ArrayLike] | None = None) -> Vector:
        """The control for a measured state, (nu,), always inside its bounds; see :meth:`sqp.control.MPC.step`."""
        if not self._planned and np.isfinite(measured_state(self.stages, x0)).all():
            self.warm_up(x0, parameters)
        self.prepare(parameters)
        return self.feedback(x0)

    def prepare(self, parameters: Mapping[str, ArrayLike] | None = None) -> None:
        """The part of a step that needs no measurement: move the plan on, linearise, factor."""
        if self._applied:
            if self.settings.shift:
                self._c.shift(self._at)
            self._applied = False
            self._elapsed += self._sample
        self._set_parameters(parameters)
        if self._usable:
            self._c.prepare(self._at)

    def feedback(self, x0: Any) -> Vector:
        """The control for a measured state, from what was prepared."""
        self._x0[:] = measured_state(self.stages, x0) if self._usable else np.nan
        self._c.set_deadline(self._at, -1.0 if self.settings.deadline is None else self.settings.deadline)
        call = self._c.feedback if self.settings.iterations == 1 else self._c.solve
        call(self._at, *self._ends[:2])
        self._applied = True
        self._adopt_report()
        if self.settings.raises and not self.report.status.is_fresh:
            raise SolveFailed(self.report.message, self.report)
        return self._u.astype(np.float64)

    def _set_parameters(self, given: Mapping[str, ArrayLike] | None) -> None:
        """Hand over what has changed; what is not finite stays outside, and the next control is the planned one."""
        p, g = self._values.values(given, self._elapsed)
        if self._data is not None and p is self._data[0] and g is self._data[1]:
            self._usable = True
            return
        self._usable = are_finite((p, g))
        if self._usable:
            rows, shared = np.ascontiguousarray(p, self._real), np.ascontiguousarray(g, self._real)
            self._c.set_parameters(self._at, _Pointer(rows.ctypes.data), _Pointer(shared.ctypes.data))
            self._data = p, g

    def _adopt_report(self) -> None:
        self._c.host_statistics(self._at, *self._ends[2:])
        code, iterations, qp_iterations, _ = self._counts.tolist()
        _, gap, value = self._reals.tolist()
        status = STATUSES[code]
        if status is Status.SOLVED and self.settings.iterations > 1:
            status = Status.CONVERGED
        self.report = StepReport(status, iterations, qp_iterations, value, gap)


class _Interface:
    """The functions of the library, without their prefix."""

    def __init__(self, library: Path, name: str) -> None:
        c = ctypes.CDLL(str(library.resolve()))
        real = ctypes.c_double

        def function(label: str, *arguments: Any, result: Any = None) -> Any:
            found = c[f"{name}_{label}"]
            found.argtypes, found.restype = arguments, result
            return found

        self.host_bytes = function("host_bytes", result=ctypes.c_size_t)
        self.host_statistics = function("host_statistics", _Pointer, _Pointer, _Pointer)
        self.set_deadline = function("host_deadline", _Pointer, real)
        self.init, self.reset, self.shift = (function(label, _Pointer) for label in ("init", "reset", "shift"))
        self.prepare = function("prepare", _Pointer, result=ctypes.c_int)
        self.feedback = function("feedback", _Pointer, _Pointer, _Pointer, result=ctypes.c_int)
        self.solve = function("solve", _Pointer, _Pointer, _Pointer, result=ctypes.c_int)
        self.set_parameters = function("host_parameters", _Pointer, _Pointer, _Pointer)
        self.set_plan = function("set_plan", _Pointer, _Pointer, _Pointer, result=ctypes.c_int)
        self.get_plan = function("get_plan", _Pointer, _Pointer, _Pointer)
