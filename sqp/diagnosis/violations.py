"""Which constraints and bounds do not hold, and by how much."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sqp.arrays import Vector
from sqp.bounds import Bounds
from sqp.diagnosis.findings import Finding, Trouble
from sqp.diagnosis.local import NEAR, Local


def violations(at: Local) -> Iterator[Finding]:
    """The violated constraints and bounds, the worst first, each in its own unit."""
    for i in _worst_first(at.violation):
        sentence = _sentence(at.row(i), float(at.c[i]), at.rows, i)
        amount = float(at.rows.violation(at.c)[i])
        advice = f"Relax this limit of {at.row(i)} by {amount:.3g}, or start where {at.row(i)} holds."
        yield Finding(Trouble.VIOLATED_CONSTRAINT, (at.row(i),), amount, sentence, advice)
    for j in _worst_first(at.excess):
        sentence = _sentence(at.variable(j), float(at.x[j]), at.box, j)
        amount = float(at.box.violation(at.x)[j])
        yield Finding(Trouble.VIOLATED_BOUND, (at.variable(j),), amount, sentence, "Start inside the bounds.")


def _worst_first(relative: Vector) -> list[int]:
    violated = np.flatnonzero(relative > NEAR)
    return violated[np.argsort(-relative[violated], kind="stable")].tolist()


def _sentence(name: str, value: float, bounds: Bounds, index: int) -> str:
    low, high = float(bounds.lower[index]), float(bounds.upper[index])
    if low == high:
        return f"{name} = {value:.6g} should equal {low:.6g}: it is off by {abs(value - low):.3g}."
    if value > high:
        return f"{name} = {value:.6g} is above its upper limit {high:.6g} by {value - high:.3g}."
    return f"{name} = {value:.6g} is below its lower limit {low:.6g} by {low - value:.3g}."
