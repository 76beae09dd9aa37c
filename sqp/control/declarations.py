"""The named parts of an optimal control problem: states, controls, algebraic variables, parameters."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from typing import Any

import casadi as ca
import numpy as np
from numpy.typing import ArrayLike

from sqp.control.grid import FreeDuration, grid_of
from sqp.control.parts import ControlParts, Declared, Kind
from sqp.control.shooting import Shooting, Transcription
from sqp.control.softness import Soft
from sqp.control.stages import Stages
from sqp.errors import ModelError
from sqp.model.expression import Expression
from sqp.model.names import unknown_name
from sqp.model.parts import symbol_of
from sqp.model.quantity import quantity
from sqp.model.symbols import Contents, Symbols


class Declarations:
    """What is declared by name; :class:`sqp.control.ocp.ControlStatement` says what holds between the parts.

    Examples
    --------
    >>> parts = Declarations("two", horizon=5)
    >>> x = parts.state("x", initial=0.0)
    >>> parts["x"] is x
    True
    """

    def __init__(
        self,
        name: str = "ocp",
        *,
        horizon: int,
        duration: float | FreeDuration | None = None,
        grid: ArrayLike | None = None,
        transcription: Transcription | None = None,
    ) -> None:
        self.name = name
        self.grid = grid_of(horizon, duration, grid)
        self.transcription = Shooting() if transcription is None else transcription
        self._parts = ControlParts()
        self._symbols = Symbols()
        self._stages: Stages | None = None  # until something else is stated
        self._symbols.add(self._parts.time, Contents.PARAMETERS)
        self.time = Expression(self._parts.time)
        if isinstance(duration, FreeDuration):
            self._state_of_duration(duration)

    def state(
        self,
        name: str,
        shape: int | tuple[int, ...] = (),
        *,
        initial: ArrayLike | None = None,
        lower: ArrayLike = -np.inf,
        upper: ArrayLike = np.inf,
        start: ArrayLike | None = None,
        scale: ArrayLike = 1.0,
        unit: str = "",
        soft: Any = None,
    ) -> Expression:
        """A state; its bounds hold at every node but a given initial one.

        Parameters
        ----------
        name : str
        shape : int or tuple
            () for a scalar, k for a vector.
        initial : number or array, optional
            Value at the start of the horizon; free if left out.
        lower, upper, start : number, array of the shape, or one for each of horizon + 1 nodes along the first axis
        scale : positive number or array
            Typical size.
        unit : str
        soft : True, "L1", "L2" or Soft, optional
            Whether the bounds may be violated at a cost.

        Raises
        ------
        ModelError
            If the name is taken or a value does not fit.
        """
        guess = initial if start is None and initial is not None else 0.0 if start is None else start
        data = {"lower": lower, "upper": upper, "start": guess, "scale": scale, "unit": unit, "value": initial}
        return self._declare(Kind.STATE, name, shape, soft=Soft.of(soft), **data)

    def control(
        self,
        name: str,
        shape: int | tuple[int, ...] = (),
        *,
        lower: ArrayLike = -np.inf,
        upper: ArrayLike = np.inf,
        start: ArrayLike = 0.0,
        scale: ArrayLike = 1.0,
        unit: str = "",
    ) -> Expression:
        """A control, constant on each of the ``horizon`` intervals; see :meth:`state` for the arguments."""
        data = {"lower": lower, "upper": upper, "start": start, "scale": scale, "unit": unit}
        return self._declare(Kind.CONTROL, name, shape, **data)

    def algebraic(self, name: str, shape: int | tuple[int, ...] = (), *, start: ArrayLike = 0.0) -> Expression:
        """A variable that the algebraic equations determine; ``start`` is where Newton's method starts."""
        return self._declare(Kind.ALGEBRAIC, name, shape, start=start)

    def parameter(
        self, name: str, shape: int | tuple[int, ...] = (), value: ArrayLike | None = None, *, per_stage: bool = False
    ) -> Expression:
        """Data that may be replaced between solves; with ``per_stage`` it has a value at each of horizon + 1 nodes."""
        kind = Kind.STAGE_PARAMETER if per_stage else Kind.GLOBAL_PARAMETER
        return self._declare(kind, name, shape, value=value)

    def __getitem__(self, name: str) -> Expression:
        """The symbol that was declared by this name.

        Raises
        ------
        ModelError
            If there is none.
        """
        if name not in self._parts.declared:
            raise ModelError(unknown_name("part of the problem", name, self._parts.declared))
        return self._parts.declared[name].expression

    @staticmethod
    def name_of_state(state: Any) -> str:
        """The name of a state given by name or by its symbol."""
        return state if isinstance(state, str) else str(state.name()) if state.is_symbolic() else str(state)

    def _state_of_duration(self, duration: FreeDuration) -> None:
        data = {"lower": duration.lower, "upper": duration.upper, "start": duration.start, "unit": duration.unit}
        self.duration = self._declare(Kind.STATE, "duration", (), scale=duration.start, **data)
        self._parts.derivatives["duration"] = ca.MX(0)

    def _declare(self, kind: Kind, name: str, shape: Any, **data: Any) -> Expression:
        if name in self._parts.declared or name == "time":
            raise ModelError(f"the name {name!r} is used twice")
        self._stages = None
        place = quantity(kind.value, name, shape)
        symbol, expression = symbol_of(place)
        self._parts.declared[name] = Declared(kind, place, symbol, expression, **data)
        is_data = kind in (Kind.STAGE_PARAMETER, Kind.GLOBAL_PARAMETER)
        self._symbols.add(symbol, Contents.PARAMETERS if is_data else Contents.VARIABLES)
        return expression
