"""A model as text that a person can read back."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from typing import Any

import casadi as ca
import numpy as np

from sqp.arrays import Vector
from sqp.model.complementarity import Complementarity
from sqp.model.expression import identity
from sqp.model.notation import Notation
from sqp.model.parts import Constraint, Parameter, Parts, Variable
from sqp.model.quantity import Quantity

#: Constraints or variables beyond this number are counted, not listed.
LISTED = 60


def listing(name: str, parts: Parts) -> str:
    """The whole model: objective, constraints, variables with bounds and units, parameters."""
    entry_names = {identity(v.symbol): v.quantity.entry_names for v in parts.variables.values()}
    entry_names |= {identity(p.symbol): p.quantity.entry_names for p in parts.parameters.values()}
    entry_names |= {identity(v.expression): v.quantity.all_entry_names for v in parts.variables.values()}
    wholes = {identity(v.expression): v.quantity.name for v in parts.variables.values() if v.quantity.symmetric}
    notation = Notation(entry_names, wholes)
    lines = [name, _objective(notation, parts)]
    lines += _section("subject to", _constraints(notation, parts))
    lines += _section("over", [_variable(notation, v) for v in parts.variables.values()])
    lines += _section("with", [_parameter(p) for p in parts.parameters.values()])
    return "\n".join(lines)


def _section(title: str, entries: list[str]) -> list[str]:
    if not entries:
        return []
    shown = [f"    {entry}" for entry in entries[:LISTED]]
    if len(entries) > LISTED:
        shown.append(f"    ... and {len(entries) - LISTED} more")
    return [f"  {title}", *shown]


def _objective(notation: Notation, parts: Parts) -> str:
    if parts.objective is None:
        return "  find a feasible point (no objective)"
    return f"  {'minimise' if parts.sense > 0 else 'maximise'}    {notation.written(parts.objective)}"


def _constraints(notation: Notation, parts: Parts) -> list[str]:
    """The constraints in their order, those of one complementarity condition as that condition."""
    owners = {name: pair for pair in parts.complementarities.values() for name in pair.constraints}
    entries: dict[str, str] = {}
    for name, part in parts.constraints.items():
        pair = owners.get(name)
        if pair is None:
            entries[name] = _constraint(notation, part)
        elif pair.name not in entries:
            entries[pair.name] = _complementarity(notation, pair, part.quantity)
    return list(entries.values())


def _complementarity(notation: Notation, pair: Complementarity, first: Quantity) -> str:
    a, b = notation.written(pair.a), notation.written(pair.b)
    if pair.is_plain:
        return f"{pair.name}:  0 <= {a} ⟂ {b} >= 0{_shape(first)}"
    low, high = (_values(np.atleast_1d(np.asarray(side)).ravel()) for side in (pair.lower, pair.upper))
    return f"{pair.name}:  {low} <= {a} <= {high} ⟂ {b}{_shape(first)}"


def _constraint(notation: Notation, part: Constraint) -> str:
    if part.sides is None:
        text = _between(notation, notation.written(part.body), part)
    else:
        sign = "==" if _bound(notation, part.lower) == _bound(notation, part.upper) else "<="
        text = f"{notation.written(part.sides[0])} {sign} {notation.written(part.sides[1])}"
    return f"{part.name}:  {text}{_shape(part.quantity)}"


def _variable(notation: Notation, part: Variable) -> str:
    named = part.quantity.name
    text = _between(notation, named, part)
    details = [] if part.start is None else [f"start {_values(part.start)}"]
    details += [] if np.all(part.scale == 1) else [f"scale {_values(part.scale)}"]
    unit = f"   [{part.unit}]" if part.unit else ""
    free = " free" if text == named else ""
    return f"{text}{free}{_shape(part.quantity)}{unit}{', ' if details else ''}{', '.join(details)}"


def _parameter(part: Parameter) -> str:
    value = "(no value yet)" if part.value is None else _values(part.value)
    return f"{part.quantity.name} = {value}{_shape(part.quantity)}"


def _between(notation: Notation, body: str, part: Constraint | Variable) -> str:
    low, high = (_bound(notation, side) for side in (part.lower, part.upper))
    if low == high:
        return f"{body} == {low}"
    if low == "-inf" and high == "inf":
        return body
    if low == "-inf":
        return f"{body} <= {high}"
    return f"{body} >= {low}" if high == "inf" else f"{low} <= {body} <= {high}"


def _bound(notation: Notation, bound: Any) -> str:
    return notation.written(bound) if isinstance(bound, ca.MX) else _values(bound)


def _values(values: Vector) -> str:
    """One number if all are equal, a short list, or the range of a long one."""
    if np.all(values == values[0]):
        return f"{values[0]:.10g}"
    if values.size <= 16:
        return f"[{', '.join(f'{v:.6g}' for v in values)}]"
    return f"[{values.size} numbers from {values.min():.6g} to {values.max():.6g}]"


def _shape(quantity: Quantity) -> str:
    if not quantity.shape:
        return ""
    size = " x ".join(map(str, quantity.shape)) + (" symmetric" if quantity.symmetric else "")
    return f"   ({size})"
