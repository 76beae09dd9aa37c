"""Rows, variables and objectives whose size hides them from tolerances, with the factor that would mend it."""

from __future__ import annotations

from collections.abc import Iterator
from math import log10
from typing import Any

import numpy as np
from scipy import sparse

from sqp.arrays import Mask, Vector
from sqp.diagnosis.findings import Finding, Trouble
from sqp.diagnosis.local import Local
from sqp.model.matrix_scaling import row_maxima

#: Factor from 1 beyond which a size is bad.
_BAD = 1e5


def bad_scaling(at: Local) -> Iterator[Finding]:
    """What is badly scaled, the worst first within each kind."""
    given = getattr(at.problem, "variable_scale", None)
    units = np.ones(at.x.size) if given is None else np.asarray(given, dtype=np.float64)
    yield from _constraints(at, units)
    yield from _variables(at, units)
    slope = float(np.max(np.abs(at.grad) * units, initial=0.0))
    if slope > _BAD:
        name = at.variable(int(np.argmax(np.abs(at.grad) * units)))
        sentence = f"The objective changes by {slope:.1e} per unit of {name}."
        advice = f"Divide the objective by {_round(slope):.0e}, that is, state it in a larger unit."
        yield Finding(Trouble.BADLY_SCALED_OBJECTIVE, ("objective", name), slope, sentence, advice)


def _constraints(at: Local, units: Vector) -> Iterator[Finding]:
    jac: Any = at.jac
    slope = row_maxima(sparse.csc_array(jac), at.c.size, units)
    slow = at.active & (slope > 0.0) & (slope < 1.0 / _BAD)
    for i in _worst_first(slope, slow | (slope > _BAD)):
        name, size = at.row(i), float(slope[i])
        how = "faster" if size > 1.0 else "slower"
        sentence = f"{name} changes by {size:.1e} per unit of a variable: far {how} than is good."
        advice = f"Divide both sides of {name} by {_round(size):.0e}."
        yield Finding(Trouble.BADLY_SCALED_CONSTRAINT, (name,), size, sentence, advice)


def _variables(at: Local, units: Vector) -> Iterator[Finding]:
    size = np.abs(at.x) / units
    width = (at.box.upper - at.box.lower) / units
    narrow = (width > 0.0) & (width < 1.0 / _BAD)
    measure = np.where(narrow, width, size)
    for j in _worst_first(measure, narrow | (size > _BAD)):
        name, scale = at.variable(j), _round(float(measure[j] * units[j]))
        what = f"is {at.x[j]:.3g}" if not narrow[j] else f"may vary by {width[j] * units[j]:.1e} only"
        sentence = f"{name} {what}, where its scale is {units[j]:g}."
        advice = f"Say scale={scale:.0e} for {name}."
        yield Finding(Trouble.BADLY_SCALED_VARIABLE, (name,), float(measure[j]), sentence, advice)


def _worst_first(size: Vector, bad: Mask) -> list[int]:
    chosen = np.flatnonzero(bad)
    order = np.argsort(-np.abs(np.log(size[chosen])), kind="stable")
    return [int(i) for i in chosen[order]]


def _round(size: float) -> float:
    """The power of ten nearest to a positive number."""
    return 10.0 ** round(log10(size))
