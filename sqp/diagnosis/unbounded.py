"""Along which variables the objective falls without limit."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sqp.arrays import Vector
from sqp.diagnosis.findings import Finding, Trouble
from sqp.diagnosis.local import Local, listed

#: Entries of a ray, relative to the largest, that make a variable part of it.
_PART = 1e-3


def unboundedness(at: Local, ray: Vector | None) -> Iterator[Finding]:
    """The variables that run away: those of the ray, or those that are largest if no straight ray is known."""
    direction = at.x if ray is None else ray
    size = np.abs(direction)
    if not (np.isfinite(size).all() and size.any()):
        return
    order = np.argsort(-size, kind="stable")
    share = [int(j) for j in order if size[j] > _PART * size.max()]
    names = tuple(at.variable(j) for j in share)
    moves = [f"{at.variable(j)} {'increases' if direction[j] > 0 else 'decreases'}" for j in share]
    sentence = f"The objective falls without limit while {listed(moves)}."
    if ray is None:
        sentence = f"The objective falls without limit along a curve on which {listed(names)} become large."
    side = "upper" if direction[share[0]] > 0 else "lower"
    advice = (
        f"Give {names[0]} a finite {side} bound, or add the constraint that is missing; check the objective's sign."
    )
    yield Finding(Trouble.UNBOUNDED, names, float(at.grad @ direction) / float(size.max()), sentence, advice)
