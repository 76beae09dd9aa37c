"""The stages of a horizon as one model: variables for all nodes, each function of a stage mapped over them.

X = [x_0, ..., x_N],   U = [u_0, ..., u_{N-1}],   F(X[:, :-1], U) - X[:, 1:] = 0
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import casadi as ca
import numpy as np

from sqp.control.stages import Stages, Table, Terms
from sqp.errors import ModelError
from sqp.front.model import Model
from sqp.model.quantity import Quantity


class Horizon:
    """The variables of one horizon in a model, and what was stated about them.

    ``prefix`` goes before every name: a model may hold several horizons.

    Attributes
    ----------
    X, U : expressions, (nx, N + 1) and (nu, N)
    p, g : expressions, (np, N + 1) and (ng,)
        Parameters.
    squares : list of columns
        Residuals of the cost.
    cost, linear : scalar expressions
        The rest of the cost, and that of slacks, which is linear.

    Examples
    --------
    >>> import sqp, sqp.control
    >>> ocp = sqp.control.OptimalControlProblem(horizon=3)
    >>> x, u = ocp.state("x", initial=1.0), ocp.control("u")
    >>> ocp.next_state({x: 2 * x + u})
    >>> ocp.stage_squares(sqp.stack([x, u]))
    >>> model = sqp.Model()
    >>> horizon = Horizon(model, ocp.stages())
    >>> model.minimize_sum_of_squares(ca.vertcat(*horizon.squares))
    >>> model.solve()["x"].round(3)
    array([1. , 0.5, 0.5, 1. ])
    """

    def __init__(self, model: Model, stages: Stages, prefix: str = "") -> None:
        self.stages = stages
        self._model, self._prefix = model, prefix
        self.squares: list[Any] = []
        self.cost: Any = ca.MX(1, 1)
        self.linear: Any = ca.MX(1, 1)
        n = stages.horizon
        scales = stages.state_scale, stages.control_scale
        self.X = self._variables(stages.states, stages.state_lower, stages.state_upper, stages.state_start, scales[0])
        self.U = self._variables(
            stages.controls, stages.control_lower, stages.control_upper, stages.control_start, scales[1]
        )
        self.p = self._stage_parameters()
        self.g = self._global_parameters()
        self._dynamics()
        self._initial_state()
        self._add(stages.path, self.X[:, :n], self.U, range(n))
        self._add(stages.terminal, self.X[:, n], None, range(n, n + 1))
        if stages.initial is not None:
            self._add(stages.initial, self.X[:, 0], None, range(1))

    def _variables(self, quantities: Sequence[Quantity], lower: Table, upper: Table, start: Table, scale: Any) -> Any:
        rows: list[Any] = []
        at = 0
        for quantity in quantities:
            part = slice(at, at + quantity.size)
            at += quantity.size
            shape = (quantity.size, lower.shape[0]) if quantity.shape else lower.shape[:1]
            low, high, initial = (table[:, part].T.reshape(shape) for table in (lower, upper, start))
            variable = self._model.variable(
                self._prefix + quantity.name,
                shape,
                lower=low,
                upper=high,
                start=np.clip(initial, low, high),
                scale=np.broadcast_to(scale[part, None], (quantity.size, lower.shape[0])).reshape(shape),
                unit=self.stages.units.get(quantity.name, ""),
            )
            rows.append(variable if quantity.shape else ca.reshape(variable, 1, -1))
        return ca.vertcat(ca.MX(0, lower.shape[0]), *rows)

    def _stage_parameters(self) -> Any:
        nodes = self.stages.horizon + 1
        rows: list[Any] = [ca.MX(0, nodes)]
        at = 0
        for quantity in self.stages.stage_parameters:
            values = self.stages.p[:, at : at + quantity.size]
            at += quantity.size
            shape = (quantity.size, nodes) if quantity.shape else (nodes,)
            known = None if np.isnan(values).any() else values.T.reshape(shape)
            parameter = self._model.parameter(self._prefix + quantity.name, shape, known)
            rows.append(ca.reshape(parameter, quantity.size, nodes))
        return ca.vertcat(*rows)

    def _global_parameters(self) -> Any:
        columns: list[Any] = [ca.MX(0, 1)]
        at = 0
        for quantity in self.stages.global_parameters:
            values = self.stages.g[at : at + quantity.size]
            at += quantity.size
            known = None if np.isnan(values).any() else quantity.unpack(values)
            columns.append(ca.vec(self._model.parameter(self._prefix + quantity.name, quantity.shape, known)))
        return ca.vertcat(*columns)

    def _dynamics(self) -> None:
        n = self.stages.horizon
        following = self._mapped(self.stages.dynamics, self.X[:, :n], self.U, range(n))
        gap = following - self.X[:, 1:]
        at = 0
        for quantity in self.stages.states:
            row = gap[at : at + quantity.size, :]
            at += quantity.size
            self._state(ca.vec(row) if not quantity.shape else row, f"dynamics of {quantity.name}", 0.0, 0.0)

    def _initial_state(self) -> None:
        at = 0
        for quantity in self.stages.states:
            part = slice(at, at + quantity.size)
            at += quantity.size
            given = self.stages.given[part]
            if given.all():
                name = f"{self._prefix}initial {quantity.name}"
                value = quantity.unpack(self.stages.initial_state[part])
                parameter = self._model.parameter(name, quantity.shape, value)
                self._state(self.X[part, 0] - ca.vec(parameter), f"start of {quantity.name}", 0.0, 0.0)
            elif given.any():
                raise ModelError(f"the initial state of {quantity.name!r} must be given in all its entries or in none")

    def _add(self, terms: Terms, x: Any, u: Any, stages: range) -> None:
        """State costs and constraints of one kind of stage."""
        control = ca.MX(0, len(stages)) if u is None else u
        if terms.squares:
            self.squares.append(ca.vec(self._mapped(terms.residual, x, control, stages)))
        if terms.has_cost:
            self.cost += ca.sum2(self._mapped(terms.cost, x, control, stages))
        if terms.rows:
            values = self._mapped(terms.constraints, x, control, stages)
            for i, name in enumerate(terms.names):
                self._row(terms, i, name, values[i, :].T)

    def _row(self, terms: Terms, i: int, name: str, values: Any) -> None:
        """One row at the stages where it bounds something."""
        lower, upper = terms.lower[:, i], terms.upper[:, i]
        kept = np.flatnonzero(np.isfinite(lower) | np.isfinite(upper))
        if not kept.size:
            return
        if kept.size < lower.size:
            values, lower, upper = values[kept.tolist()], lower[kept], upper[kept]
        if not terms.soft[i]:
            self._state(values, name, lower, upper)
            return
        slack = self._model.variable(f"{self._prefix}slack of {name}", kept.size, lower=0.0)
        self.linear += ca.dot(terms.linear[kept, i], slack)
        if terms.quadratic[kept, i].any():
            self.squares.append(np.sqrt(terms.quadratic[kept, i]) * slack)
        if np.isfinite(upper).any():
            self._state(values - slack, f"{name} from above", np.full(kept.size, -np.inf), upper)
        if np.isfinite(lower).any():
            self._state(values + slack, f"{name} from below", lower, np.full(kept.size, np.inf))

    def _state(self, body: Any, name: str, lower: Any, upper: Any) -> None:
        self._model.subject_to(body, self._prefix + name, lower=lower, upper=upper)

    def _mapped(self, function: Any, x: Any, u: Any, stages: range) -> Any:
        """The function at each stage, one column for each."""
        count = len(stages)
        p = self.p[:, stages.start : stages.stop]
        return function.map(count)(x, u, p, ca.repmat(self.g, 1, count))
