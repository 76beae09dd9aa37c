"""Rows, variables and objectives whose size hides them from tolerances, with the factor that would mend it.

A derivative that is tiny or huge at one point only is no matter of units: the gradient of x**2 vanishes at 0, and no
factor mends that.  So slopes are judged by two points, the returned one and one beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import log10
from typing import Any

import numpy as np
from scipy import sparse

from sqp.arrays import Mask, Vector
from sqp.diagnosis.findings import Finding, Trouble
from sqp.diagnosis.local import Local, local_problem
from sqp.errors import EvaluationError
from sqp.model.matrix_scaling import row_maxima

#: Factor from 1 beyond which a size is bad, and beyond which it is no matter of units any more.
_BAD, _ABSURD = 1e5, 1e20
#: Distance of the point beside, relative to max(1, |x|) in units of the variables.
_BESIDE = 0.1


def bad_scaling(at: Local, *, unbounded: bool = False) -> Iterator[Finding]:
    """What is badly scaled, the worst first within each kind; of variables that run away the size says nothing."""
    given = getattr(at.problem, "variable_scale", None)
    units = np.ones(at.x.size) if given is None else np.asarray(given, dtype=np.float64)
    beside = _beside(at, units)
    yield from _constraints(at, beside, units)
    if not unbounded:
        yield from _variables(at, units)
    yield from _objective(at, beside, units)


def _objective(at: Local, beside: Local, units: Vector) -> Iterator[Finding]:
    here, there = np.abs(at.grad) * units, np.abs(beside.grad) * units
    slowest, fastest = np.minimum(here, there), np.maximum(here, there)
    slow = 1.0 / _ABSURD < fastest.max(initial=0.0) < 1.0 / _BAD
    slopes = fastest if slow else slowest
    slope, name = float(np.max(slopes, initial=0.0)), at.variable(int(np.argmax(slopes)))
    if not (slow or _BAD < slope < _ABSURD):
        return
    sentence = f"The objective changes by {slope:.1e} per unit of {name}."
    unit, verb, factor = ("smaller", "Multiply", 1.0 / slope) if slow else ("larger", "Divide", slope)
    advice = f"{verb} the objective by {_round(factor):.0e}, that is, state it in a {unit} unit."
    yield Finding(Trouble.BADLY_SCALED_OBJECTIVE, ("objective", name), slope, sentence, advice)


def _beside(at: Local, units: Vector) -> Local:
    """The problem at a point beside; at the same point if it cannot be evaluated there."""
    signs = np.where(np.arange(at.x.size) % 2 == 0, 1.0, -1.0)
    x = at.box.project(at.x + _BESIDE * signs * np.maximum(units, np.abs(at.x)))
    try:
        return local_problem(at.problem, x, at.y, at.z)
    except EvaluationError:
        return at


def _constraints(at: Local, beside: Local, units: Vector) -> Iterator[Finding]:
    here, there = (row_maxima(sparse.csc_array(_jacobian(p)), at.c.size, units) for p in (at, beside))
    slow = at.active & (np.maximum(here, there) < 1.0 / _BAD) & (np.maximum(here, there) > 1.0 / _ABSURD)
    fast = (np.minimum(here, there) > _BAD) & (np.minimum(here, there) < _ABSURD)
    slope = np.where(slow, np.maximum(here, there), np.minimum(here, there))
    for i in _worst_first(slope, slow | fast):
        name, size = at.row(i), float(slope[i])
        how = "faster" if size > 1.0 else "slower"
        sentence = f"{name} changes by {size:.1e} per unit of a variable: far {how} than is good."
        advice = f"Divide both sides of {name} by {_round(size):.0e}."
        yield Finding(Trouble.BADLY_SCALED_CONSTRAINT, (name,), size, sentence, advice)


def _variables(at: Local, units: Vector) -> Iterator[Finding]:
    size = np.abs(at.x) / units
    width = (at.box.upper - at.box.lower) / units
    narrow = (width > 1.0 / _ABSURD) & (width < 1.0 / _BAD)
    measure = np.where(narrow, width, size)
    for j in _worst_first(measure, narrow | ((size > _BAD) & (size < _ABSURD))):
        name, scale = at.variable(j), _round(float(measure[j] * units[j]))
        what = f"is {at.x[j]:.3g}" if not narrow[j] else f"may vary by {width[j] * units[j]:.1e} only"
        sentence = f"{name} {what}, where its scale is {units[j]:g}."
        advice = f"Say scale={scale:.0e} for {name}."
        yield Finding(Trouble.BADLY_SCALED_VARIABLE, (name,), float(measure[j]), sentence, advice)


def _jacobian(at: Local) -> Any:
    return at.jac


def _worst_first(size: Vector, bad: Mask) -> list[int]:
    chosen = np.flatnonzero(bad)
    order = np.argsort(-np.abs(np.log(size[chosen])), kind="stable")
    return [int(i) for i in chosen[order]]


def _round(size: float) -> float:
    """The power of ten nearest to a positive number."""
    return 10.0 ** round(log10(size))
