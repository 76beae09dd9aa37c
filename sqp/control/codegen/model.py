"""The functions of one stage as generated code needs them: z = [u; x], matrices by rows."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import casadi as ca
import numpy as np

from sqp.arrays import Mask
from sqp.control.codegen.scalar_code import Output
from sqp.control.derivatives import gauss_newton, lagrangian_hessian, linearised_constraints, linearised_dynamics
from sqp.control.stages import Stages, Terms
from sqp.errors import ProblemError


@dataclass(frozen=True, eq=False)
class StageModel:
    """What one optimal control problem is in C.

    Attributes
    ----------
    stages : Stages
    exact : bool
        Whether Hessians are exact, in functions of their own, instead of those of Gauss and Newton.

    Raises
    ------
    ProblemError
        If the problem is none that a controller can solve: an initial state that is free, terms of the start alone.

    Examples
    --------
    >>> import sqp.control
    >>> ocp = sqp.control.OptimalControlProblem(horizon=3)
    >>> x, u = ocp.state("x", initial=1.0, upper=2.0), ocp.control("u")
    >>> ocp.next_state({x: x + u})
    >>> ocp.stage_squares(sqp.stack([x, u]))
    >>> model = StageModel(ocp.stages())
    >>> model.limits, model.terminal_limits, [output.name for output in model.stage]
    (1, 1, ['next', 'F', 'gradient', 'H', 'constraints', 'G'])
    """

    stages: Stages
    exact: bool = False

    def __post_init__(self) -> None:
        if not self.stages.given.all():
            raise ProblemError("a controller needs every initial state to be given, which some here are not")
        if self.stages.initial is not None:
            raise ProblemError("a controller is given its initial state: initial costs and constraints have no meaning")

    @cached_property
    def bounded(self) -> Mask:
        """States with a bound at some stage from 1 to N - 1; the initial one is given."""
        return _bounded(self.stages, slice(1, -1))

    @cached_property
    def bounded_at_end(self) -> Mask:
        return _bounded(self.stages, slice(-1, None))

    @property
    def limits(self) -> int:
        """Constraints of a stage."""
        return int(self.bounded.sum()) + self.stages.path.rows

    @property
    def terminal_limits(self) -> int:
        return int(self.bounded_at_end.sum()) + self.stages.terminal.rows

    @property
    def rows(self) -> int:
        """Rows of the QP at a stage: the constraints, then the bounds of the controls."""
        return self.limits + self.stages.nu

    @property
    def is_scalar(self) -> bool:
        """Whether all functions consist of scalar operations."""
        terms = (self.stages.path, self.stages.terminal)
        functions = [self.stages.dynamics, *(f for t in terms for f in (t.residual, t.cost, t.constraints))]
        return all(function.is_a("SXFunction") for function in functions)

    @cached_property
    def symbols(self) -> list[tuple[str, Any]]:
        """Names in C and symbols of (x, u, p, s)."""
        kind: Any = ca.SX if self.is_scalar else ca.MX
        sizes = (self.stages.nx, self.stages.nu, self.stages.np, self.stages.ng)
        return [(name, kind.sym(name, size)) for name, size in zip(("x", "u", "p", "s"), sizes, strict=True)]

    @cached_property
    def next(self) -> list[Output]:
        """The dynamics alone."""
        return [Output.vector("next", self.stages.dynamics(*self._arguments))]

    @cached_property
    def stage(self) -> list[Output]:
        """Everything of a stage that a QP needs."""
        following, A, B = linearised_dynamics(self.stages)(*self._arguments)
        _, gradient, hess = gauss_newton(self.stages.path)(*self._arguments)
        values, jac = self._limits(self.stages.path, self.bounded, self._arguments)
        u_first = self._u_first
        return [
            Output.vector("next", following),
            Output.by_rows("F", ca.horzcat(B, A)),
            Output.vector("gradient", gradient[u_first]),
            self._hessian(hess[u_first, u_first]),
            Output.vector("constraints", values),
            Output.by_rows("G", jac[:, u_first]),
        ]

    @cached_property
    def stage_values(self) -> list[Output]:
        """What a merit function needs of a stage."""
        x, terms = self._arguments[0], self.stages.path
        values = ca.vertcat(x[np.flatnonzero(self.bounded).tolist()], terms.constraints(*self._arguments))
        parts = [("next", self.stages.dynamics(*self._arguments)), ("cost", self._cost(terms, self._arguments))]
        return [Output.vector(name, part) for name, part in [*parts, ("constraints", values)]]

    @cached_property
    def terminal(self) -> list[Output]:
        arguments = self._end
        _, gradient, hess = gauss_newton(self.stages.terminal)(*arguments)
        values, jac = self._limits(self.stages.terminal, self.bounded_at_end, arguments)
        return [
            Output.vector("gradient", gradient),
            self._hessian(hess),
            Output.vector("constraints", values),
            Output.by_rows("G", jac),
        ]

    @cached_property
    def multipliers(self) -> list[tuple[str, Any]]:
        """Names and symbols of (y, a, y at the end): those of the bounds of states come first in y."""
        kind: Any = ca.SX if self.is_scalar else ca.MX
        sizes = {"y": self.limits, "a": self.stages.nx, "y_end": self.terminal_limits}
        return [(name.split("_")[0], kind.sym(name, size)) for name, size in sizes.items()]

    @cached_property
    def stage_hessian(self) -> list[Output]:
        (_, y), (_, a), _ = self.multipliers
        function = lagrangian_hessian(self.stages.path, self.stages.dynamics)
        hess = function(*self._arguments, y[int(self.bounded.sum()) :], a)
        return [Output.by_rows("H", hess[self._u_first, self._u_first], diagonal=True)]

    @cached_property
    def terminal_hessian(self) -> list[Output]:
        _, _, (_, y) = self.multipliers
        function = lagrangian_hessian(self.stages.terminal)
        hess = function(*self._end, y[int(self.bounded_at_end.sum()) :], ca.DM(0, 1))
        return [Output.by_rows("H", hess, diagonal=True)]

    @property
    def _u_first(self) -> list[int]:
        """The order of z = [u; x] in w = (x, u)."""
        return [*range(self.stages.nx, self.stages.nx + self.stages.nu), *range(self.stages.nx)]

    def _hessian(self, hess: Any) -> Output:
        """That of Gauss and Newton, unless there is a function for the exact one."""
        return (
            Output("H", type(hess)(0, 1), np.zeros(0, dtype=np.int64))
            if self.exact
            else Output.by_rows("H", hess, diagonal=True)
        )

    @cached_property
    def terminal_values(self) -> list[Output]:
        x, terms = self._end[0], self.stages.terminal
        values = ca.vertcat(x[np.flatnonzero(self.bounded_at_end).tolist()], terms.constraints(*self._end))
        return [Output.vector("cost", self._cost(terms, self._end)), Output.vector("constraints", values)]

    @property
    def _arguments(self) -> list[Any]:
        return [symbol for _, symbol in self.symbols]

    @property
    def _end(self) -> list[Any]:
        """The arguments at the end of the horizon, where there is no control."""
        x, _, p, s = self._arguments
        return [x, ca.DM(0, 1), p, s]

    @staticmethod
    def _cost(terms: Terms, arguments: list[Any]) -> Any:
        return ca.sumsqr(terms.residual(*arguments)) + terms.cost(*arguments)

    @staticmethod
    def _limits(terms: Terms, bounded: Mask, arguments: list[Any]) -> tuple[Any, Any]:
        """Values and Jacobian by w = (x, u) of the bounds of states and the constraints."""
        values, jac = linearised_constraints(terms)(*arguments)
        chosen = np.flatnonzero(bounded).tolist()
        x = arguments[0]
        unit = ca.DM.eye(jac.shape[1])[chosen, :]
        return ca.vertcat(x[chosen], values), ca.vertcat(unit, jac)


def _bounded(stages: Stages, which: slice) -> Mask:
    finite = np.isfinite(stages.state_lower[which]) | np.isfinite(stages.state_upper[which])
    return np.asarray(finite.any(axis=0))
