"""What was stated, as functions of flat vectors."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import casadi as ca
import numpy as np

from sqp.control.grid import Grid
from sqp.control.integrators import DifferentialEquation
from sqp.control.parts import ControlParts, Kind, Place, table
from sqp.control.stages import Table
from sqp.errors import ModelError
from sqp.model.casadi_functions import expanded
from sqp.model.quantity import Quantity

_KINDS = (Kind.STATE, Kind.ALGEBRAIC, Kind.CONTROL, Kind.STAGE_PARAMETER, Kind.GLOBAL_PARAMETER)


class Pieces:
    """The parts of one problem as functions of (x, z, u, p, g, t), and the parameters p that a stage has.

    Time and the length of the interval are parameters of a stage if a function depends on them.

    Raises
    ------
    ModelError
        If there are no states, dynamics are missing or of both forms, or equations and algebraic variables differ
        in number.
    """

    def __init__(self, parts: ControlParts, grid: Grid) -> None:
        self.parts, self.grid = parts, grid
        self._check()
        stated = [e for place in parts.places.values() for e in (*place.residuals, *place.costs)]
        stated += [row.body for place in parts.places.values() for row in place.rows]
        stated += [*parts.derivatives.values(), *parts.following.values(), *parts.equations]
        self.uses_time = bool(ca.depends_on(ca.veccat(*stated), parts.time))
        self.uses_step = not grid.uniform and not grid.is_discrete
        names = ["time"] * self.uses_time + ["step"] * self.uses_step
        declared = tuple(part.quantity for part in parts.of_kind(Kind.STAGE_PARAMETER))
        self.stage_parameters = declared + tuple(Quantity(name) for name in names)

    def function(self, name: str, results: Sequence[Any], *, scalar: bool = True) -> Any:
        """(x, z, u, p, g, t) -> results, in scalar operations if possible."""
        declared = [self.parts.of_kind(kind) for kind in _KINDS]
        inner = [part.symbol for group in declared for part in group]
        stated = ca.Function(name, [*inner, self.parts.time], list(results))
        flat = [ca.MX.sym(letter, self._size(kind)) for letter, kind in zip("xzupg", _KINDS, strict=True)]
        t = ca.MX.sym("t")
        split = [ca.vertsplit(v, _offsets(group)) if group else [] for v, group in zip(flat, declared, strict=True)]
        arguments = [
            ca.reshape(piece, *part.symbol.shape)
            for group, pieces in zip(declared, split, strict=True)
            for part, piece in zip(group, pieces, strict=False)  # a last piece may hold time and step
        ]
        outputs = stated.call([*arguments, t], True, False)
        made = ca.Function(name, [*flat, t], outputs, [*"xzupgt"], [f"o{i}" for i in range(len(outputs))])
        return expanded(made) if scalar else made

    def equation(self) -> DifferentialEquation:
        """The differential equation with its algebraic equations."""
        given = self.parts.derivatives
        slopes = ca.vertcat(*(given[part.quantity.name] for part in self.parts.of_kind(Kind.STATE)))
        z = np.concatenate([np.zeros(0), *(part.table("start", 1)[0] for part in self.parts.of_kind(Kind.ALGEBRAIC))])
        return DifferentialEquation(self.function("equation", [slopes, ca.veccat(*self.parts.equations)]), z)

    def discrete(self) -> Any:
        """(x, z, u, p, g, t) -> the next state that the user states."""
        given = self.parts.following
        following = ca.vertcat(*(given[part.quantity.name] for part in self.parts.of_kind(Kind.STATE)))
        return self.function("discrete", [following])

    def costs(self, place: Place) -> Any:
        """(x, z, u, p, g, t) -> residuals, cost."""
        stated = self.parts.places[place]
        return self.function(place.value, [ca.veccat(*stated.residuals), sum(stated.costs, start=ca.MX(1, 1))])

    def time_and_step(self, x: Any, p: Any) -> tuple[Any, Any]:
        """The time at a node and the length of its interval, as expressions in its state and its parameters."""
        names = [quantity.name for quantity in self.stage_parameters]
        last = int(p.numel())
        step = p[last - 1] if self.uses_step else 1.0 if self.grid.is_discrete else float(self.grid.steps[0])
        time = p[last - 1 - self.uses_step] if "time" in names[-2:] and self.uses_time else ca.DM(0)
        if self.grid.is_discrete:
            return time, step
        length = x[self._duration()] if self.grid.is_free else self.grid.length
        return time * length, step * length

    def parameter_table(self) -> Table:
        """(N + 1, np) values of the parameters of the stages; NaN where none is known."""
        nodes = self.grid.horizon + 1
        columns = [_values(part.quantity, part.value, nodes) for part in self.parts.of_kind(Kind.STAGE_PARAMETER)]
        if self.uses_time:
            columns.append((np.arange(float(nodes)) if self.grid.is_discrete else self.grid.fractions)[:, None])
        if self.uses_step:
            columns.append(np.append(self.grid.steps, self.grid.steps[-1])[:, None])
        return np.hstack([np.zeros((nodes, 0)), *columns])

    def global_values(self) -> Any:
        """(ng,) values of the parameters of the horizon; NaN where none is known."""
        declared = self.parts.of_kind(Kind.GLOBAL_PARAMETER)
        return np.concatenate([np.zeros(0), *(_values(part.quantity, part.value, 1)[0] for part in declared)])

    def _duration(self) -> int:
        names = [name for part in self.parts.of_kind(Kind.STATE) for name in [part.quantity.name] * part.quantity.size]
        return names.index("duration")

    def _size(self, kind: Kind) -> int:
        extra = self.uses_time + self.uses_step if kind is Kind.STAGE_PARAMETER else 0
        return self.parts.size(kind) + extra

    def _check(self) -> None:
        parts, states = self.parts, self.parts.of_kind(Kind.STATE)
        if not states:
            raise ModelError("the problem has no states")
        if parts.following and not self.grid.is_discrete:
            raise ModelError("next_state is for a discrete map, whose horizon has no duration: leave duration out")
        if parts.derivatives and self.grid.is_discrete:
            raise ModelError("derivatives need a horizon with a duration: pass duration=")
        known = parts.following if self.grid.is_discrete else parts.derivatives
        missing = [part.quantity.name for part in states if part.quantity.name not in known]
        if missing:
            raise ModelError(f"the dynamics of {', '.join(missing)} are not stated")
        equations = sum(e.numel() for e in parts.equations)
        if equations != parts.size(Kind.ALGEBRAIC):
            found = f"{parts.size(Kind.ALGEBRAIC)} algebraic variables and {equations} equations"
            raise ModelError(f"there must be one equation for each algebraic variable, got {found}")


def _offsets(group: Sequence[Any]) -> list[int]:
    return [0, *np.cumsum([part.quantity.size for part in group]).tolist()]


def _values(quantity: Quantity, value: Any, rows: int) -> Table:
    if value is None:
        return np.full((rows, quantity.size), np.nan)
    return table(quantity, value, "the value", rows)
