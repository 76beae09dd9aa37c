"""What a user has stated about an optimal control problem, by name and in the user's symbols."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import casadi as ca
import numpy as np

from sqp.arrays import Vector
from sqp.control.softness import Soft
from sqp.control.stages import Table
from sqp.errors import ModelError
from sqp.model.expression import Expression
from sqp.model.quantity import Quantity


class Kind(Enum):
    """What a symbol stands for; the value is the word in messages."""

    STATE = "state"
    CONTROL = "control"
    ALGEBRAIC = "algebraic variable"
    STAGE_PARAMETER = "parameter of the stages"
    GLOBAL_PARAMETER = "parameter"


@dataclass(frozen=True, eq=False)
class Declared:
    """One named symbol with what was said about it.

    ``lower``, ``upper`` and ``start`` are numbers, arrays of its shape, or arrays with one such value for each stage;
    ``value`` is the initial state of a state and the value of a parameter.
    """

    kind: Kind
    quantity: Quantity
    symbol: Any
    expression: Expression
    lower: Any = -np.inf
    upper: Any = np.inf
    start: Any = 0.0
    scale: Any = 1.0
    unit: str = ""
    value: Any = None
    soft: Soft | None = None

    def table(self, what: str, stages: int) -> Table:
        """(stages, size): one of the data for each stage."""
        return table(self.quantity, getattr(self, what), f"the {what}", stages)


@dataclass(frozen=True, eq=False)
class Row:
    """A constraint lower <= body <= upper of column expressions; bounds are numbers."""

    name: str
    body: Any
    lower: Vector
    upper: Vector
    soft: Soft | None = None


class Place(Enum):
    """Where on the horizon something counts; the value is the word in messages."""

    PATH = "path"
    TERMINAL = "terminal"
    INITIAL = "initial"


@dataclass(eq=False)
class Stated:
    """Costs and constraints of one place."""

    residuals: list[Any] = field(default_factory=list[Any])
    costs: list[Any] = field(default_factory=list[Any])
    rows: list[Row] = field(default_factory=list[Row])


@dataclass(eq=False)
class ControlParts:
    """Everything an optimal control problem consists of.

    ``derivatives`` and ``following`` map names of states to expressions: x' = ... or the next state; ``equations`` are
    the algebraic ones, which vanish.
    """

    declared: dict[str, Declared] = field(default_factory=dict[str, Declared])
    derivatives: dict[str, Any] = field(default_factory=dict[str, Any])
    following: dict[str, Any] = field(default_factory=dict[str, Any])
    equations: list[Any] = field(default_factory=list[Any])
    places: Mapping[Place, Stated] = field(default_factory=lambda: {place: Stated() for place in Place})
    time: Any = field(default_factory=lambda: ca.MX.sym("time"))

    def of_kind(self, kind: Kind) -> list[Declared]:
        """What was declared as this, in order."""
        return [part for part in self.declared.values() if part.kind is kind]

    def size(self, kind: Kind) -> int:
        """How many entries all of a kind have together."""
        return sum(part.quantity.size for part in self.of_kind(kind))


def table(quantity: Quantity, value: Any, what: str, stages: int) -> Table:
    """(stages, size) numbers from one value for all stages, or from one for each along the first axis.

    Raises
    ------
    ModelError
        If the value fits neither.

    Examples
    --------
    >>> table(Quantity("v", (2,)), [1.0, 2.0], "the start", 2)
    array([[1., 2.],
           [1., 2.]])
    >>> table(Quantity("s"), [1.0, 2.0, 3.0], "the start", 3)
    array([[1.],
           [2.],
           [3.]])
    """
    array = np.asarray(value, dtype=np.float64)
    if array.shape in ((stages, *quantity.shape), (stages, quantity.size)) and array.shape != quantity.shape:
        return np.array([quantity.pack(entry, what) for entry in array])
    try:
        return np.tile(quantity.pack(value, what), (stages, 1))
    except ModelError as error:
        raise ModelError(f"{error}, or one value for each of {stages} stages") from None


def rows_of(label: str, body: Any, lower: Any, upper: Any, soft: Soft | None) -> list[Row]:
    """One row; two where a bound is an expression in parameters, which then is subtracted from the body."""

    def is_parametric(bound: Any) -> bool:
        return isinstance(bound, ca.MX) and bool(ca.symvar(bound))

    def numbers(bound: Any) -> Vector:
        flat = np.asarray(bound.to_DM() if isinstance(bound, ca.MX) else bound, dtype=np.float64).ravel(order="F")
        if flat.size not in (1, body.numel()) or np.isnan(flat).any():
            raise ModelError(f"constraint {label!r}: a bound must be {body.numel()} numbers, got {bound}")
        return np.broadcast_to(flat, (body.numel(),)).copy()

    zero, nothing = np.zeros(body.numel()), np.full(body.numel(), np.inf)
    if not (is_parametric(lower) or is_parametric(upper)):
        low, high = numbers(lower), numbers(upper)
        if (low > high).any():
            raise ModelError(f"constraint {label!r}: its lower bound exceeds its upper bound")
        return [Row(label, body, low, high, soft)]
    if lower is upper:
        return [Row(label, body - ca.vec(lower), zero, zero, soft)]
    return [
        Row(f"{label}.lower", body - ca.vec(ca.MX(lower)), zero, nothing, soft),
        Row(f"{label}.upper", body - ca.vec(ca.MX(upper)), -nothing, zero, soft),
    ]
