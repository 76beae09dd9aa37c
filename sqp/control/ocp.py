"""The optimal control problem people write: named states and controls, dynamics, costs, constraints."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import casadi as ca
import numpy as np

from sqp.control.declarations import Declarations
from sqp.control.parts import Kind, Place, rows_of
from sqp.control.pieces import Pieces
from sqp.control.shooting import Transcription, output_function
from sqp.control.softness import Soft
from sqp.control.stages import Stages
from sqp.errors import ModelError
from sqp.model.casadi_least_squares import weighted
from sqp.model.expression import short, symbolic
from sqp.model.relation import between, relation_of


class ControlStatement(Declarations):
    """What an optimal control problem says; :class:`sqp.control.OptimalControlProblem` adds ``solve``.

    Parameters
    ----------
    name : str
    horizon : int
        Number of intervals, at least 1; on each the control is constant.
    duration : float, FreeDuration or None
        Length of the horizon in time; None for a discrete map, whose stages have no length.
    grid : (horizon + 1,) increasing array, optional
        Where the nodes are, as fractions of the duration from 0 to 1; equidistant by default.
    transcription : Transcription
        How the dynamics become constraints: ``Shooting(RK4(steps=2))``, ``Shooting(Radau())``, ``Collocation()``.

    Raises
    ------
    OptionError
        If a setting is out of range.

    Examples
    --------
    >>> ocp = ControlStatement("brake", horizon=20, duration=2.0)
    >>> s, v = ocp.state("s", initial=0.0, unit="m"), ocp.state("v", initial=1.0, lower=0.0)
    >>> a = ocp.control("a", lower=-1.0, upper=1.0)
    >>> ocp.derivatives({s: v, v: a})
    >>> ocp.stage_squares(a)
    >>> ocp.terminal(v == 0.0)
    >>> ocp.stages().horizon
    20
    """

    def derivatives(self, derivatives: Mapping[Any, Any]) -> None:
        """State x' = f for states of a differential equation, ``{state: its derivative}``."""
        self._dynamics(derivatives, self._parts.derivatives)

    def next_state(self, following: Mapping[Any, Any]) -> None:
        """State x_{k+1} = F for all states, ``{state: its next value}``, instead of derivatives."""
        self._dynamics(following, self._parts.following)

    def algebraic_equation(self, residual: Any) -> None:
        """State 0 = ``residual``; as many entries in all as there are algebraic variables."""
        self._stages = None
        self._parts.equations.append(self._column("an algebraic equation", residual))

    def stage_cost(self, expression: Any) -> None:
        """Add a cost per unit of time (per stage, for a discrete map): the sum of step length times ``expression``."""
        self._parts.places[Place.PATH].costs.append(self._scalar(expression))

    def terminal_cost(self, expression: Any) -> None:
        """Add a cost at the end of the horizon."""
        self._parts.places[Place.TERMINAL].costs.append(self._scalar(expression))

    def initial_cost(self, expression: Any) -> None:
        """Add a cost at the start of the horizon."""
        self._parts.places[Place.INITIAL].costs.append(self._scalar(expression))

    def stage_squares(self, residuals: Any, weights: Any = 1.0) -> None:
        """Add ``weights`` times the squares of ``residuals`` per unit of time (per stage, for a discrete map)."""
        self._squares(Place.PATH, residuals, weights)

    def terminal_squares(self, residuals: Any, weights: Any = 1.0) -> None:
        """Add ``weights`` times the squares of ``residuals`` at the end of the horizon."""
        self._squares(Place.TERMINAL, residuals, weights)

    def initial_squares(self, residuals: Any, weights: Any = 1.0) -> None:
        """Add ``weights`` times the squares of ``residuals`` at the start of the horizon."""
        self._squares(Place.INITIAL, residuals, weights)

    def path(
        self, comparison: Any, name: str | None = None, *, lower: Any = None, upper: Any = None, soft: Any = None
    ) -> None:
        """Add a constraint at every stage; where only states enter also at the end, and not at a given initial state.

        Parameters
        ----------
        comparison : comparison, range, or (with ``lower`` or ``upper``) expression
            As for :meth:`sqp.Model.subject_to`.
        name : str, optional
        lower, upper : number, array or expression in parameters, optional
        soft : True, "L1", "L2" or Soft, optional
            Whether it may be violated at a cost.

        Raises
        ------
        ModelError
            If it is no comparison, or contains foreign symbols.
        """
        self._constrain(Place.PATH, comparison, name, lower, upper, soft)

    def terminal(
        self, comparison: Any, name: str | None = None, *, lower: Any = None, upper: Any = None, soft: Any = None
    ) -> None:
        """Add a constraint at the end of the horizon; see :meth:`path`."""
        self._constrain(Place.TERMINAL, comparison, name, lower, upper, soft)

    def initial(
        self, comparison: Any, name: str | None = None, *, lower: Any = None, upper: Any = None, soft: Any = None
    ) -> None:
        """Add a constraint at the start of the horizon; see :meth:`path`."""
        self._constrain(Place.INITIAL, comparison, name, lower, upper, soft)

    @property
    def has_algebraic(self) -> bool:
        """Whether there are algebraic variables."""
        return self._parts.size(Kind.ALGEBRAIC) > 0

    def stages(self, transcription: Transcription | None = None) -> Stages:
        """The problem stage by stage, by its own transcription or by another one.

        Raises
        ------
        ModelError
            If dynamics are missing or given twice, or something depends on what it cannot depend on.
        """
        if transcription is not None:
            return transcription.stages(self.name, self._parts, self.grid)
        if self._stages is None:
            self._stages = self.transcription.stages(self.name, self._parts, self.grid)
        return self._stages

    def output(self, expressions: Any) -> Any:
        """(x, u, p, g) -> the expressions as one column, a function of a stage like those of :class:`Stages`."""
        column = self._column("an output", expressions)
        return output_function(Pieces(self._parts, self.grid), column)

    def _dynamics(self, given: Mapping[Any, Any], target: dict[str, Any]) -> None:
        self._stages = None
        states = {part.name: part for part in (d.quantity for d in self._parts.of_kind(Kind.STATE))}
        for state, expression in given.items():
            name = self.name_of_state(state)
            if name not in states:
                raise ModelError(
                    f"dynamics are given for {name!r}, which is not a state; the states are: {', '.join(states)}"
                )
            if name in target:
                raise ModelError(f"the dynamics of {name!r} are given twice")
            column = self._column(f"the dynamics of {name!r}", expression)
            if column.numel() not in (1, states[name].size):
                raise ModelError(
                    f"the dynamics of {name!r} have {column.numel()} entries, expected {states[name].size}"
                )
            target[name] = column if column.numel() == states[name].size else ca.repmat(column, states[name].size, 1)

    def _squares(self, place: Place, residuals: Any, weights: Any) -> None:
        self._stages = None
        column = weighted(symbolic(residuals), weights)
        self._parts.places[place].residuals.append(self._column("a residual", column))

    def _constrain(self, place: Place, comparison: Any, name: str | None, lower: Any, upper: Any, soft: Any) -> None:
        if lower is not None or upper is not None:
            comparison = between(-np.inf if lower is None else lower, comparison, np.inf if upper is None else upper)
        self._stages = None
        rows = self._parts.places[place].rows
        label = f"{place.value}{len(rows) + 1}" if name is None else name
        try:
            relation = relation_of(comparison, self._symbols.are_data)
            body = self._column("it", relation.body)
        except ModelError as error:
            raise ModelError(f"constraint {label!r}: {error}") from None
        for side, bound in (("lower", relation.lower), ("upper", relation.upper)):
            if isinstance(bound, ca.MX) and not self._symbols.are_data(bound):
                raise ModelError(f"constraint {label!r}: the {side} bound contains a variable: state a comparison")
        rows += rows_of(label, body, relation.lower, relation.upper, Soft.of(soft))

    def _scalar(self, expression: Any) -> Any:
        self._stages = None
        cost = self._column("a cost", expression)
        if not cost.is_scalar():
            raise ModelError(f"a cost must be a scalar, got shape {cost.shape}: {short(cost)}")
        return cost

    def _column(self, what: str, expression: Any) -> Any:
        given = symbolic(expression)
        self._symbols.check(what, given)
        return ca.vec(given)
